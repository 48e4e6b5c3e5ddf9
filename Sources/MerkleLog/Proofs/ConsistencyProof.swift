/// Shows that an older tree is a prefix of a newer one: nothing was removed or changed (RFC 6962 §2.1.2).
public struct ConsistencyProof: Hashable, Sendable {
  /// Leaves in the older tree.
  public let oldSize: UInt64
  /// Leaves in the newer tree.
  public let newSize: UInt64
  /// Hashes in the order of RFC 6962 §2.1.2; at most 63, none when the sizes are equal or the old tree is empty.
  public let hashes: [MerkleHash]

  /// A proof as received; nothing is checked until `verify`.
  public init(oldSize: UInt64, newSize: UInt64, hashes: [MerkleHash]) {
    self.oldSize = oldSize
    self.newSize = newSize
    self.hashes = hashes
  }

  /// Passes when the tree with `newRoot` begins with the tree with `oldRoot` (RFC 9162 §2.1.4.2).
  ///
  /// Throws `sizeOutOfRange`, `proofLengthWrong`, `oldRootMismatch` or `rootMismatch`.
  public func verify(oldRoot: MerkleHash, newRoot: MerkleHash) throws(MerkleLogError) {
    guard oldSize <= newSize else {
      throw MerkleLogError(.sizeOutOfRange, "the old size \(oldSize) is above the new size \(newSize); the log shrank")
    }
    guard oldSize > 0, oldSize < newSize else { return try verifyTrivial(oldRoot: oldRoot, newRoot: newRoot) }

    // An old tree that is one perfect subtree is not repeated in the proof.
    var path = oldSize & (oldSize - 1) == 0 ? [oldRoot] + hashes : hashes
    guard let seed = path.first else { throw .proofLength(hashes.count) }
    path.removeFirst()
    let shift = UInt64((~(oldSize - 1)).trailingZeroBitCount)
    var position = (oldSize - 1) >> shift
    var last = (newSize - 1) >> shift
    var old = seed
    var new = seed
    for hash in path {
      guard last > 0 else { throw .proofLength(hashes.count) }
      if position & 1 == 1 || position == last {
        old = .node(hash, old)
        new = .node(hash, new)
        while position & 1 == 0, position > 0 {
          position >>= 1
          last >>= 1
        }
      } else {
        new = .node(new, hash)
      }
      position >>= 1
      last >>= 1
    }
    guard last == 0 else { throw .proofLength(hashes.count) }
    guard old == oldRoot else {
      throw MerkleLogError(.oldRootMismatch, "the proof does not lead to the old root; history was rewritten")
    }
    guard new == newRoot else {
      throw MerkleLogError(.rootMismatch, "the proof does not lead to the new root; the head or the proof was changed")
    }
  }

  private func verifyTrivial(oldRoot: MerkleHash, newRoot: MerkleHash) throws(MerkleLogError) {
    guard hashes.isEmpty else { throw .proofLength(hashes.count) }
    if oldSize == 0, oldRoot != .empty {
      throw MerkleLogError(.oldRootMismatch, "an empty tree has one root, SHA-256 of nothing; this is another")
    }
    if oldSize == newSize, oldRoot != newRoot {
      throw MerkleLogError(
        .rootMismatch, "two roots for one size: the log shows different histories to different readers")
    }
  }
}
