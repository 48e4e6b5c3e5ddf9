import MerkleLog
import Testing

@Suite struct TreeEdgeTests {
  @Test("an edge with another number of hashes than the size has bits is refused", arguments: [0, 1, 3])
  func wrongCount(count: Int) {
    let hashes = ReferenceTree.leaves(count)
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try TreeEdge(size: 6, hashes: hashes) }
  }

  @Test("an edge beyond the size limit is refused, one at the limit is full")
  func limit() throws {
    let one = ReferenceTree.leaves(1)
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try TreeEdge(size: 1 << 57, hashes: one) }
    var full = try TreeEdge(size: MerkleLogLimits.treeSizeMax, hashes: one)
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try full.append(.empty) }
  }

  @Test("the edge gives the same roots as the whole tree and survives being stored")
  func roots() throws {
    var tree = MerkleTree()
    var edge = TreeEdge()
    #expect(edge.root == .empty)
    for leaf in ReferenceTree.leaves(300) {
      tree.append(leaf)
      let index = try edge.append(leaf)
      #expect(index + 1 == tree.size)
      #expect(edge.head == tree.head)
      edge = try TreeEdge(size: edge.size, hashes: edge.hashes)
    }
    #expect(try TreeEdge(of: tree, atSize: 300) == edge)
  }
}
