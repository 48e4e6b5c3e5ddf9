import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import Logging
import Synchronization
import Testing

@Suite("Outbox relay")
struct OutboxRelayTests {
  private final class TestClock: WallClock {
    private let state = Mutex(TestDatabase.start)
    var now: Instant { state.withLock { $0 } }
    func advance(_ duration: Duration) { state.withLock { $0 = $0.adding(duration) } }
  }

  private struct TestRandom: RandomSource {
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
  }

  private final class Seen: Sendable {
    let payloads = Mutex<[String]>([])
    var count: Int { payloads.withLock { $0.count } }
  }

  private func relay(
    _ engine: any SQLEngine, _ clock: TestClock, _ handle: @escaping @Sendable (LeaseItem) async -> RelayOutcome
  ) -> OutboxRelay {
    OutboxRelay(
      engine: engine, topics: [OutboxRelay.Topic("sms", lease: .seconds(30), handle: handle)], clock: clock,
      random: TestRandom(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  private func append(_ payload: String, _ engine: any SQLEngine, _ clock: TestClock, attemptsMax: Int = 3) async throws {
    let id: ID<OutboxMessage> = TestRandom().id(at: clock.now)
    let now = clock.now
    _ = try await engine.write {
      try OutboxStore().append(id, topic: "sms", tenantID: "main", payload: payload, attemptsMax: attemptsMax, at: now, in: $0)
    }
  }

  @Test("a served item is gone; other topics are left alone")
  func served() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      let seen = Seen()
      try await append("a", engine, clock)
      try await append("b", engine, clock)
      let relay = relay(engine, clock) { item in
        seen.payloads.withLock { $0.append(item.payload) }
        return .done
      }
      #expect(try await relay.serveReady() == 2)
      #expect(try await relay.serveReady() == 0)
      #expect(seen.payloads.withLock { $0.sorted() } == ["a", "b"])
    }
  }

  @Test("a failed item comes again by backoff and is buried when its attempts are used up (drill 34)")
  func retried() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      let seen = Seen()
      try await append("a", engine, clock)
      let relay = relay(engine, clock) { item in
        seen.payloads.withLock { $0.append(item.payload) }
        return .again(after: nil, reason: "time-out")
      }
      #expect(try await relay.serveReady() == 1)
      #expect(try await relay.serveReady() == 0)
      for _ in 1...5 {
        clock.advance(.seconds(3600))
        try await relay.serveReady()
      }
      #expect(seen.count == 3)
      let dead = try await engine.read { try OutboxStore().dead("sms", in: $0) }
      #expect(dead.map(\.lastError) == ["time-out"])
    }
  }

  @Test("what can never be delivered is buried at once")
  func refused() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      try await append("a", engine, clock)
      let relay = relay(engine, clock) { _ in .never(reason: "no such number") }
      #expect(try await relay.serveReady() == 1)
      #expect(try await engine.read { try OutboxStore().dead("sms", in: $0).count } == 1)
    }
  }

  @Test("a worker that dies gives its item back when the lease ends")
  func crashed() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      try await append("a", engine, clock)
      let lost = try await OutboxStore().claim(
        "sms", limit: 1, lease: .seconds(30), token: "dead worker", at: clock.now, on: engine)
      #expect(lost.count == 1)
      let relay = relay(engine, clock) { _ in .done }
      #expect(try await relay.serveReady() == 0)
      clock.advance(.seconds(31))
      #expect(try await relay.serveReady() == 1)
    }
  }

  @Test("a sender's answers become outcomes: refused never again, the rest later", arguments: [
    (ProviderError.Kind.refused, false), (.retryable, true), (.unavailable, true),
  ])
  func outcomes(kind: ProviderError.Kind, isRepeated: Bool) async {
    let outcome = await NotificationWorker.outcome { throw ProviderError(kind, provider: "sms", message: "m") }
    #expect(outcome == (isRepeated ? .again(after: nil, reason: "m") : .never(reason: "m")))
    #expect(await NotificationWorker.outcome { .sent } == .done)
  }
}
