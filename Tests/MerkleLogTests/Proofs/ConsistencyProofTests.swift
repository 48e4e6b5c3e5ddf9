import MerkleLog
import Testing

@Suite struct ConsistencyProofTests {
  @Test("a tree never shrinks and never grows beyond what is held")
  func sizes() {
    let tree = MerkleTree(leaves: ReferenceTree.leaves(5))
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try tree.consistencyProof(fromSize: 4, toSize: 3) }
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try tree.consistencyProof(fromSize: 4, toSize: 6) }
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) {
      try ConsistencyProof(oldSize: 2, newSize: 1, hashes: []).verify(oldRoot: .empty, newRoot: .empty)
    }
  }

  @Test("two roots for one size, or an empty tree with another root, are found")
  func trivial() throws {
    let leaf = MerkleHash.leaf([1])
    try ConsistencyProof(oldSize: 0, newSize: 1, hashes: []).verify(oldRoot: .empty, newRoot: leaf)
    try ConsistencyProof(oldSize: 1, newSize: 1, hashes: []).verify(oldRoot: leaf, newRoot: leaf)
    #expect(throws: MerkleLogError(.rootMismatch, "")) {
      try ConsistencyProof(oldSize: 1, newSize: 1, hashes: []).verify(oldRoot: leaf, newRoot: flipped(leaf))
    }
    #expect(throws: MerkleLogError(.oldRootMismatch, "")) {
      try ConsistencyProof(oldSize: 0, newSize: 1, hashes: []).verify(oldRoot: leaf, newRoot: leaf)
    }
    #expect(throws: MerkleLogError(.proofLengthWrong, "")) {
      try ConsistencyProof(oldSize: 1, newSize: 1, hashes: [leaf]).verify(oldRoot: leaf, newRoot: leaf)
    }
  }

  @Test("every pair of sizes up to 40 is proved, by exactly the proof of RFC 6962")
  func all() throws {
    let leaves = ReferenceTree.leaves(40)
    let tree = MerkleTree(leaves: leaves)
    for newSize in 1...40 {
      for oldSize in 1...newSize {
        let proof = try tree.consistencyProof(fromSize: UInt64(oldSize), toSize: UInt64(newSize))
        #expect(proof.hashes == ReferenceTree.subproof(oldSize, leaves[..<newSize], true))
        try proof.verify(
          oldRoot: ReferenceTree.root(leaves[..<oldSize]), newRoot: ReferenceTree.root(leaves[..<newSize]))
      }
    }
  }

  @Test("rewritten history is found: any changed root, hash or length")
  func changed() throws {
    let tree = MerkleTree(leaves: ReferenceTree.leaves(21))
    for oldSize in UInt64(1)...20 {
      let proof = try tree.consistencyProof(fromSize: oldSize, toSize: 21)
      let oldRoot = try tree.root(atSize: oldSize)
      #expect(throws: MerkleLogError.self) { try proof.verify(oldRoot: flipped(oldRoot), newRoot: tree.root) }
      #expect(throws: MerkleLogError(.rootMismatch, "")) {
        try proof.verify(oldRoot: oldRoot, newRoot: flipped(tree.root))
      }
      for place in proof.hashes.indices {
        var hashes = proof.hashes
        hashes[place] = flipped(hashes[place])
        let wrong = ConsistencyProof(oldSize: oldSize, newSize: 21, hashes: hashes)
        #expect(throws: MerkleLogError.self) { try wrong.verify(oldRoot: oldRoot, newRoot: tree.root) }
      }
      for hashes in [Array(proof.hashes.dropLast()), proof.hashes + [.empty], []] {
        let wrong = ConsistencyProof(oldSize: oldSize, newSize: 21, hashes: hashes)
        #expect(throws: MerkleLogError(.proofLengthWrong, "")) {
          try wrong.verify(oldRoot: oldRoot, newRoot: tree.root)
        }
      }
    }
  }

  @Test("the largest sizes that 64 bits can spell do not trap")
  func extremes() {
    let hashes = [MerkleHash](repeating: .empty, count: 100)
    for (old, new) in [(UInt64.max - 1, UInt64.max), (1, .max), (1 << 63, .max)] {
      let proof = ConsistencyProof(oldSize: old, newSize: new, hashes: hashes)
      #expect(throws: MerkleLogError.self) { try proof.verify(oldRoot: .empty, newRoot: .empty) }
    }
  }
}
