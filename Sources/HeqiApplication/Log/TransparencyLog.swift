internal import HeqiDomain
package import HeqiPorts
package import HeqiSQL
internal import HeqiStorage
package import MerkleLog

/// The public log over all events: an RFC 6962 tree in C2SP tiles under a signed checkpoint. Whoever keeps an old
/// checkpoint can show that history was rewritten (quality drill 13).
package struct TransparencyLog: Sendable {
  let engine: any SQLEngine
  let store: LogStore
  let signer: NoteSigner
  let clock: any WallClock

  /// Leaves given in one transaction.
  static let batchMax = 512
  /// Events may commit this much later than the time they carry.
  static let lateness: Duration = .seconds(600)

  package init(engine: any SQLEngine, signer: NoteSigner, clock: any WallClock) {
    self.engine = engine
    store = LogStore()
    self.signer = signer
    self.clock = clock
  }

  /// Name of the log and verification key of its checkpoints, as `docs` and reports print it.
  package var verifierKey: String { signer.verifier.description }
  package var origin: String { signer.verifier.name }

  /// Gives leaves to events that have none and signs the new head. - Parameter full: look at all events, not only
  /// recent ones (at start, in case the clock jumped back). - Returns: how many leaves were added.
  package func sequence(full: Bool = false) async throws -> Int {
    let now = clock.now
    return try await engine.write { connection in
      let old = try store.head(in: connection)
      let since = full ? Instant(microseconds: 0) : (old?.at ?? Instant(microseconds: 0)).adding(.zero - Self.lateness)
      let events = try store.unsequenced(since: since, limit: Self.batchMax, in: connection)
      guard !events.isEmpty || old == nil else { return 0 }
      let size = old?.size ?? 0
      var tree = try TiledTree(size: UInt64(size)) { path throws(MerkleLogError) in try tile(path, in: connection) }
      for event in events { try tree.append(.leaf(event.entry)) }
      try store.appendLeaves(events, first: size, in: connection)
      for tile in try tree.takeTiles() {
        try store.saveTile(tile.path.full.description, hashes: tile.bytes, in: connection)
      }
      let note = try Checkpoint(origin: origin, head: tree.head).signed(by: [signer]).description
      let head = LogStore.Head(size: Int64(tree.size), note: note, at: now)
      guard try store.moveHead(to: head, from: old?.size, in: connection) else { throw LogRaceLost() }
      return events.count
    }
  }

  /// The newest checkpoint as a signed note; `nil` before the first event.
  package func checkpoint() async throws -> String? {
    try await engine.read { try store.head(in: $0)?.note }
  }

  /// The bytes of `tile/…`; `nil` for tiles beyond the tree. Partial tiles answer for any width they have reached.
  package func tile(path text: String) async throws -> [UInt8]? {
    guard let path = try? TilePath(text) else { return nil }
    return try await engine.read { connection in
      switch path.kind {
      case .hashes:
        guard let hashes = try store.tile(path.full.description, in: connection), hashes.count >= path.width * 32 else { return nil }
        return Array(hashes.prefix(path.width * 32))
      case .entries:
        let first = Int64(path.index) * LogStore.tileWidth
        let entries = try store.entries(first..<(first + Int64(path.width)), in: connection)
        return entries.count == path.width ? try EntryBundle(entries: entries).bytes : nil
      }
    }
  }

  /// The proof that an event is in the log under the newest checkpoint; `nil` until it is sequenced (≤ 2 s).
  package func proof(ofEvent eventID: String, tenantID: String) async throws -> EventProof? {
    try await engine.read { connection in
      guard let head = try store.head(in: connection),
        let leaf = try store.leaf(ofEvent: eventID, tenantID: tenantID, in: connection), leaf.index < head.size
      else { return nil }
      let reader = try TileReader(size: UInt64(head.size)) { path throws(MerkleLogError) in try tile(path, in: connection) }
      let proof = try reader.inclusionProof(ofLeaf: UInt64(leaf.index), inSize: UInt64(head.size))
      return EventProof(entry: leaf.entry, proof: proof, checkpoint: head.note)
    }
  }

  private func tile(_ path: TilePath, in connection: any SQLConnection) throws(MerkleLogError) -> Tile {
    let stored = try? store.tile(path.full.description, in: connection)
    guard let bytes = stored ?? nil, bytes.count >= path.width * 32 else {
      throw MerkleLogError(.tileInvalid, "tile \(path) is not stored; restore the database from a backup")
    }
    return try Tile(path: path, bytes: Array(bytes.prefix(path.width * 32)))
  }
}

/// What shows a stranger that an event was logged: check the note's signature, then the proof.
package struct EventProof: Sendable, Equatable {
  /// The event's hash; the leaf is its RFC 6962 leaf hash.
  package let entry: [UInt8]
  package let proof: InclusionProof
  package let checkpoint: String

  /// Line by line: entry, index, size, one line per hash, an empty line, the checkpoint.
  package var text: String {
    let lines = ["entry \(Hex.encode(entry))", "index \(proof.leafIndex)", "size \(proof.treeSize)"]
      + proof.hashes.map { Hex.encode($0.bytes) }
    return lines.joined(separator: "\n") + "\n\n" + checkpoint
  }
}

/// Another sequencer moved the head first; its leaves stand, ours are rolled back.
package struct LogRaceLost: Error {}
