import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@Suite("Relays of jobs and messages while the program runs, fails and shuts down (drill 34)")
struct RelayLifeTests {
  private final class TestClock: WallClock {
    private let state = Mutex(TestDatabase.start)
    var now: Instant { state.withLock { $0 } }
    func advance(_ duration: Duration) { state.withLock { $0 = $0.adding(duration) } }
  }

  private struct TestRandom: RandomSource {
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
  }

  /// Opens once; tells whether somebody stands before it.
  private actor Door {
    private(set) var visitors = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var isOpen = false

    func pass() async {
      visitors += 1
      if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }
    func open() {
      isOpen = true
      for one in waiting { one.resume() }
      waiting = []
    }
  }

  /// The first reads fail as they do while a database restarts.
  private final class RestartingEngine: SQLEngine {
    private let engine: any SQLEngine
    private let failures: Mutex<Int>
    init(_ engine: any SQLEngine, failures: Int) {
      self.engine = engine
      self.failures = Mutex(failures)
    }
    var dialect: SQLDialect { engine.dialect }
    var left: Int { failures.withLock { $0 } }
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
      let fails = failures.withLock { left in
        left -= 1
        return left >= 0
      }
      if fails { throw SQLError(.connectionLost, "the server restarts") }
      return try await engine.read(body)
    }
    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
      try await engine.write(body)
    }
    func close() async { await engine.close() }
  }

  private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func relay(
    _ engine: any SQLEngine, _ clock: TestClock, width: Int = 2,
    _ handle: @escaping @Sendable (LeaseItem) async -> RelayOutcome
  ) -> JobRelay {
    JobRelay(
      engine: engine, queues: [JobRelay.Queue("work", width: width, lease: .seconds(60), handle: handle)], clock: clock,
      random: TestRandom(), logger: Self.quiet, pause: .milliseconds(1))
  }

  private func enqueue(_ payload: String, _ engine: any SQLEngine, _ clock: TestClock, attemptsMax: Int = 10) async throws {
    let id: ID<Job> = TestRandom().id(at: clock.now)
    let now = clock.now
    clock.advance(.milliseconds(2))
    try await engine.write {
      try JobQueue().enqueue(id, queue: "work", tenantID: "main", payload: payload, attemptsMax: attemptsMax, at: now, in: $0)
    }
  }

  private func counts(_ engine: any SQLEngine, _ clock: TestClock) async throws -> LeaseCounts {
    let now = clock.now
    return try await engine.read { try JobQueue().counts("work", at: now, in: $0) }
  }

  @Test("each failure waits about twice as long as the one before, and the last one buries", arguments: TestDatabase.engines)
  func backoff(kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      let tries = Mutex(0)
      try await enqueue("a", engine, clock, attemptsMax: 4)
      let relay = relay(engine, clock) { _ in
        tries.withLock { $0 += 1 }
        return .again(after: nil, reason: "time-out")
      }
      #expect(try await relay.serveReady() == 1)
      for (attempt, seconds) in [(2, 5), (3, 10), (4, 20)] {
        clock.advance(.milliseconds(seconds * 790))
        #expect(try await relay.serveReady() == 0, "not before four fifths of \(seconds) s")
        clock.advance(.milliseconds(seconds * 420))
        #expect(try await relay.serveReady() == 1, "attempt \(attempt) within six fifths of \(seconds) s")
      }
      #expect(tries.withLock { $0 } == 4)
      clock.advance(.seconds(86_400))
      #expect(try await relay.serveReady() == 0)
      let dead = try await engine.read { try JobQueue().dead("work", in: $0) }
      #expect(dead.map(\.payload) == ["a"] && dead.map(\.lastError) == ["time-out"])
    }
  }

  @Test("a buried job that is put back has all its attempts again")
  func revived() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      let isMended = Mutex(false)
      try await enqueue("a", engine, clock, attemptsMax: 1)
      let relay = relay(engine, clock) { _ in
        isMended.withLock { $0 } ? .done : .again(after: nil, reason: "broken")
      }
      try await relay.serveReady()
      let dead = try #require(try await engine.read { try JobQueue().dead("work", in: $0).first })
      isMended.withLock { $0 = true }
      let now = clock.now
      #expect(try await engine.write { try JobQueue().revive(dead.id, at: now, in: $0) })
      #expect(try await relay.serveReady() == 1)
      #expect(try await counts(engine, clock) == LeaseCounts(ready: 0, waiting: 0, leased: 0, dead: 0))
    }
  }

  @Test("a job that always fails does not hold up the others")
  func poison() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      try await enqueue("poison", engine, clock)
      for number in 0..<6 { try await enqueue("\(number)", engine, clock) }
      let relay = relay(engine, clock) { $0.payload == "poison" ? .again(after: nil, reason: "no") : .done }
      #expect(try await relay.serveReady() == 7)
      #expect(try await counts(engine, clock) == LeaseCounts(ready: 0, waiting: 1, leased: 0, dead: 0))
    }
  }

  @Test("at shutdown the job under way is finished, the next is left for the next start, and nothing counts as failed")
  func shutdown() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      let door = Door()
      let wasCancelled = Mutex(false)
      try await enqueue("first", engine, clock)
      try await enqueue("second", engine, clock)
      let relay = relay(engine, clock, width: 1) { _ in
        await door.pass()
        // The job outlasts the news of the shutdown, however long that takes to come.
        while !Task.isShuttingDownGracefully, !Task.isCancelled { await Task.yield() }
        wasCancelled.withLock { $0 = Task.isCancelled }
        return .done
      }
      let group = ServiceGroup(configuration: .init(services: [.init(service: relay)], logger: Self.quiet))
      async let running: Void = group.run()
      while await door.visitors == 0 { await Task.yield() }
      await door.open()
      await group.triggerGracefulShutdown()
      try await running
      #expect(!wasCancelled.withLock { $0 })
      #expect(await door.visitors == 1)
      #expect(try await counts(engine, clock) == LeaseCounts(ready: 1, waiting: 0, leased: 0, dead: 0))
    }
  }

  @Test("an idle relay ends at once when told, however long its pause")
  func idleShutdown() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      let relay = OutboxRelay(
        engine: engine, topics: [OutboxRelay.Topic("sms") { _ in .done }], clock: clock, random: TestRandom(),
        logger: Self.quiet, pause: .seconds(3600))
      let group = ServiceGroup(configuration: .init(services: [.init(service: relay)], logger: Self.quiet))
      async let running: Void = group.run()
      await group.triggerGracefulShutdown()
      try await running
    }
  }

  @Test("a database that is away for a moment does not end the loop")
  func restarts() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      let door = Door()
      await door.open()
      try await enqueue("a", engine, clock)
      let restarting = RestartingEngine(engine, failures: 5)
      let relay = relay(restarting, clock) { _ in
        await door.pass()
        return .done
      }
      let running = Task { try await relay.run() }
      while await door.visitors == 0 { await Task.yield() }
      running.cancel()
      try await running.value
      #expect(restarting.left < 0)
    }
  }

  @Test("jobs and messages of one name are different things")
  func apart() async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      let clock = TestClock()
      try await enqueue("job", engine, clock)
      let relay = OutboxRelay(
        engine: engine, topics: [OutboxRelay.Topic("work") { _ in .done }], clock: clock, random: TestRandom(),
        logger: Self.quiet)
      #expect(try await relay.serveReady() == 0)
      #expect(try await counts(engine, clock).ready == 1)
    }
  }
}
