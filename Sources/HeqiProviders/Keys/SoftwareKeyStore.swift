import Crypto
package import HeqiPorts

/// P-256 keys as PKCS#8 wrapped by the master key (AES-256-GCM); the clear key lives only for the time of one signature.
package struct SoftwareKeyStore: KeyStore {
  private let current: WrappingKey
  private let all: [[UInt8]: WrappingKey]

  /// Handles start with this byte; an HSM's will have another.
  private static let version: UInt8 = 1
  private static let headerLength = 9

  /// - Parameters:
  ///   - masterKey: 32 bytes, from the server's key file.
  ///   - retired: master keys that still open older handles.
  /// - Throws: `ProviderError` `.unavailable` for a master key of another length.
  package init(masterKey: [UInt8], retired: [[UInt8]] = []) throws(ProviderError) {
    current = try WrappingKey(masterKey)
    var keys: [[UInt8]: WrappingKey] = [:]
    for key in retired {
      let wrapping = try WrappingKey(key)
      keys[wrapping.id] = wrapping
    }
    keys[current.id] = current
    all = keys
  }

  package func makeKey(owner: String) async throws(ProviderError) -> StoredKey {
    let key = P256.Signing.PrivateKey()
    do {
      let header = [Self.version] + current.id
      let box = try AES.GCM.seal(
        Array(key.derRepresentation), using: current.key, authenticating: Self.context(header, owner))
      return StoredKey(
        handle: header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag),
        publicKey: Array(key.publicKey.derRepresentation))
    } catch {
      throw ProviderError(.unavailable, provider: "keys", message: "a new key could not be wrapped")
    }
  }

  package func sign(_ message: [UInt8], handle: [UInt8], owner: String) async throws(ProviderError) -> [UInt8] {
    let key = try unwrap(handle, owner)
    do {
      return Array(try key.signature(for: message).derRepresentation)
    } catch {
      throw ProviderError(.unavailable, provider: "keys", message: "the key could not sign")
    }
  }

  /// The handle under the present master key, for rotation.
  package func rewrapped(_ handle: [UInt8], owner: String) throws(ProviderError) -> [UInt8] {
    let key = try unwrap(handle, owner)
    let header = [Self.version] + current.id
    do {
      let box = try AES.GCM.seal(
        Array(key.derRepresentation), using: current.key, authenticating: Self.context(header, owner))
      return header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw ProviderError(.unavailable, provider: "keys", message: "the key could not be wrapped anew")
    }
  }

  private func unwrap(_ handle: [UInt8], _ owner: String) throws(ProviderError) -> P256.Signing.PrivateKey {
    guard handle.count > Self.headerLength + 28, handle[0] == Self.version else {
      throw ProviderError(.refused, provider: "keys", message: "the key handle is of an unknown kind")
    }
    let header = Array(handle[..<Self.headerLength])
    guard let wrapping = all[Array(header.dropFirst())] else {
      throw ProviderError(
        .unavailable, provider: "keys", message: "the key is wrapped by a master key that is not loaded; give it as retired")
    }
    do {
      let box = try AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: handle[Self.headerLength..<Self.headerLength + 12]),
        ciphertext: handle[(Self.headerLength + 12)..<(handle.count - 16)], tag: handle[(handle.count - 16)...])
      let der = try AES.GCM.open(box, using: wrapping.key, authenticating: Self.context(header, owner))
      return try P256.Signing.PrivateKey(derRepresentation: der)
    } catch {
      throw ProviderError(.refused, provider: "keys", message: "the key handle was altered or belongs to another owner")
    }
  }

  private static func context(_ header: [UInt8], _ owner: String) -> [UInt8] {
    Array("heqi-key-1\u{0}".utf8) + header + Array(owner.utf8)
  }

  /// A key of its own for wrapping, derived so that the master key serves nothing else here (RFC 5869).
  private struct WrappingKey: Sendable {
    let id: [UInt8]
    let key: SymmetricKey

    init(_ master: [UInt8]) throws(ProviderError) {
      guard master.count == 32 else {
        throw ProviderError(.unavailable, provider: "keys", message: "the master key must have 32 bytes")
      }
      key = HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: master), info: Array("heqi-keystore-1".utf8), outputByteCount: 32)
      id = Array(SHA256.hash(data: Array("heqi-keystore-id-1".utf8) + master).prefix(8))
    }
  }
}
