import MerkleLog
import Testing

@Suite struct TilePathTests {
  /// Origin: index 1234067 is the example of C2SP tlog-tiles.
  static let spellings: [(TilePath.Kind, UInt64, Int, String)] = [
    (.hashes(level: 0), 0, 256, "tile/0/000"),
    (.hashes(level: 0), 1_234_067, 256, "tile/0/x001/x234/067"),
    (.hashes(level: 63), 999, 1, "tile/63/999.p/1"),
    (.hashes(level: 2), 1000, 255, "tile/2/x001/000.p/255"),
    (.entries, 273, 112, "tile/entries/273.p/112"),
    (.entries, 1 << 56, 256, "tile/entries/x072/x057/x594/x037/x927/936"),
  ]

  @Test(
    "any other spelling is refused",
    arguments: [
      "", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/0/00",
      "tile/0/0000",
      "tile/0/x000/001", "tile/0/001/002", "tile/0/x001", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
      "tile/0/000.p/256",
      "tile/0/000.p/01", "tile/0/000/1", "tile/0/000.p/1/2", "/tile/0/000", "tile/0/000/", "tile/entry/000",
      "tiles/0/000",
      "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/0/../000", "tile/0/ 12", "tile/0/+12",
      "tile/0/x072/x057/x594/x037/x927/937",
    ])
  func refusals(text: String) {
    #expect(throws: MerkleLogError(.tilePathInvalid, "")) { try TilePath(text) }
  }

  @Test("a level above 63 and a width outside 1 to 256 are refused")
  func bounds() {
    #expect(throws: MerkleLogError(.tilePathInvalid, "")) { try TilePath(kind: .hashes(level: 64), index: 0) }
    #expect(throws: MerkleLogError(.tilePathInvalid, "")) { try TilePath(kind: .entries, index: 0, width: 0) }
    #expect(throws: MerkleLogError(.tilePathInvalid, "")) { try TilePath(kind: .entries, index: 0, width: 257) }
    #expect(throws: MerkleLogError(.tilePathInvalid, "")) { try TilePath(kind: .entries, index: .max) }
  }

  @Test("paths are written and read as the specification spells them", arguments: spellings)
  func spelling(kind: TilePath.Kind, index: UInt64, width: Int, text: String) throws {
    let path = try TilePath(kind: kind, index: index, width: width)
    #expect(path.description == text)
    #expect(try TilePath(text) == path)
  }
}
