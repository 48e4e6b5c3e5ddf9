import Crypto

/// The key above all data keys, 256 bits, loaded by the server from a file or its environment; never stored by us.
package struct MasterKey: Sendable {
  /// Names the key in the database: the first 8 bytes of a SHA-256 over it, in hex. Tells nothing about the key.
  package let id: String
  fileprivate let key: SymmetricKey

  /// Throws `.keyLength` unless 32 bytes are given.
  package init(_ bytes: [UInt8]) throws(VaultError) {
    guard bytes.count == 32 else {
      throw VaultError(.keyLength, "a master key has \(bytes.count) bytes; it must have 32")
    }
    key = SymmetricKey(data: bytes)
    let hash = SHA256.hash(data: Array("heqi-master-key-id-1".utf8) + bytes)
    id = hash.prefix(8).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }
}

/// The master key in use and the retired ones that still open old secrets.
package struct MasterKeyRing: Sendable {
  package let current: MasterKey
  private let all: [String: MasterKey]

  package init(current: MasterKey, retired: [MasterKey] = []) {
    self.current = current
    all = Dictionary((retired + [current]).map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// Wraps a secret (a data key, a private key) by the current master key.
  ///
  /// - Parameter context: what the secret is and whose; it opens only with the same list.
  package func wrap(_ secret: [UInt8], context: [String]) throws(VaultError) -> WrappedSecret {
    WrappedSecret(
      masterKeyID: current.id,
      bytes: try SealedBytes.seal(secret, key: current.key, context: SealedBytes.context(["heqi-wrap-1"] + context)))
  }

  /// Opens a wrapped secret. Throws `.unknownMasterKey` or `.damaged`.
  package func unwrap(_ wrapped: WrappedSecret, context: [String]) throws(VaultError) -> [UInt8] {
    guard let master = all[wrapped.masterKeyID] else {
      throw VaultError(
        .unknownMasterKey, "the master key \(wrapped.masterKeyID) is not loaded; give it as a retired key")
    }
    return try SealedBytes.open(
      wrapped.bytes, key: master.key, context: SealedBytes.context(["heqi-wrap-1"] + context))
  }
}

/// A secret under a master key, fit for the database.
package struct WrappedSecret: Sendable, Equatable {
  package let masterKeyID: String
  /// Nonce, ciphertext and tag.
  package let bytes: [UInt8]

  package init(masterKeyID: String, bytes: [UInt8]) {
    self.masterKeyID = masterKeyID
    self.bytes = bytes
  }
}
