internal import Crypto

/// A SHA-256 Merkle tree hash, 32 bytes held inline (RFC 6962 §2.1).
public struct MerkleHash: Hashable, Sendable, CustomStringConvertible {
  /// Bytes in one hash.
  public static let byteCount = 32

  private let word0: UInt64
  private let word1: UInt64
  private let word2: UInt64
  private let word3: UInt64

  /// Takes exactly 32 bytes; `nil` for any other length.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == MerkleHash.byteCount else { return nil }
    let contiguous = Array(bytes)
    self = contiguous.withUnsafeBytes { MerkleHash(raw: $0) }
  }

  /// `raw` holds at least 32 bytes.
  init(raw: UnsafeRawBufferPointer) {
    precondition(raw.count >= MerkleHash.byteCount, "a hash needs 32 bytes")
    word0 = raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    word1 = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    word2 = raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    word3 = raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: MerkleHash.byteCount) { buffer, count in
      store(in: UnsafeMutableRawBufferPointer(buffer))
      count = MerkleHash.byteCount
    }
  }

  /// 64 lower-case hex digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Writes the 32 bytes to the start of `buffer`, which is large enough.
  func store(in buffer: UnsafeMutableRawBufferPointer) {
    buffer.storeBytes(of: word0, toByteOffset: 0, as: UInt64.self)
    buffer.storeBytes(of: word1, toByteOffset: 8, as: UInt64.self)
    buffer.storeBytes(of: word2, toByteOffset: 16, as: UInt64.self)
    buffer.storeBytes(of: word3, toByteOffset: 24, as: UInt64.self)
  }
}

extension MerkleHash {
  /// The hash of a tree without leaves: SHA-256 of nothing (RFC 6962 §2.1).
  public static let empty = MerkleHash.digest(of: SHA256())

  /// The leaf hash SHA-256(0x00 ‖ entry) (RFC 6962 §2.1).
  public static func leaf(_ entry: some Collection<UInt8>) -> MerkleHash {
    var hasher = SHA256()
    withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { prefix in
      prefix[0] = 0x00
      hasher.update(bufferPointer: UnsafeRawBufferPointer(prefix))
    }
    let done: Void? = entry.withContiguousStorageIfAvailable {
      hasher.update(bufferPointer: UnsafeRawBufferPointer($0))
    }
    if done == nil { Array(entry).withUnsafeBytes { hasher.update(bufferPointer: $0) } }
    return digest(of: hasher)
  }

  /// The interior hash SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1).
  public static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 1) { buffer in
      buffer[0] = 0x01
      left.store(in: UnsafeMutableRawBufferPointer(rebasing: buffer[1...]))
      right.store(in: UnsafeMutableRawBufferPointer(rebasing: buffer[(1 + byteCount)...]))
      var hasher = SHA256()
      hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
      return digest(of: hasher)
    }
  }

  /// The root of the perfect tree over `hashes`, whose count is a power of two.
  static func perfectRoot(of hashes: ArraySlice<MerkleHash>) -> MerkleHash {
    precondition(!hashes.isEmpty && hashes.count & (hashes.count - 1) == 0, "a perfect tree has 2^k leaves")
    var row = Array(hashes)
    while row.count > 1 {
      for index in 0..<row.count / 2 { row[index] = node(row[2 * index], row[2 * index + 1]) }
      row.removeLast(row.count / 2)
    }
    return row[0]
  }

  private static func digest(of hasher: SHA256) -> MerkleHash {
    hasher.finalize().withUnsafeBytes { MerkleHash(raw: $0) }
  }
}
