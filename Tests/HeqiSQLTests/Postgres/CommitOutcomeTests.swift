import HeqiPostgres
import HeqiSQL
import HeqiTestSupport
import Synchronization
import Testing

@Suite(
  "COMMIT whose answer is lost (drill 5)",
  .enabled(if: CommitCutter.isPossible, "needs a PostgreSQL on a socket; see bin/with-postgres"))
struct CommitOutcomeTests {
  /// One engine behind a cutter, and one that sees what is really there.
  private struct Bench: Sendable {
    let cutter: CommitCutter
    let engine: PostgresEngine
    let witness: PostgresEngine
    let runs = Counter()

    /// Appends one row; counts how often its body ran.
    func append(_ text: String) async throws {
      try await engine.write { connection in
        runs.add()
        try connection.execute("INSERT INTO line (text) VALUES ($1)", [.text(text)])
      }
    }

    func lines() async throws -> [String] {
      try await witness.read { try $0.query("SELECT text FROM line ORDER BY text").map { try $0.text("text") } }
    }
  }

  private final class Counter: Sendable {
    private let number = Mutex(0)
    func add() { number.withLock { $0 += 1 } }
    var value: Int { number.withLock { $0 } }
  }

  private func with(_ body: @Sendable (Bench) async throws -> Void) async throws {
    try await TestDatabase.withSchema { url, schema in
      let witness = try PostgresEngine(url: url, searchPath: schema, connectionsMax: 1, acquireTimeout: .seconds(60))
      try await witness.write { try $0.execute("CREATE TABLE line (text TEXT NOT NULL)") }
      try await CommitCutter.with(url) { cutter, address in
        let engine = try PostgresEngine(url: address, searchPath: schema, connectionsMax: 2, acquireTimeout: .seconds(60))
        try await body(Bench(cutter: cutter, engine: engine, witness: witness))
        await engine.close()
      }
      await witness.close()
    }
  }

  @Test("what was committed is told as done and not done again")
  func answerLost() async throws {
    try await with { bench in
      bench.cutter.plan { $0 == 1 ? .answer : nil }
      try await bench.append("a")
      #expect(bench.cutter.cuts == 1 && bench.runs.value == 1)
      #expect(try await bench.lines() == ["a"])
    }
  }

  @Test("what was not committed runs again, and stands there once", arguments: [CommitCutter.Cut.request, .silence])
  func requestLost(cut: CommitCutter.Cut) async throws {
    try await with { bench in
      bench.cutter.plan { $0 == 1 ? cut : nil }
      try await bench.append("a")
      #expect(bench.cutter.cuts == 1 && bench.runs.value == 2)
      #expect(try await bench.lines() == ["a"])
    }
  }

  @Test("when nobody can be asked, the caller is told that nobody knows, and nothing runs again")
  func nobodyKnows() async throws {
    try await with { bench in
      bench.cutter.plan { $0 == 1 ? .answer : nil }
      bench.cutter.refuseAfterNext()
      await #expect(throws: SQLError(.unknownOutcome, "")) { try await bench.append("a") }
      #expect(bench.runs.value == 1)
      bench.cutter.allow()
      #expect(try await bench.lines() == ["a"])
      try await bench.append("b")
      #expect(try await bench.lines() == ["a", "b"], "the pool has recovered")
    }
  }

  @Test("a transaction that wrote nothing needs no COMMIT to be right", arguments: CommitCutter.Cut.allCases)
  func nothingWritten(cut: CommitCutter.Cut) async throws {
    try await with { bench in
      bench.cutter.plan { $0 <= 2 ? cut : nil }
      let read = try await bench.engine.read { try $0.query("SELECT 7 AS x")[0].int("x") }
      let written = try await bench.engine.write { try $0.query("SELECT 8 AS x")[0].int("x") }
      #expect(read == 7 && written == 8 && bench.cutter.cuts == 2)
    }
  }

  @Test("forty writers whose COMMITs are cut all the time lose and double nothing")
  func crowd() async throws {
    try await with { bench in
      bench.cutter.plan { [.answer, nil, .request, nil][$0 % 4] }
      let texts = (0..<40).map { String(100 + $0) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for text in texts { group.addTask { try await bench.append(text) } }
        try await group.waitForAll()
      }
      #expect(try await bench.lines() == texts)
      #expect(bench.cutter.cuts >= 20)
    }
  }
}
