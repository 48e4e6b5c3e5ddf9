internal import ArgumentParser
internal import MerkleLog

/// Leaves hashed, appended and laid out as tiles, with a signed head every 1,024 leaves; in memory, one thread.
struct LogAppend: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tlog")

  @Option(help: "Leaves to append.") var leaves = 200_000

  func run() async throws {
    let signer = try NoteSigner(name: "heqi.example/log", seed: [UInt8](repeating: 7, count: 32))
    let entry = [UInt8](repeating: 0x61, count: 64)
    var tree = TiledTree()
    var stored: [TilePath: Tile] = [:]
    let begin = ContinuousClock.now
    for index in 0..<leaves {
      try tree.append(.leaf(entry + [UInt8(truncatingIfNeeded: index), UInt8(truncatingIfNeeded: index >> 8)]))
      if index % 1024 == 1023 {
        for tile in try tree.takeTiles() { stored[tile.path] = tile }
        _ = try Checkpoint(origin: "heqi.example/log", head: tree.head).signed(by: [signer]).description
      }
    }
    let appended = ContinuousClock.now - begin
    print(Measurement(name: "tlog-append", operations: leaves, elapsed: appended, latencies: []).json)

    for tile in try tree.takeTiles() { stored[tile.path] = tile }
    let tiles = stored
    let reader = try TileReader(size: tree.size) { (path) throws(MerkleLogError) in
      guard let tile = tiles[path] else { throw MerkleLogError(.tileMissing, "\(path)") }
      return tile
    }
    let start = ContinuousClock.now
    let proofs = 2000
    for index in 0..<proofs {
      _ = try reader.inclusionProof(ofLeaf: UInt64(index * (leaves / proofs)), inSize: tree.size)
    }
    print(Measurement(name: "tlog-proof", operations: proofs, elapsed: ContinuousClock.now - start, latencies: []).json)
  }
}
