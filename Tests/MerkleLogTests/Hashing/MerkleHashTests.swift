import MerkleLog
import Testing

@Suite struct MerkleHashTests {
  @Test("the hash of no leaves is SHA-256 of nothing (RFC 6962 §2.1)")
  func empty() {
    #expect(MerkleHash.empty.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  /// Origin: the eight-leaf test data of the Certificate Transparency reference implementation.
  @Test("leaves carry the prefix 0x00 and nodes the prefix 0x01")
  func prefixes() {
    #expect(MerkleHash.leaf([]).description == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    #expect(
      MerkleHash.node(.leaf([]), .leaf([0])).description
        == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
  }

  @Test("a hash takes 32 bytes and gives them back", arguments: [0, 31, 32, 33])
  func length(count: Int) {
    let bytes = (0..<count).map { UInt8($0) }
    #expect((MerkleHash(bytes)?.bytes == bytes) == (count == 32))
  }

  @Test("an entry that is not contiguous hashes like its bytes")
  func lazily() {
    #expect(MerkleHash.leaf((0..<100).lazy.map { UInt8($0) }) == MerkleHash.leaf((0..<100).map { UInt8($0) }))
  }
}
