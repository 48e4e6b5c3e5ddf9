import HeqiPostgres
import HeqiSQL
import HeqiTestSupport
import Synchronization
import Testing

@Suite(.enabled(if: TestDatabase.postgresURL != nil, "needs HEQI_TEST_DATABASE_URL; see bin/with-postgres"))
struct PostgresEngineTests {
  private func engine(_ count: Int = 2, wait: Duration = .seconds(1), statement: Duration = .seconds(30)) throws -> PostgresEngine {
    try PostgresEngine(
      url: try #require(TestDatabase.postgresURL), connectionsMax: count, acquireTimeout: wait, statementTimeout: statement)
  }

  @Test("a session that the server ended is replaced and the body runs again")
  func reconnect() async throws {
    let engine = try engine()
    let runs = Mutex(0)
    let answer = try await engine.write { connection in
      let run = runs.withLock { runs in
        runs += 1
        return runs
      }
      if run == 1 { try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
      return try connection.query("SELECT 7 AS x")[0].int("x")
    }
    #expect(answer == 7)
    #expect(runs.withLock { $0 } == 2)
    await engine.close()
  }

  @Test("idle sessions that died while waiting are not the caller's problem")
  func idleSessionsDied() async throws {
    let engine = try engine(1)
    let other = try self.engine(1)
    let process = try await engine.read { try $0.query("SELECT pg_backend_pid() AS pid")[0].integer("pid") }
    try await other.write { try $0.execute("SELECT pg_terminate_backend($1::int4)", [.integer(process)]) }
    let next = try await engine.read { try $0.query("SELECT pg_backend_pid() AS pid")[0].integer("pid") }
    #expect(next != process)
    await engine.close()
    await other.close()
  }

  @Test("when all sessions are in use a caller is told so in time")
  func exhausted() async throws {
    let engine = try engine(1)
    let held = Gate()
    let gate = Gate()
    let holder = Task {
      try await engine.write { _ in
        held.open()
        gate.hold()
      }
    }
    await held.wait()
    await #expect(throws: SQLError(.busy, "")) { try await engine.read { try $0.query("SELECT 1 AS x") } }
    gate.open()
    try await holder.value
    #expect(try await engine.read { try $0.query("SELECT 1 AS x")[0].int("x") } == 1)
    await engine.close()
  }

  @Test("a cancelled caller's statement is cancelled on the server, and the pool stays whole")
  func cancellation() async throws {
    let engine = try engine(1, wait: .seconds(5))
    let running = Gate()
    let task = Task {
      try await engine.read { connection in
        running.open()
        return try connection.query("SELECT 1 AS x FROM pg_sleep(20)").count
      }
    }
    await running.wait()
    let start = ContinuousClock.now
    task.cancel()
    await #expect(throws: SQLError(.interrupted, "")) { try await task.value }
    #expect(ContinuousClock.now - start < .seconds(18))
    #expect(try await engine.read { try $0.query("SELECT 1 AS x")[0].int("x") } == 1)
    await engine.close()
  }

  @Test("a statement beyond its time is ended by the server")
  func statementTimeout() async throws {
    let engine = try engine(1, statement: .milliseconds(30))
    await #expect(throws: SQLError(.interrupted, "")) { try await engine.read { try $0.query("SELECT pg_sleep(20)") } }
    await engine.close()
  }

  @Test("an unreachable server and a bad address are told without the password")
  func unreachable() async throws {
    let engine = try PostgresEngine(url: "postgres://u:hush@127.0.0.1:1/none", connectionsMax: 1)
    let error = await #expect(throws: SQLError.self) { try await engine.read { try $0.query("SELECT 1") } }
    #expect(error?.code == .connectionLost)
    #expect(error?.description.contains("hush") == false)
    await engine.close()
    #expect(throws: SQLError(.accessDenied, "")) { try PostgresEngine(url: "postgres://%zz") }
  }

  @Test("a statement prepared before the table changed is prepared again")
  func stalePlan() async throws {
    try await TestDatabase.with(.postgres, migrations: [Sample.tables]) { engine in
      #expect(try await engine.read { try $0.query("SELECT * FROM counter")[0].columns } == ["id", "n"])
      try await engine.write { try $0.execute("ALTER TABLE counter ADD COLUMN extra BIGINT") }
      #expect(try await engine.read { try $0.query("SELECT * FROM counter")[0].columns } == ["id", "n", "extra"])
    }
  }
}
