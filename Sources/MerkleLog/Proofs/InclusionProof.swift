/// Shows that one leaf is in a tree of a given size and root (RFC 6962 §2.1.1).
public struct InclusionProof: Hashable, Sendable {
  /// Position of the leaf, counted from 0.
  public let leafIndex: UInt64
  /// Leaves in the tree that the proof speaks of.
  public let treeSize: UInt64
  /// Sibling hashes, leaf end first; at most 63.
  public let hashes: [MerkleHash]

  /// A proof as received; nothing is checked until `verify`.
  public init(leafIndex: UInt64, treeSize: UInt64, hashes: [MerkleHash]) {
    self.leafIndex = leafIndex
    self.treeSize = treeSize
    self.hashes = hashes
  }

  /// Passes when `leaf` stands at `leafIndex` of the tree with this root (RFC 9162 §2.1.3.2).
  ///
  /// Throws `indexOutOfRange`, `proofLengthWrong` or `rootMismatch`.
  public func verify(leaf: MerkleHash, root: MerkleHash) throws(MerkleLogError) {
    guard try impliedRoot(leaf: leaf) == root else {
      throw MerkleLogError(
        .rootMismatch, "the leaf and its path do not lead to this root; the entry or the proof was changed")
    }
  }

  /// The root that the leaf and the path lead to. Throws `indexOutOfRange` or `proofLengthWrong`.
  public func impliedRoot(leaf: MerkleHash) throws(MerkleLogError) -> MerkleHash {
    guard leafIndex < treeSize else {
      throw MerkleLogError(.indexOutOfRange, "leaf \(leafIndex) cannot be in a tree of \(treeSize)")
    }
    var position = leafIndex
    var last = treeSize - 1
    var hash = leaf
    for sibling in hashes {
      guard last > 0 else { throw .proofLength(hashes.count) }
      if position & 1 == 1 || position == last {
        hash = .node(sibling, hash)
        // A last node without a right sibling climbs until it is a right child itself.
        while position & 1 == 0, position > 0 {
          position >>= 1
          last >>= 1
        }
      } else {
        hash = .node(hash, sibling)
      }
      position >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .proofLength(hashes.count) }
    return hash
  }
}

extension MerkleLogError {
  static func proofLength(_ count: Int) -> MerkleLogError {
    MerkleLogError(.proofLengthWrong, "\(count) hashes cannot be the path for these sizes; fetch the proof again")
  }
}
