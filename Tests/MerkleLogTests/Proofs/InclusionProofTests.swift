import MerkleLog
import Testing

@Suite struct InclusionProofTests {
  @Test("a leaf beyond the tree has no proof")
  func beyond() {
    let tree = MerkleTree(leaves: ReferenceTree.leaves(5))
    #expect(throws: MerkleLogError(.indexOutOfRange, "")) { try tree.inclusionProof(ofLeaf: 5, inSize: 5) }
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try tree.inclusionProof(ofLeaf: 0, inSize: 6) }
    #expect(throws: MerkleLogError(.indexOutOfRange, "")) {
      try InclusionProof(leafIndex: 0, treeSize: 0, hashes: []).verify(leaf: .empty, root: .empty)
    }
  }

  @Test("every leaf of every tree up to 70 leaves is proved, by exactly the path of RFC 6962")
  func all() throws {
    let leaves = ReferenceTree.leaves(70)
    let tree = MerkleTree(leaves: leaves)
    for size in 1...70 {
      let root = ReferenceTree.root(leaves[..<size])
      for index in 0..<size {
        let proof = try tree.inclusionProof(ofLeaf: UInt64(index), inSize: UInt64(size))
        #expect(proof.hashes == ReferenceTree.path(index, leaves[..<size]))
        try proof.verify(leaf: leaves[index], root: root)
      }
    }
  }

  @Test("a changed leaf, root, index, size or path is found")
  func changed() throws {
    let leaves = ReferenceTree.leaves(23)
    let tree = MerkleTree(leaves: leaves)
    for index in 0..<23 {
      let proof = try tree.inclusionProof(ofLeaf: UInt64(index), inSize: 23)
      #expect(throws: MerkleLogError.self) { try proof.verify(leaf: flipped(leaves[index]), root: tree.root) }
      #expect(throws: MerkleLogError.self) { try proof.verify(leaf: leaves[index], root: flipped(tree.root)) }
      let moved = InclusionProof(leafIndex: UInt64((index + 1) % 23), treeSize: 23, hashes: proof.hashes)
      #expect(throws: MerkleLogError.self) { try moved.verify(leaf: leaves[index], root: tree.root) }
      for place in proof.hashes.indices {
        var hashes = proof.hashes
        hashes[place] = flipped(hashes[place])
        let wrong = InclusionProof(leafIndex: UInt64(index), treeSize: 23, hashes: hashes)
        #expect(throws: MerkleLogError(.rootMismatch, "")) { try wrong.verify(leaf: leaves[index], root: tree.root) }
      }
      let short = InclusionProof(leafIndex: UInt64(index), treeSize: 23, hashes: Array(proof.hashes.dropLast()))
      #expect(throws: MerkleLogError(.proofLengthWrong, "")) { try short.verify(leaf: leaves[index], root: tree.root) }
      let long = InclusionProof(leafIndex: UInt64(index), treeSize: 23, hashes: proof.hashes + [.empty])
      #expect(throws: MerkleLogError(.proofLengthWrong, "")) { try long.verify(leaf: leaves[index], root: tree.root) }
    }
  }

  @Test("the largest sizes that 64 bits can spell do not trap")
  func extremes() {
    let hashes = [MerkleHash](repeating: .empty, count: 100)
    for (index, size) in [(UInt64.max - 1, UInt64.max), (0, .max), (1 << 63, .max), (.max, .max)] {
      let proof = InclusionProof(leafIndex: index, treeSize: size, hashes: hashes)
      #expect(throws: MerkleLogError.self) { try proof.verify(leaf: .empty, root: .empty) }
    }
  }
}
