/// A whole RFC 6962 tree in memory: every perfect subtree is kept, 64 bytes a leaf; append is O(1) amortised.
///
/// For logs that outgrow memory see `TreeEdge` (root only) and `TiledTree` (tiles to storage).
public struct MerkleTree: Sendable, NodeSource {
  /// `levels[k][i]` is the hash over leaves `i · 2^k ..< (i + 1) · 2^k`.
  private var levels: [[MerkleHash]] = [[]]

  /// An empty tree.
  public init() {}

  /// A tree over `leaves`, in order.
  public init(leaves: some Sequence<MerkleHash>) {
    for leaf in leaves { append(leaf) }
  }

  /// Leaves in the tree.
  public var size: UInt64 { UInt64(levels[0].count) }

  /// The root of all leaves; O(log n).
  public var root: MerkleHash {
    do { return try root(atSize: size) } catch { preconditionFailure("a tree holds its own nodes") }
  }

  /// Size and root together.
  public var head: TreeHead { TreeHead(size: size, root: root) }

  /// Adds a leaf at the right and returns its index.
  @discardableResult
  public mutating func append(_ leaf: MerkleHash) -> UInt64 {
    let index = size
    var level = 0
    levels[0].append(leaf)
    while levels[level].count % 2 == 0 {
      let row = levels[level]
      if level + 1 == levels.count { levels.append([]) }
      levels[level + 1].append(.node(row[row.count - 2], row[row.count - 1]))
      level += 1
    }
    return index
  }

  public func node(level: Int, index: UInt64) throws(MerkleLogError) -> MerkleHash {
    guard levels.indices.contains(level), index < UInt64(levels[level].count) else {
      throw MerkleLogError(.indexOutOfRange, "no complete subtree \(index) at level \(level) in a tree of \(size)")
    }
    return levels[level][Int(index)]
  }
}
