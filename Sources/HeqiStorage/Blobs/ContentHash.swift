import Crypto
package import HeqiDomain

/// SHA-256 of whole contents as the domain's `Digest` (B-25).
package enum ContentHash {
  /// The digest of these bytes; about 2 GB/s.
  package static func sha256(_ bytes: some Sequence<UInt8>) -> HeqiDomain.Digest {
    digest(Array(SHA256.hash(data: Array(bytes))))
  }

  static func digest(_ hash: [UInt8]) -> HeqiDomain.Digest {
    guard let digest = HeqiDomain.Digest(hash) else { preconditionFailure("a SHA-256 hash has 32 bytes") }
    return digest
  }
}
