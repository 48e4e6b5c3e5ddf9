import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import MerkleLog
import Testing

private struct FixedClock: WallClock {
  var now: Instant { Instant(seconds: 1_800_000_000) }
}

@Suite("The transparency log over events")
struct TransparencyLogTests {
  private func log(_ engine: any SQLEngine) throws -> TransparencyLog {
    TransparencyLog(
      engine: engine, signer: try NoteSigner(name: "heqi.test/log", seed: Array(repeating: 7, count: 32)), clock: FixedClock())
  }

  private func append(_ count: Int, from first: Int = 0, to engine: any SQLEngine) async throws -> [Event] {
    let events = (first..<(first + count)).map { number in
      Event(
        id: ID(at: Instant(seconds: 1_800_000_000), random: Array("\(number)----------".utf8)), tenantID: "main",
        at: Instant(seconds: 1_800_000_000), actor: .system, scene: .system,
        subject: .init(kind: "contract", id: "c\(number % 3)"), kind: "contract.viewed")
    }
    try await engine.write { connection in _ = try EventStore().append(events, in: connection) }
    return events
  }

  @Test("every event gets one leaf, and a proof against the signed checkpoint", arguments: TestDatabase.engines)
  func proofs(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let log = try log(engine)
      let events = try await append(300, to: engine)
      #expect(try await log.sequence() == 300)
      #expect(try await log.sequence() == 0)
      let verifier = try NoteVerifier(log.verifierKey)
      for event in [events[0], events[255], events[256], events[299]] {
        let found = try #require(try await log.proof(ofEvent: event.id.description, tenantID: "main"))
        let checkpoint = try Checkpoint.open(Array(found.checkpoint.utf8), origin: log.origin, verifiers: [verifier])
        #expect(checkpoint.size == 300)
        try found.proof.verify(leaf: .leaf(found.entry), root: checkpoint.root)
      }
      #expect(try await log.proof(ofEvent: "unknown", tenantID: "main") == nil)
    }
  }

  @Test("an older checkpoint is a prefix of every newer one", arguments: TestDatabase.engines)
  func growth(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let log = try log(engine)
      #expect(try await log.checkpoint() == nil)
      _ = try await append(200, to: engine)
      _ = try await log.sequence()
      let old = try #require(try await log.checkpoint())
      _ = try await append(100, from: 200, to: engine)
      _ = try await log.sequence()
      let new = try #require(try await log.checkpoint())
      let verifiers = [try NoteVerifier(log.verifierKey)]
      let first = try Checkpoint.open(Array(old.utf8), origin: log.origin, verifiers: verifiers)
      let second = try Checkpoint.open(Array(new.utf8), origin: log.origin, verifiers: verifiers)
      var tree = MerkleTree()
      for bundle in 0..<2 {
        let width = bundle == 0 ? 256 : 44
        let path = try TilePath(kind: .entries, index: UInt64(bundle), width: width)
        let bytes = try #require(try await log.tile(path: path.description))
        for leaf in try EntryBundle(bytes: bytes, count: width).leafHashes { tree.append(leaf) }
      }
      #expect(tree.root == second.root)
      #expect(try tree.root(atSize: 200) == first.root)
      #expect(try await log.tile(path: "tile/0/000")?.count == 256 * 32)
      #expect(try await log.tile(path: "tile/0/001.p/44")?.count == 44 * 32)
      #expect(try await log.tile(path: "tile/0/001.p/45") == nil)
      #expect(try await log.tile(path: "../etc/passwd") == nil)
    }
  }

  @Test("two sequencers at once never publish two histories (drill 14)", arguments: TestDatabase.engines)
  func race(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let log = try log(engine)
      _ = try await append(50, to: engine)
      let added = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<4 { group.addTask { (try? await log.sequence()) ?? 0 } }
        return await group.reduce(0, +)
      }
      #expect(added == 50)
      let checkpoint = try #require(try await log.checkpoint())
      #expect(try Checkpoint.open(Array(checkpoint.utf8), origin: log.origin, verifiers: [NoteVerifier(log.verifierKey)]).size == 50)
    }
  }
}
