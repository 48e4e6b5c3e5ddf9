/// The right edge of a tree: the roots of its perfect subtrees, at most one for each bit of the size.
///
/// Enough to append and to give the root, in a few hundred bytes for any log; append is O(log n), O(1) amortised.
public struct TreeEdge: Hashable, Sendable {
  /// Leaves in the tree.
  public private(set) var size: UInt64
  /// Roots of the perfect subtrees, largest (leftmost) first.
  public private(set) var hashes: [MerkleHash]

  /// An empty tree.
  public init() {
    size = 0
    hashes = []
  }

  /// Takes up a stored edge. Throws `sizeOutOfRange` when `hashes` does not have one hash for each bit set in `size`.
  public init(size: UInt64, hashes: [MerkleHash]) throws(MerkleLogError) {
    guard size <= MerkleLogLimits.treeSizeMax, size.nonzeroBitCount == hashes.count else {
      throw MerkleLogError(
        .sizeOutOfRange,
        "an edge of \(hashes.count) hashes cannot belong to \(size) leaves; rebuild it from the leaf hashes")
    }
    self.size = size
    self.hashes = hashes
  }

  /// The edge of the first `size` leaves of `source`; O(log n).
  public init(of source: some NodeSource, atSize size: UInt64) throws(MerkleLogError) {
    guard size <= source.size else { throw .sizeBeyondTree(size, source.size) }
    var hashes: [MerkleHash] = []
    for subtree in LeafRange(0, size).perfectSubtrees {
      hashes.append(try source.node(level: subtree.level, index: subtree.index))
    }
    try self.init(size: size, hashes: hashes)
  }

  /// The root over all leaves; O(log n).
  public var root: MerkleHash {
    guard var folded = hashes.last else { return .empty }
    for left in hashes.dropLast().reversed() { folded = .node(left, folded) }
    return folded
  }

  /// Size and root together.
  public var head: TreeHead { TreeHead(size: size, root: root) }

  /// Adds a leaf at the right and returns its index. Throws `sizeOutOfRange` at 2^56 leaves.
  @discardableResult
  public mutating func append(_ leaf: MerkleHash) throws(MerkleLogError) -> UInt64 {
    guard size < MerkleLogLimits.treeSizeMax else {
      throw MerkleLogError(.sizeOutOfRange, "the tree is full; begin a new log under a new origin")
    }
    var hash = leaf
    for _ in 0..<size.trailingOneBitCount { hash = .node(hashes.removeLast(), hash) }
    hashes.append(hash)
    size += 1
    return size - 1
  }
}

extension UInt64 {
  /// Ones at the low end: how many subtrees the next leaf completes.
  fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
