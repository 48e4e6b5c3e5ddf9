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

  /// Digests of the prefixes that end at `ends` (rising, within the bytes), in one pass.
  static func prefixes(of bytes: [UInt8], endingAt ends: [Int]) -> [HeqiDomain.Digest] {
    var hasher = SHA256()
    var from = 0
    return ends.compactMap { end in
      hasher.update(data: bytes[from..<end])
      from = end
      return HeqiDomain.Digest(Array(hasher.finalize()))
    }
  }
}
