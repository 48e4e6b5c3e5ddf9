/// Which tiles a tree of a given size consists of (C2SP tlog-tiles, Merkle Tree and Partial Tiles).
public enum TileLayout {
  /// The hash tiles that must exist for a checkpoint of `newSize` and did not for `oldSize`, bottom level first.
  ///
  /// Give 0 for `oldSize` to list the whole tree. Throws `sizeOutOfRange`.
  public static func hashTiles(from oldSize: UInt64 = 0, to newSize: UInt64) throws(MerkleLogError) -> [TilePath] {
    try check(oldSize, newSize)
    var paths: [TilePath] = []
    for level in 0...MerkleLogLimits.tileLevelMax {
      let new = nodes(inLevel: level, ofSize: newSize)
      if new == 0 { break }
      paths += tiles(.hashes(level: level), from: nodes(inLevel: level, ofSize: oldSize), to: new)
    }
    return paths
  }

  /// The entry bundles that must exist for a checkpoint of `newSize` and did not for `oldSize`. Throws `sizeOutOfRange`.
  public static func entryBundles(from oldSize: UInt64 = 0, to newSize: UInt64) throws(MerkleLogError) -> [TilePath] {
    try check(oldSize, newSize)
    return tiles(.entries, from: oldSize, to: newSize)
  }

  /// Hashes that tiles of `level` hold together: one for each full tile below, one for each leaf at level 0.
  static func nodes(inLevel level: Int, ofSize size: UInt64) -> UInt64 {
    level >= 8 ? 0 : size >> UInt64(8 * level)
  }

  /// The resource of `kind` that holds node or entry `index` when `count` of them exist; `index` is below `count`.
  static func path(_ kind: TilePath.Kind, holding index: UInt64, of count: UInt64) -> TilePath {
    let width = UInt64(MerkleLogLimits.tileWidth)
    let tile = index / width
    return TilePath(unchecked: kind, index: tile, width: Int(min(width, count - tile * width)))
  }

  private static func tiles(_ kind: TilePath.Kind, from old: UInt64, to new: UInt64) -> [TilePath] {
    guard new > old else { return [] }
    let width = UInt64(MerkleLogLimits.tileWidth)
    return (old / width...(new - 1) / width).map { path(kind, holding: $0 * width, of: new) }
  }

  private static func check(_ oldSize: UInt64, _ newSize: UInt64) throws(MerkleLogError) {
    guard oldSize <= newSize, newSize <= MerkleLogLimits.treeSizeMax else {
      throw MerkleLogError(.sizeOutOfRange, "no tiles lead from size \(oldSize) to \(newSize); sizes grow up to 2^56")
    }
  }
}
