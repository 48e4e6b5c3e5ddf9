/// Where hashes of perfect subtrees come from: a tree in memory, or tiles on disk or behind HTTP.
public protocol NodeSource {
  /// Leaves that the source can answer for.
  var size: UInt64 { get }
  /// The hash over leaves `index · 2^level ..< (index + 1) · 2^level`; throws when the source does not hold it.
  func node(level: Int, index: UInt64) throws(MerkleLogError) -> MerkleHash
}

extension NodeSource {
  /// The root of the first `size` leaves (RFC 6962 §2.1); O(log n). Throws `sizeOutOfRange`.
  public func root(atSize size: UInt64) throws(MerkleLogError) -> MerkleHash {
    guard size <= self.size else { throw .sizeBeyondTree(size, self.size) }
    return size == 0 ? .empty : try hash(of: LeafRange(0, size))
  }

  /// The audit path of a leaf in the tree of the first `size` leaves (RFC 6962 §2.1.1); O(log n).
  ///
  /// Throws `sizeOutOfRange` or `indexOutOfRange`.
  public func inclusionProof(ofLeaf index: UInt64, inSize size: UInt64) throws(MerkleLogError) -> InclusionProof {
    guard size <= self.size else { throw .sizeBeyondTree(size, self.size) }
    guard index < size else {
      throw MerkleLogError(.indexOutOfRange, "leaf \(index) is not in a tree of \(size); ask for a smaller index")
    }
    var rest = LeafRange(0, size)
    var siblings: [LeafRange] = []
    while rest.count > 1 {
      let (left, right) = rest.halves
      if index < right.start {
        siblings.append(right)
        rest = left
      } else {
        siblings.append(left)
        rest = right
      }
    }
    return InclusionProof(leafIndex: index, treeSize: size, hashes: try hashes(of: siblings.reversed()))
  }

  /// The proof that the tree of `oldSize` leaves is a prefix of the tree of `newSize` (RFC 6962 §2.1.2); O(log n).
  ///
  /// Empty when the sizes are equal or the old tree is empty. Throws `sizeOutOfRange`.
  public func consistencyProof(fromSize oldSize: UInt64, toSize newSize: UInt64) throws(MerkleLogError)
    -> ConsistencyProof
  {
    guard newSize <= size else { throw .sizeBeyondTree(newSize, size) }
    guard oldSize <= newSize else {
      throw MerkleLogError(.sizeOutOfRange, "the old size \(oldSize) is above the new size \(newSize); swap them")
    }
    guard oldSize > 0, oldSize < newSize else {
      return ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: [])
    }
    var rest = LeafRange(0, newSize)
    var parts: [LeafRange] = []
    while rest.end != oldSize {
      let (left, right) = rest.halves
      if oldSize <= right.start {
        parts.append(right)
        rest = left
      } else {
        parts.append(left)
        rest = right
      }
    }
    if rest.start > 0 { parts.append(rest) }
    return ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: try hashes(of: parts.reversed()))
  }

  private func hashes(of ranges: [LeafRange]) throws(MerkleLogError) -> [MerkleHash] {
    var hashes: [MerkleHash] = []
    hashes.reserveCapacity(ranges.count)
    for range in ranges { hashes.append(try hash(of: range)) }
    return hashes
  }

  private func hash(of range: LeafRange) throws(MerkleLogError) -> MerkleHash {
    var folded: MerkleHash?
    for subtree in range.perfectSubtrees.reversed() {
      let hash = try node(level: subtree.level, index: subtree.index)
      folded = if let right = folded { MerkleHash.node(hash, right) } else { hash }
    }
    return folded ?? .empty
  }
}

extension MerkleLogError {
  static func sizeBeyondTree(_ size: UInt64, _ held: UInt64) -> MerkleLogError {
    MerkleLogError(.sizeOutOfRange, "size \(size) was asked of a tree of \(held) leaves; ask for at most \(held)")
  }
}
