/// Up to 256 log entries behind big-endian uint16 lengths (C2SP tlog-tiles, Log entries).
public struct EntryBundle: Hashable, Sendable {
  /// 1 to 256 entries, each at most 65,535 bytes.
  public let entries: [[UInt8]]

  /// Throws `entryTooLarge`, or `bundleInvalid` for a count outside 1…256.
  public init(entries: [[UInt8]]) throws(MerkleLogError) {
    guard (1...MerkleLogLimits.tileWidth).contains(entries.count) else {
      throw MerkleLogError(.bundleInvalid, "a bundle holds 1 to 256 entries, not \(entries.count)")
    }
    for entry in entries where entry.count > MerkleLogLimits.entryBytesMax {
      throw MerkleLogError(.entryTooLarge, "an entry of \(entry.count) bytes; log its digest instead (limit 65,535)")
    }
    self.entries = entries
  }

  /// Reads a bundle that holds exactly `count` entries (the width of its path). Throws `bundleInvalid`.
  public init(bytes: [UInt8], count: Int) throws(MerkleLogError) {
    var entries: [[UInt8]] = []
    var offset = 0
    while offset < bytes.count {
      guard entries.count < count, bytes.count - offset >= 2 else { throw .bundle(count) }
      let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
      offset += 2
      guard bytes.count - offset >= length else { throw .bundle(count) }
      entries.append(Array(bytes[offset..<offset + length]))
      offset += length
    }
    guard entries.count == count else { throw .bundle(count) }
    try self.init(entries: entries)
  }

  /// The bytes to store and to serve.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
    for entry in entries {
      bytes.append(UInt8(entry.count >> 8))
      bytes.append(UInt8(entry.count & 255))
      bytes += entry
    }
    return bytes
  }

  /// The leaf hashes of the entries, as the level 0 tile at the same index holds them.
  public var leafHashes: [MerkleHash] { entries.map { MerkleHash.leaf($0) } }
}

extension MerkleLogError {
  fileprivate static func bundle(_ count: Int) -> MerkleLogError {
    MerkleLogError(.bundleInvalid, "the bytes are not a bundle of \(count) entries; fetch it again")
  }
}
