import MerkleLog
import Testing

@Suite struct TileLayoutTests {
  @Test("sizes that shrink or pass the limit have no tiles")
  func refusals() {
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try TileLayout.hashTiles(from: 2, to: 1) }
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) { try TileLayout.entryBundles(to: .max) }
  }

  /// Origin: the worked example of C2SP tlog-tiles, Partial Tiles.
  @Test("70,000 leaves are 273 full and four further tiles, as the specification counts them")
  func example() throws {
    let tiles = try TileLayout.hashTiles(to: 70_000)
    #expect(tiles.filter { $0.kind == .hashes(level: 0) && !$0.isPartial }.count == 273)
    #expect(tiles.filter { !$0.isPartial }.count == 274)
    #expect(
      tiles.filter(\.isPartial).map(\.description) == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"])
    #expect(try TileLayout.hashTiles(to: 256).map(\.description) == ["tile/0/000", "tile/1/000.p/1"])
    #expect(
      try TileLayout.entryBundles(from: 255, to: 257).map(\.description) == [
        "tile/entries/000", "tile/entries/001.p/1",
      ])
  }

  @Test("nothing new leads to no tiles, and only changed tiles are listed")
  func growth() throws {
    #expect(try TileLayout.hashTiles(from: 300, to: 300).isEmpty)
    #expect(try TileLayout.hashTiles(from: 300, to: 301).map(\.description) == ["tile/0/001.p/45"])
    #expect(try TileLayout.hashTiles(from: 511, to: 512).map(\.description) == ["tile/0/001", "tile/1/000.p/2"])
  }
}
