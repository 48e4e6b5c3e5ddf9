import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Callback deliveries (M-032, M-033)")
struct CallbackStoreTests {
  private let store = CallbackStore()
  private static let start = TestDatabase.start

  private static func id<Entity>(_ number: Int, _: Entity.Type = Entity.self) -> ID<Entity> {
    ID(at: start, random: [0, 0, 0, 0, 0, 0, 0, UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255)])
  }

  /// Writes sequences 1…count of a contract.
  private func write(
    _ contract: Int, _ count: Int, to url: String = "https://shop.example/hook", in connection: any SQLConnection
  ) throws {
    for _ in 0..<count {
      let sequence = try store.nextSequence(of: .contract(Self.id(contract)), tenantID: "t", in: connection)
      try store.insert(
        CallbackDelivery(
          id: Self.id(contract * 100 + sequence), tenantID: "t", clientID: Self.id(1), subject: .contract(Self.id(contract)),
          sequence: sequence, type: .contractStatusChanged, address: try #require(CallbackAddress(url)), body: "{}",
          nextAt: Self.start, createdAt: Self.start), in: connection)
    }
  }

  /// What a worker with room for everything would take.
  private func claim(_ seconds: Int64 = 0, in connection: any SQLConnection) throws -> [CallbackDelivery] {
    let now = Self.start.adding(.seconds(seconds))
    let due = try store.due(at: now, room: { _ in 100 }, in: connection)
    if due.hasLapsed { try store.releaseLapsed(at: now, in: connection) }
    try store.buryUnreadable(due.unreadable, at: now, in: connection)
    let ready = due.hasLapsed ? try store.due(at: now, room: { _ in 100 }, in: connection).ready : due.ready
    return try store.lease(ready, until: now.adding(.seconds(60)), in: connection)
  }

  private func settle(
    _ delivery: CallbackDelivery, _ verdict: CallbackVerdict, status: Int, in connection: any SQLConnection
  ) throws -> Bool {
    try store.settle(
      delivery, verdict,
      attempt: CallbackAttempt(number: delivery.attempts, at: Self.start, took: .milliseconds(7), status: status, error: nil),
      at: Self.start, in: connection)
  }

  @Test("a failed delivery holds back the later ones of its contract and no other contract", arguments: TestDatabase.engines)
  func order(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 3, in: connection)
        try write(2, 1, in: connection)
        let first = try claim(in: connection)
        #expect(first.map(\.sequence) == [1, 1] && first.allSatisfy { $0.attempts == 1 && $0.state == .leased })
        #expect(try claim(in: connection).isEmpty)
        let one = try #require(first.first { $0.subject == .contract(Self.id(1)) })
        _ = try settle(one, .again(after: .seconds(5), reason: "500"), status: 500, in: connection)
        #expect(try claim(in: connection).isEmpty)
        #expect(try store.due(at: Self.start, room: { _ in 1 }, in: connection).isEmpty)
        let again = try claim(5, in: connection)
        #expect(again.map(\.id) == [one.id] && again.first?.attempts == 2)
        _ = try settle(again[0], .done, status: 200, in: connection)
        #expect(try claim(5, in: connection).map(\.sequence) == [2])
      }
    }
  }

  @Test("a dead delivery lets the next one go; a replay sends it again, before later ones", arguments: TestDatabase.engines)
  func replay(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 2, in: connection)
        let one = try #require(try claim(in: connection).first)
        #expect(try !store.replay(one, at: Self.start, in: connection))
        _ = try settle(one, .dead(reason: "500", disables: false), status: 500, in: connection)
        #expect(try store.counts(in: connection)[.dead] == 1)
        #expect(try store.replay(one, at: Self.start, in: connection))
        let again = try claim(in: connection)
        #expect(again.map(\.sequence) == [1] && again.first?.attempts == 1)
      }
    }
  }

  @Test("410 buries what waits and stops the contract's address until a replay", arguments: TestDatabase.engines)
  func gone(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 2, in: connection)
        try write(2, 1, in: connection)
        let one = try #require(try claim(in: connection).first { $0.subject == .contract(Self.id(1)) })
        _ = try settle(one, .dead(reason: "410 gone", disables: true), status: 410, in: connection)
        #expect(try store.isStopped(.contract(Self.id(1)), tenantID: "t", in: connection))
        #expect(try !store.isStopped(.contract(Self.id(2)), tenantID: "t", in: connection))
        let log = try store.list(tenantID: "t", CallbackFilter(subjectID: Self.id(1, Contract.self).description), before: nil, limit: 10, in: connection)
        #expect(log.map(\.sequence) == [2, 1] && log.allSatisfy { $0.state == .dead && $0.lastError == "410 gone" })
        #expect(try store.replay(log[0], at: Self.start, in: connection))
        #expect(try !store.isStopped(.contract(Self.id(1)), tenantID: "t", in: connection))
      }
    }
  }

  @Test("a long queue of one endpoint hides no other, and stays in the order of time", arguments: TestDatabase.engines)
  func longQueue(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        for contract in 1...(CallbackStore.windowMax + 10) { try write(contract, 1, to: "https://hangs.example/", in: connection) }
        try write(2000, 2, to: "https://healthy.example/", in: connection)
        let full = try store.due(at: Self.start, room: { _ in 3 }, in: connection)
        #expect(full.ready.map(\.address.host) == Array(repeating: "hangs.example", count: 3) + ["healthy.example"])
        let closed = try store.due(at: Self.start, room: { $0.hasPrefix("hangs") ? 0 : 3 }, in: connection)
        #expect(closed.ready.map(\.subject) == [.contract(Self.id(2000))])
        let taken = try store.lease(full.ready, until: Self.start.adding(.seconds(60)), in: connection)
        #expect(taken.count == 4)
        #expect(try store.lease(full.ready, until: Self.start, in: connection).isEmpty)
        #expect(try store.due(at: Self.start, room: { _ in 1 }, in: connection).leased == ["hangs.example:443": 3, "healthy.example:443": 1])
      }
    }
  }

  @Test("an endpoint has sixteen under way at most over all nodes", arguments: TestDatabase.engines)
  func width(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        for contract in 1...(CallbackStore.windowMax + 30) { try write(contract, 1, in: connection) }
        let due = try store.due(at: Self.start, room: { _ in 100 }, in: connection)
        #expect(due.ready.count == CallbackStore.endpointWidth)
        _ = try store.lease(due.ready, until: Self.start.adding(.seconds(60)), in: connection)
        #expect(try store.due(at: Self.start, room: { _ in 100 }, in: connection).ready.isEmpty)
      }
    }
  }

  @Test("what takes its worker with it ten times, and what cannot be read, dies and holds nobody up", arguments: TestDatabase.engines)
  func poison(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 2, in: connection)
        try write(2, 2, to: "https://other.example/", in: connection)
        try connection.execute("UPDATE callback SET url = 'nonsense' WHERE subject_id = $1 AND sequence = 1", [SQLValue(Self.id(2, Contract.self))])
        for round in 0..<10 { #expect(try claim(Int64(round) * 61, in: connection).contains { $0.sequence == 1 }) }
        _ = try claim(620, in: connection)
        let log = try store.list(tenantID: "t", before: nil, limit: 10, in: connection)
        let dead = log.filter { $0.state == .dead }
        #expect(dead.map(\.lastError) == ["its worker ended each time before an answer was noted"])
      }
    }
  }

  @Test("every attempt is kept with its time, status and length, those before a replay too", arguments: TestDatabase.engines)
  func attempts(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 1, in: connection)
        let one = try #require(try claim(in: connection).first)
        _ = try settle(one, .dead(reason: "500", disables: false), status: 500, in: connection)
        #expect(try store.replay(one, at: Self.start.adding(.seconds(9)), in: connection))
        let again = try #require(try claim(9, in: connection).first)
        try store.settle(
          again, .done, attempt: CallbackAttempt(number: 1, at: Self.start.adding(.seconds(9)), took: .seconds(1), status: 200, error: nil),
          at: Self.start, in: connection)
        let kept = try store.attempts(of: one.id, tenantID: "t", in: connection)
        #expect(kept.map(\.status) == [500, 200] && kept[0].took == .milliseconds(7) && kept[1].at == Self.start.adding(.seconds(9)))
        #expect(try store.attempts(of: one.id, tenantID: "other", in: connection).isEmpty)
      }
    }
  }

  @Test("a span of time is replayed at once, by state, client and tenant; too many at once are refused", arguments: TestDatabase.engines)
  func span(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 1, in: connection)
        try write(2, 1, in: connection)
        try write(3, 1, in: connection)
        let taken = try claim(in: connection)
        _ = try settle(taken[0], .dead(reason: "410 gone", disables: true), status: 410, in: connection)
        _ = try settle(taken[1], .done, status: 200, in: connection)
        let hour = CallbackFilter(state: .dead, from: Self.start, until: Self.start.adding(.seconds(3600)))
        let later = CallbackFilter(from: Self.start.adding(.seconds(1)), until: Self.start.adding(.seconds(3600)))
        #expect(try store.replay(tenantID: "other", hour, limit: 9, at: Self.start, in: connection) == 0)
        #expect(try store.replay(tenantID: "t", later, limit: 9, at: Self.start, in: connection) == 0)
        #expect(try store.replay(tenantID: "t", hour, limit: 0, at: Self.start, in: connection) == nil)
        #expect(try store.isStopped(taken[0].subject, tenantID: "t", in: connection))
        #expect(try store.replay(tenantID: "t", hour, limit: 9, at: Self.start, in: connection) == 1)
        #expect(try !store.isStopped(taken[0].subject, tenantID: "t", in: connection))
        // What is under way is left alone; without a tenant everybody's is meant.
        let all = CallbackFilter(from: Self.start, until: Self.start.adding(.seconds(3600)))
        #expect(try store.replay(tenantID: nil, all, limit: 9, at: Self.start, in: connection) == 1)
        #expect(try store.list(tenantID: nil, before: nil, limit: 9, in: connection).map(\.state).sorted { $0.rawValue < $1.rawValue } == [.leased, .pending, .pending])
      }
    }
  }

  @Test("a lease that ran out comes again, and its former holder changes nothing", arguments: TestDatabase.engines)
  func lapsed(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 1, in: connection)
        let lost = try #require(try claim(in: connection).first)
        #expect(try store.due(at: Self.start.adding(.seconds(61)), room: { _ in 1 }, in: connection).hasLapsed)
        let again = try #require(try claim(61, in: connection).first)
        #expect(again.id == lost.id && again.attempts == 2)
        #expect(try !settle(lost, .done, status: 200, in: connection))
        #expect(try settle(again, .done, status: 200, in: connection))
      }
    }
  }

  @Test("a tenant sees its own deliveries only, page by page", arguments: TestDatabase.engines)
  func pages(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 3, in: connection)
        let first = try store.list(tenantID: "t", CallbackFilter(state: .pending), before: nil, limit: 2, in: connection)
        let rest = try store.list(tenantID: "t", CallbackFilter(state: .pending), before: first.last?.id, limit: 2, in: connection)
        #expect((first + rest).map(\.sequence) == [3, 2, 1])
        #expect(try store.list(tenantID: "other", before: nil, limit: 9, in: connection).isEmpty)
        #expect(try store.find(first[0].id, tenantID: "other", in: connection) == nil)
      }
    }
  }
}
