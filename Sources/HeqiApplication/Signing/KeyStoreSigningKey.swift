import CMS
import HeqiPorts

/// A key in the key store as CMS uses it: the private half never comes here.
struct KeyStoreSigningKey: SigningKey {
  let keys: any KeyStore
  let handle: [UInt8]
  let owner: String
  let publicKey: PublicKey

  /// Key stores make P-256 keys only.
  var algorithm: SignatureAlgorithm { .ecdsa(.sha256) }

  func sign(_ message: [UInt8]) async throws(CMSError) -> [UInt8] {
    do throws(ProviderError) {
      return try await keys.sign(message, handle: handle, owner: owner)
    } catch {
      throw CMSError(.signingFailed, "the key store did not sign: \(error.kind)", cause: error)
    }
  }
}
