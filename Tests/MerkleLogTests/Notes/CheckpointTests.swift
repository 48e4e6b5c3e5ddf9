import MerkleLog
import Testing

@Suite struct CheckpointTests {
  /// Origin: the example of C2SP tlog-checkpoint.
  static let example = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

  @Test(
    "anything that is not a checkpoint is refused",
    arguments: [
      "", "\n\n\n", "origin\n1\n", "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
      "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "origin\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "origin\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "origin\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "origin\n18446744073709551615\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
      "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n",
      "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
    ])
  func malformed(text: String) {
    #expect(throws: MerkleLogError(.checkpointMalformed, "")) { try Checkpoint(text: text) }
  }

  @Test("an origin of several lines cannot smuggle another head in")
  func smuggling() {
    #expect(throws: MerkleLogError(.checkpointMalformed, "")) { try Checkpoint(origin: "evil\n999", head: .empty) }
    #expect(throws: MerkleLogError(.checkpointMalformed, "")) { try Checkpoint(origin: "", head: .empty) }
    #expect(throws: MerkleLogError(.checkpointMalformed, "")) {
      try Checkpoint(origin: "log", head: .empty, extensions: [""])
    }
  }

  @Test("the published example is read and written back unchanged")
  func published() throws {
    let checkpoint = try Checkpoint(text: Self.example)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.text == Self.example)
    #expect(try Checkpoint(text: Self.example + "extension\n").extensions == ["extension"])
  }

  @Test("a signed head opens for its own log's key and origin only")
  func open() throws {
    let log = try NoteSigner(name: "heqi.example/log", seed: .init(repeating: 3, count: 32))
    let head = MerkleTree(leaves: ReferenceTree.leaves(7)).head
    let note = Array(try Checkpoint(origin: "heqi.example/log", head: head).signed(by: [log]).description.utf8)
    #expect(try Checkpoint.open(note, origin: "heqi.example/log", verifiers: [log.verifier]).head == head)
    #expect(throws: MerkleLogError(.originMismatch, "")) {
      try Checkpoint.open(note, origin: "other.example/log", verifiers: [log.verifier])
    }
    let other = try NoteSigner(name: "heqi.example/log", seed: .init(repeating: 4, count: 32))
    #expect(throws: MerkleLogError(.signatureMissing, "")) {
      try Checkpoint.open(note, origin: "heqi.example/log", verifiers: [other.verifier])
    }
  }
}
