import Crypto
import HeqiDomain

/// SHA-256 of files (FIPS 180-4).
enum FileDigest {
  /// O(count).
  static func of(_ bytes: [UInt8]) -> HeqiDomain.Digest { of(bytes[...]) }

  static func of(_ bytes: ArraySlice<UInt8>) -> HeqiDomain.Digest {
    guard let digest = HeqiDomain.Digest(Array(SHA256.hash(data: bytes))) else {
      preconditionFailure("SHA-256 gives 32 bytes")
    }
    return digest
  }
}
