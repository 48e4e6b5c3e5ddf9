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
    ID(at: start, random: [0, 0, 0, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255)])
  }

  /// Writes sequences 1…count of a contract.
  private func write(
    _ contract: Int, _ count: Int, to url: String = "https://shop.example/hook", in connection: any SQLConnection
  ) throws {
    for _ in 0..<count {
      let sequence = try store.nextSequence(of: Self.id(contract), tenantID: "t", in: connection)
      try store.insert(
        CallbackDelivery(
          id: Self.id(contract * 100 + sequence), tenantID: "t", clientID: Self.id(1), contractID: Self.id(contract),
          sequence: sequence, type: .contractStatusChanged, address: try #require(CallbackAddress(url)), body: "{}",
          nextAt: Self.start, createdAt: Self.start), in: connection)
    }
  }

  private func claim(_ seconds: Int64 = 0, in connection: any SQLConnection) throws -> [CallbackDelivery] {
    try store.claim(limit: 100, lease: .seconds(60), at: Self.start.adding(.seconds(seconds)), in: connection)
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
        let one = try #require(first.first { $0.contractID == Self.id(1) })
        try store.settle(one, .again(after: .seconds(5), reason: "500"), status: 500, at: Self.start, in: connection)
        #expect(try claim(in: connection).isEmpty)
        #expect(try !store.hasReady(at: Self.start, in: connection))
        let again = try claim(5, in: connection)
        #expect(again.map(\.id) == [one.id] && again.first?.attempts == 2)
        try store.settle(again[0], .done, status: 200, at: Self.start, in: connection)
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
        try store.settle(one, .dead(reason: "500", disables: false), status: 500, at: Self.start, in: connection)
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
        let one = try #require(try claim(in: connection).first { $0.contractID == Self.id(1) })
        try store.settle(one, .dead(reason: "410 gone", disables: true), status: 410, at: Self.start, in: connection)
        #expect(try store.isStopped(Self.id(1), tenantID: "t", in: connection))
        #expect(try !store.isStopped(Self.id(2), tenantID: "t", in: connection))
        let log = try store.list(tenantID: "t", contract: Self.id(1), state: nil, before: nil, limit: 10, in: connection)
        #expect(log.map(\.sequence) == [2, 1] && log.allSatisfy { $0.state == .dead && $0.lastError == "410 gone" })
        #expect(try store.replay(log[0], at: Self.start, in: connection))
        #expect(try !store.isStopped(Self.id(1), tenantID: "t", in: connection))
      }
    }
  }

  @Test("an endpoint has four under way at most; others are not held back", arguments: TestDatabase.engines)
  func bulkhead(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        for contract in 1...9 { try write(contract, 1, to: "https://hangs.example/", in: connection) }
        try write(10, 1, to: "https://healthy.example/", in: connection)
        let claimed = try claim(in: connection)
        #expect(claimed.filter { $0.address.host == "hangs.example" }.count == CallbackStore.endpointWidth)
        #expect(claimed.contains { $0.address.host == "healthy.example" })
        #expect(try claim(in: connection).isEmpty)
        try store.settle(claimed[0], .done, status: 200, at: Self.start, in: connection)
        #expect(try claim(in: connection).count == 1)
      }
    }
  }

  @Test("a lease that ran out comes again, and its former holder changes nothing", arguments: TestDatabase.engines)
  func lapsed(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 1, in: connection)
        let lost = try #require(try claim(in: connection).first)
        #expect(try store.hasReady(at: Self.start.adding(.seconds(61)), in: connection))
        let again = try #require(try claim(61, in: connection).first)
        #expect(again.id == lost.id && again.attempts == 2)
        #expect(try !store.settle(lost, .done, status: 200, at: Self.start, in: connection))
        #expect(try store.settle(again, .done, status: 200, at: Self.start, in: connection))
      }
    }
  }

  @Test("a tenant sees its own deliveries only, page by page", arguments: TestDatabase.engines)
  func pages(_ engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { engine in
      try await engine.write { connection in
        try write(1, 3, in: connection)
        let first = try store.list(tenantID: "t", contract: nil, state: .pending, before: nil, limit: 2, in: connection)
        let rest = try store.list(tenantID: "t", contract: nil, state: .pending, before: first.last?.id, limit: 2, in: connection)
        #expect((first + rest).map(\.sequence) == [3, 2, 1])
        #expect(try store.list(tenantID: "other", contract: nil, state: nil, before: nil, limit: 9, in: connection).isEmpty)
        #expect(try store.find(first[0].id, tenantID: "other", in: connection) == nil)
      }
    }
  }
}
