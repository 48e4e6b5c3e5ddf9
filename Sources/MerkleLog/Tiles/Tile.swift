/// One hash tile: up to 256 consecutive hashes of one level, 32 bytes each (C2SP tlog-tiles).
public struct Tile: Hashable, Sendable {
  /// Where the tile stands.
  public let path: TilePath
  /// As many hashes as `path.width` says.
  public let hashes: [MerkleHash]

  /// Throws `tileInvalid` when `path` names entries or another number of hashes.
  public init(path: TilePath, hashes: [MerkleHash]) throws(MerkleLogError) {
    guard case .hashes = path.kind, hashes.count == path.width else {
      throw MerkleLogError(.tileInvalid, "\(path) cannot hold \(hashes.count) hashes")
    }
    self.path = path
    self.hashes = hashes
  }

  /// Reads the bytes of a tile. Throws `tileInvalid` when they are not 32 bytes for each hash of the width.
  public init(path: TilePath, bytes: [UInt8]) throws(MerkleLogError) {
    guard bytes.count == path.width * MerkleHash.byteCount else {
      throw MerkleLogError(
        .tileInvalid, "\(path) has \(bytes.count) bytes, not \(path.width * MerkleHash.byteCount); fetch it again")
    }
    let hashes = bytes.withUnsafeBytes { raw in
      (0..<path.width).map { MerkleHash(raw: UnsafeRawBufferPointer(rebasing: raw[($0 * MerkleHash.byteCount)...])) }
    }
    try self.init(path: path, hashes: hashes)
  }

  /// The bytes to store and to serve.
  public var bytes: [UInt8] {
    let count = hashes.count * MerkleHash.byteCount
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      for (index, hash) in hashes.enumerated() {
        let place = buffer[(index * MerkleHash.byteCount)..<((index + 1) * MerkleHash.byteCount)]
        hash.store(in: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: place)))
      }
      written = count
    }
  }

  /// The root of the perfect subtree of `height` (0–8) at `offset` within the tile. Throws `tileMissing` when the tile is too short.
  func node(height: Int, offset: Int) throws(MerkleLogError) -> MerkleHash {
    let width = 1 << height
    guard offset >= 0, (offset + 1) * width <= hashes.count else {
      throw MerkleLogError(.tileMissing, "\(path) is too short for the node asked; fetch the tile of a larger tree")
    }
    return .perfectRoot(of: hashes[(offset * width)..<((offset + 1) * width)])
  }
}
