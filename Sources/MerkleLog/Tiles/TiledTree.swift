/// A growing log of any size that keeps only its right edge of tiles: at most 255 hashes a level.
///
/// Append leaves, then `takeTiles()` gives what storage must hold before the new head may be signed.
public struct TiledTree: Sendable {
  /// Leaves in the tree.
  public private(set) var size: UInt64
  /// Hashes of the unfinished tile of each level, bottom first.
  private var edge: [[MerkleHash]]
  /// Tiles completed since the last `takeTiles()`.
  private var completed: [Tile] = []
  private var takenSize: UInt64

  /// An empty log.
  public init() {
    size = 0
    takenSize = 0
    edge = [[]]
  }

  /// Takes up a stored log of `size` leaves; `tile` fetches its partial tiles, at most one a level.
  ///
  /// Throws `sizeOutOfRange`, `tileInvalid`, and whatever `tile` throws. Compare `root` with the signed head afterwards.
  public init(size: UInt64, tile: (TilePath) throws(MerkleLogError) -> Tile) throws(MerkleLogError) {
    guard size <= MerkleLogLimits.treeSizeMax else {
      throw MerkleLogError(.sizeOutOfRange, "\(size) leaves are beyond the limit of 2^56")
    }
    self.size = size
    takenSize = size
    edge = []
    for level in 0...MerkleLogLimits.tileLevelMax {
      let nodes = TileLayout.nodes(inLevel: level, ofSize: size)
      let partial = Int(nodes % UInt64(MerkleLogLimits.tileWidth))
      if partial > 0 {
        let path = TileLayout.path(.hashes(level: level), holding: nodes - 1, of: nodes)
        let tile = try tile(path)
        guard tile.path == path else { throw MerkleLogError(.tileInvalid, "asked for \(path), was given \(tile.path)") }
        edge.append(tile.hashes)
      } else {
        edge.append([])
      }
    }
  }

  /// The root over all leaves; O(log n) after at most 255 hashes a level.
  public var root: MerkleHash {
    var folded: MerkleHash?
    for row in edge {
      // A row is cut into perfect subtrees exactly like leaves are, and everything lower stands right of it.
      let subtrees = LeafRange(0, UInt64(row.count)).perfectSubtrees
      for subtree in subtrees.reversed() {
        let start = Int(subtree.index) << subtree.level
        let hash = MerkleHash.perfectRoot(of: row[start..<start + 1 << subtree.level])
        folded = if let right = folded { MerkleHash.node(hash, right) } else { hash }
      }
    }
    return folded ?? .empty
  }

  /// Size and root together.
  public var head: TreeHead { TreeHead(size: size, root: root) }

  /// Adds a leaf at the right and returns its index. Throws `sizeOutOfRange` at 2^56 leaves.
  @discardableResult
  public mutating func append(_ leaf: MerkleHash) throws(MerkleLogError) -> UInt64 {
    guard size < MerkleLogLimits.treeSizeMax else {
      throw MerkleLogError(.sizeOutOfRange, "the log is full; begin a new one under a new origin")
    }
    size += 1
    var hash = leaf
    var level = 0
    while true {
      if level == edge.count { edge.append([]) }
      edge[level].append(hash)
      guard edge[level].count == MerkleLogLimits.tileWidth else { break }
      let index = TileLayout.nodes(inLevel: level + 1, ofSize: size) - 1
      let path = TilePath(unchecked: .hashes(level: level), index: index, width: MerkleLogLimits.tileWidth)
      completed.append(try Tile(path: path, hashes: edge[level]))
      hash = .perfectRoot(of: edge[level][...])
      edge[level].removeAll(keepingCapacity: true)
      level += 1
    }
    return size - 1
  }

  /// Tiles to store before the head of the present size is signed: the full ones, then the partial right edge.
  public mutating func takeTiles() throws(MerkleLogError) -> [Tile] {
    var tiles = completed
    completed = []
    for (level, row) in edge.enumerated() where !row.isEmpty {
      let nodes = TileLayout.nodes(inLevel: level, ofSize: size)
      guard nodes > TileLayout.nodes(inLevel: level, ofSize: takenSize) else { continue }
      tiles.append(try Tile(path: TileLayout.path(.hashes(level: level), holding: nodes - 1, of: nodes), hashes: row))
    }
    takenSize = size
    return tiles
  }
}
