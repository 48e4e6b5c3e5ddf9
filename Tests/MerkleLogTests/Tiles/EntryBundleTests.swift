import MerkleLog
import Testing

@Suite struct EntryBundleTests {
  @Test("an entry of 65,535 bytes fits, one more does not")
  func entrySize() throws {
    let largest = [UInt8](repeating: 7, count: 65_535)
    #expect(try EntryBundle(bytes: EntryBundle(entries: [largest]).bytes, count: 1).entries == [largest])
    #expect(throws: MerkleLogError(.entryTooLarge, "")) { try EntryBundle(entries: [largest + [7]]) }
  }

  @Test("a bundle holds 1 to 256 entries", arguments: [0, 257])
  func count(count: Int) {
    #expect(throws: MerkleLogError(.bundleInvalid, "")) { try EntryBundle(entries: .init(repeating: [], count: count)) }
  }

  @Test("cut, lengthened or miscounted bytes are refused")
  func damage() throws {
    let bytes = try EntryBundle(entries: [[1], [], [2, 3]]).bytes
    #expect(bytes == [0, 1, 1, 0, 0, 0, 2, 2, 3])
    for length in 0..<bytes.count {
      #expect(throws: MerkleLogError(.bundleInvalid, "")) { try EntryBundle(bytes: Array(bytes[..<length]), count: 3) }
    }
    #expect(throws: MerkleLogError(.bundleInvalid, "")) { try EntryBundle(bytes: bytes + [0], count: 3) }
    #expect(throws: MerkleLogError(.bundleInvalid, "")) { try EntryBundle(bytes: bytes, count: 2) }
    #expect(throws: MerkleLogError(.bundleInvalid, "")) { try EntryBundle(bytes: bytes, count: 4) }
  }

  @Test("leaf hashes of a bundle are those of its entries")
  func hashes() throws {
    #expect(try EntryBundle(entries: [[], [0]]).leafHashes == [.leaf([]), .leaf([0])])
  }
}
