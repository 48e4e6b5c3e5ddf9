/// Answers for a tree of a given size out of its tiles, so that any proof can be made from files or HTTP.
///
/// Nothing read is trusted: check the resulting root or proof against a verified `Checkpoint`.
public struct TileReader: NodeSource {
  /// Leaves in the tree that the tiles belong to.
  public let size: UInt64
  private let fetch: (TilePath) throws(MerkleLogError) -> Tile

  /// `fetch` gives the tile at a path, or throws `tileMissing`; it may give the full tile for a partial path.
  public init(size: UInt64, fetch: @escaping (TilePath) throws(MerkleLogError) -> Tile) throws(MerkleLogError) {
    guard size <= MerkleLogLimits.treeSizeMax else {
      throw MerkleLogError(.sizeOutOfRange, "\(size) leaves are beyond the limit of 2^56")
    }
    self.size = size
    self.fetch = fetch
  }

  public func node(level: Int, index: UInt64) throws(MerkleLogError) -> MerkleHash {
    guard (0..<64).contains(level), index < size >> UInt64(level) else {
      throw MerkleLogError(.indexOutOfRange, "no complete subtree \(index) at level \(level) in a tree of \(size)")
    }
    let tileLevel = level / 8
    let height = level % 8
    let count = TileLayout.nodes(inLevel: tileLevel, ofSize: size)
    let path = TileLayout.path(.hashes(level: tileLevel), holding: index << UInt64(height), of: count)
    let tile = try fetch(path)
    guard tile.path == path || tile.path == path.full else {
      throw MerkleLogError(.tileInvalid, "asked for \(path), was given \(tile.path)")
    }
    return try tile.node(height: height, offset: Int(index % UInt64(MerkleLogLimits.tileWidth >> height)))
  }
}
