/// Size and root of a tree, unsigned; a signed one is a `Checkpoint`.
public struct TreeHead: Hashable, Sendable {
  /// Leaves in the tree.
  public let size: UInt64
  /// The hash over all of them.
  public let root: MerkleHash

  /// The head of a tree of `size` leaves with this root.
  public init(size: UInt64, root: MerkleHash) {
    self.size = size
    self.root = root
  }

  /// The head of a tree without leaves.
  public static let empty = TreeHead(size: 0, root: .empty)
}
