import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiWorkers
import Logging
import Testing

@Suite("The job behind identity checks (F-023, F-024, drill 7)")
struct IdentityWorkerTests {
  private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func relay(_ world: PeopleWorld) -> JobRelay {
    JobRelay(
      engine: world.engine, queues: [IdentityWorker.queue(world.actions.runIdentityChecks)], clock: world.clock,
      random: SystemRandom(), logger: Self.quiet)
  }

  private func hangs(_ world: PeopleWorld) {
    world.parties.set {
      $0.card = .success(CardText(name: "叶小三", idCardNumber: "310101199001011234"))
      $0.police = .failure(ProviderError(.retryable, provider: "police", message: "time-out"))
      $0.face = .success(.passed)
    }
  }

  private func status(_ world: PeopleWorld, _ caller: Caller) async throws -> VerificationStatus {
    try await world.actions.readProfile(caller: caller).verification.status
  }

  private func counts(_ world: PeopleWorld) async throws -> LeaseCounts {
    let now = world.clock.now
    return try await world.engine.read { try JobQueue().counts(VerificationDesk.queue, at: now, in: $0) }
  }

  @Test("a party that answers again is asked again, and the person is verified without doing anything")
  func recovers() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      hangs(world)
      let (_, caller) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      let relay = relay(world)
      #expect(try await relay.serveReady() == 0, "the request itself has the first twenty seconds")
      world.clock.advance(.seconds(20))
      let jobs = try await relay.serveReady()
      #expect(jobs >= 1)
      #expect(try await status(world, caller) == .checking)
      #expect(try await counts(world).waiting == jobs)
      world.parties.set { $0.police = .success(.passed) }
      #expect(try await relay.serveReady() == 0, "not before its time")
      world.clock.advance(.seconds(6))
      try await relay.serveReady()
      #expect(try await status(world, caller) == .verified)
      #expect(try await world.actions.readProfile(caller: caller).certificate != nil)
    }
  }

  @Test("a party that never answers is replaced by a reviewer before the job would be buried")
  func givesUp() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      hangs(world)
      let (_, caller) = try await world.register()
      _ = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      let relay = relay(world)
      var rounds = 0
      while try await status(world, caller) == .checking, rounds < 20 {
        world.clock.advance(.seconds(3600))
        try await relay.serveReady()
        rounds += 1
      }
      #expect(rounds == 7, "seven of its eight attempts")
      #expect(try await status(world, caller) == .awaitingReview)
      let reviewer = try await world.reviewer()
      #expect(try await world.review.listQueue(caller: reviewer).openCount == 1)
      // Jobs of earlier revisions find nothing to do.
      world.clock.advance(.seconds(3600))
      try await relay.serveReady()
      #expect(try await counts(world) == LeaseCounts(ready: 0, waiting: 0, leased: 0, dead: 0))
    }
  }

  @Test("a job that names nothing is buried at once")
  func unreadable() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let id: ID<Job> = SystemRandom().id(at: world.clock.now)
      let now = world.clock.now
      try await world.engine.write {
        try JobQueue().enqueue(id, queue: VerificationDesk.queue, tenantID: "main", payload: "?", at: now, in: $0)
      }
      #expect(try await relay(world).serveReady() == 1)
      #expect(try await counts(world).dead == 1)
    }
  }

  @Test("serving the same job twice verifies once")
  func twice() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      hangs(world)
      let (_, caller) = try await world.register()
      let progress = try await world.actions.submitVerification(world.verificationForm(), caller: caller)
      world.parties.set { $0.police = .success(.passed) }
      world.clock.advance(.seconds(20))
      let checks = world.actions.runIdentityChecks, id = progress.verification.id
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<2 { group.addTask { try await checks(id, tenantID: "main", givesUp: false) } }
        try await group.waitForAll()
      }
      try await relay(world).serveReady()
      let certificates = try await world.engine.read { try $0.query("SELECT id FROM certificate").count }
      #expect(certificates == 1)
    }
  }
}

@Suite("Removing what has served its time (B-26)")
struct RetentionSweepTests {
  private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func codes(_ world: PeopleWorld) async throws -> Int {
    try await world.engine.read { try $0.query("SELECT id FROM one_time_code").count }
  }

  @Test("the sweep removes used codes once their day is over, keeps younger ones, and ends when told")
  func sweeps() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      _ = try await world.register()
      world.clock.advance(.seconds(86_400 + 601))
      _ = try await world.code(.login, "13812341234")
      #expect(try await codes(world) == 2)
      let sweep = RetentionSweep(
        purge: world.actions.purgeExpired, tenantID: PeopleWorld.tenant, interval: .seconds(3600), logger: Self.quiet)
      let running = Task { try await sweep.run() }
      while try await codes(world) > 1 { await Task.yield() }
      running.cancel()
      try await running.value
      #expect(try await codes(world) == 1)
    }
  }

  @Test("a pass that fails is tried again at the next turn")
  func failing() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      _ = try await world.register()
      world.clock.advance(.seconds(86_400 + 601))
      try await world.engine.write { try $0.execute("ALTER TABLE rate_limit RENAME TO rate_limit_away") }
      let sweep = RetentionSweep(
        purge: world.actions.purgeExpired, tenantID: PeopleWorld.tenant, interval: .milliseconds(1), logger: Self.quiet)
      let running = Task { try await sweep.run() }
      for _ in 0..<500 { await Task.yield() }
      #expect(try await codes(world) == 1, "all or nothing")
      try await world.engine.write { try $0.execute("ALTER TABLE rate_limit_away RENAME TO rate_limit") }
      while try await codes(world) > 0 { await Task.yield() }
      running.cancel()
      try await running.value
    }
  }
}
