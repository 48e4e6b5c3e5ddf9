internal import CMS
package import HeqiPorts

/// The embedded key store: P-256 keys as PKCS#8, wrapped by the master key. The handle is the wrapped key itself, so
/// the database holds no usable key and the store holds no state.
package struct SoftwareKeyStore: KeyStore {
  private let wrapping: any SecretWrapping

  package init(wrapping: any SecretWrapping) { self.wrapping = wrapping }

  package func makeKey(owner: String) async throws(ProviderError) -> StoredKey {
    do {
      let key = try PrivateKey.generateP256()
      return StoredKey(handle: try wrapping.wrap(key.pkcs8, context: context(owner)), publicKey: key.publicKey.der)
    } catch let error as ProviderError {
      throw error
    } catch {
      throw ProviderError(.unavailable, provider: "keys", message: "a key could not be made: \(error)")
    }
  }

  package func sign(_ message: [UInt8], handle: [UInt8], owner: String) async throws(ProviderError) -> [UInt8] {
    let secret = try wrapping.unwrap(handle, context: context(owner))
    do {
      return try PrivateKey(der: secret).signature(over: message)
    } catch {
      throw ProviderError(.refused, provider: "keys", message: "the stored key cannot sign; issue a new certificate")
    }
  }

  private func context(_ owner: String) -> [String] { ["signing-key", owner] }
}
