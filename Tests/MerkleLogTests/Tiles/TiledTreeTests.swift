import MerkleLog
import Testing

/// Tiles as files would hold them: bytes under a path.
private struct Shelf {
  var files: [String: [UInt8]] = [:]

  mutating func store(_ tiles: [Tile]) {
    for tile in tiles { files[tile.path.description] = tile.bytes }
  }

  func tile(_ path: TilePath) throws(MerkleLogError) -> Tile {
    if let bytes = files[path.description] { return try Tile(path: path, bytes: bytes) }
    if let bytes = files[path.full.description] { return try Tile(path: path.full, bytes: bytes) }
    throw MerkleLogError(.tileMissing, "no \(path)")
  }
}

@Suite struct TiledTreeTests {
  @Test("bytes of another length are no tile")
  func tileBytes() throws {
    let path = try TilePath("tile/0/000.p/2")
    #expect(throws: MerkleLogError(.tileInvalid, "")) { try Tile(path: path, bytes: .init(repeating: 0, count: 63)) }
    #expect(throws: MerkleLogError(.tileInvalid, "")) { try Tile(path: path, hashes: [.empty]) }
    let entries = try TilePath("tile/entries/000.p/1")
    #expect(throws: MerkleLogError(.tileInvalid, "")) { try Tile(path: entries, hashes: [.empty]) }
  }

  @Test("a missing or foreign tile stops a proof")
  func missing() throws {
    let empty = try TileReader(size: 300) { (path) throws(MerkleLogError) in
      throw MerkleLogError(.tileMissing, "\(path)")
    }
    #expect(throws: MerkleLogError(.tileMissing, "")) { try empty.root(atSize: 300) }
    let foreign = try Tile(path: TilePath("tile/0/007.p/1"), hashes: [.empty])
    let wrong = try TileReader(size: 300) { (_) throws(MerkleLogError) in foreign }
    #expect(throws: MerkleLogError(.tileInvalid, "")) { try wrong.root(atSize: 300) }
    #expect(throws: MerkleLogError(.indexOutOfRange, "")) { try wrong.node(level: 9, index: 0) }
    #expect(throws: MerkleLogError(.sizeOutOfRange, "")) {
      try TileReader(size: .max) { (_) throws(MerkleLogError) in foreign }
    }
  }

  @Test("roots equal the whole tree's at every size, also after taking the log up again from its tiles")
  func resume() throws {
    var whole = MerkleTree()
    var tiled = TiledTree()
    var shelf = Shelf()
    for (index, leaf) in ReferenceTree.leaves(1100).enumerated() {
      whole.append(leaf)
      #expect(try tiled.append(leaf) == UInt64(index))
      if index % 97 == 0 || (254...258).contains(index) {
        #expect(tiled.head == whole.head)
        shelf.store(try tiled.takeTiles())
        tiled = try TiledTree(size: tiled.size) { (path) throws(MerkleLogError) in try shelf.tile(path) }
        #expect(tiled.head == whole.head)
      }
    }
  }

  @Test("the tiles taken are exactly those the layout names, and none twice")
  func layout() throws {
    var tiled = TiledTree()
    var taken: UInt64 = 0
    for step in [1, 5, 250, 1, 255, 256, 700, 0] {
      for leaf in ReferenceTree.leaves(step) { try tiled.append(leaf) }
      let expected = try TileLayout.hashTiles(from: taken, to: tiled.size)
      #expect(Set(try tiled.takeTiles().map(\.path)) == Set(expected))
      taken = tiled.size
    }
  }

  @Test("proofs out of tiles are those of the whole tree")
  func proofs() throws {
    let leaves = ReferenceTree.leaves(1000)
    let whole = MerkleTree(leaves: leaves)
    var tiled = TiledTree()
    for leaf in leaves { try tiled.append(leaf) }
    var shelf = Shelf()
    shelf.store(try tiled.takeTiles())
    let stored = shelf
    let reader = try TileReader(size: 1000) { (path) throws(MerkleLogError) in try stored.tile(path) }
    for index in stride(from: UInt64(0), to: 1000, by: 37) {
      #expect(
        try reader.inclusionProof(ofLeaf: index, inSize: 1000) == whole.inclusionProof(ofLeaf: index, inSize: 1000))
      #expect(
        try reader.consistencyProof(fromSize: index, toSize: 1000)
          == whole.consistencyProof(fromSize: index, toSize: 1000))
      #expect(
        try reader.inclusionProof(ofLeaf: index, inSize: index + 1)
          == whole.inclusionProof(ofLeaf: index, inSize: index + 1))
    }
    #expect(try reader.root(atSize: 1000) == tiled.root)
  }
}
