import HeqiSQL
import HeqiSQLite
import HeqiTestSupport
import Testing

@Suite struct SQLiteWriterTests {
  struct Refused: Error {}

  /// Holds the writer until a crowd has queued up behind it, so that the crowd shares one commit.
  private func crowd<T: Sendable>(
    _ engine: any SQLEngine, _ count: Int, _ body: @escaping @Sendable (Int, any SQLConnection) throws -> T
  ) async -> [Result<T, any Error>] {
    let gate = Gate()
    return await withTaskGroup(of: (Int, Result<T, any Error>).self) { group in
      let blocker = Task {
        try await engine.write { _ in gate.hold() }
      }
      for index in 0..<count {
        group.addTask {
          do { return (index, .success(try await engine.write { try body(index, $0) })) } catch {
            return (index, .failure(error))
          }
        }
      }
      // Let the crowd reach the queue; correctness does not depend on how many do.
      for _ in 0..<1000 { await Task.yield() }
      gate.open()
      _ = try? await blocker.value
      var results: [(Int, Result<T, any Error>)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  @Test("in a shared commit a failing body undoes only its own work", arguments: [TestDatabase.Engine.sqliteMemory, .sqliteFile])
  func oneOfMany(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      let results = await crowd(engine, 60) { index, connection in
        try connection.execute(Sample.insert, Sample.arguments(Int64(index), "n\(index)"))
        if index % 3 == 0 { throw Refused() }
        if index % 3 == 1 { try connection.execute(Sample.insert, Sample.arguments(Int64(index), "again")) }
        return index
      }
      for (index, result) in results.enumerated() {
        switch index % 3 {
        case 0: #expect(throws: Refused.self) { try result.get() }
        case 1: #expect(throws: SQLError(.uniqueViolation, "")) { try result.get() }
        default: #expect(try result.get() == index)
        }
      }
      let stored = try await engine.read { try $0.query("SELECT id FROM item ORDER BY id").map { try $0.int("id") } }
      #expect(stored == (0..<60).filter { $0 % 3 == 2 })
    }
  }

  @Test("when one body loses the whole transaction, the others run again and are stored once")
  func lostTransaction() async throws {
    try await TestDatabase.with(.sqliteFile, migrations: [Sample.tables]) { engine in
      let results = await crowd(engine, 40) { index, connection in
        // What SQLite does by itself when the disk is full in the middle of a statement.
        if index == 20 {
          try connection.execute("ROLLBACK")
          throw Refused()
        }
        try connection.execute("UPDATE counter SET n = n + 1 WHERE id = 1")
        return index
      }
      for (index, result) in results.enumerated() where index != 20 { #expect(try result.get() == index) }
      #expect(throws: Refused.self) { try results[20].get() }
      let count = try await engine.read { try $0.query("SELECT n FROM counter")[0].int("n") }
      #expect(count == 39)
    }
  }

  @Test("when the disk is full each caller learns its own fate, what was acknowledged stays, and room heals it")
  func diskFull() async throws {
    try await TestDatabase.with(.sqliteFile, migrations: [Sample.tables]) { engine in
      try await engine.write { connection in
        let pages = try connection.query("PRAGMA page_count")[0].integer("page_count")
        _ = try connection.query("PRAGMA max_page_count = \(pages + 40)")
      }
      let results = await crowd(engine, 40) { index, connection in
        try connection.execute(
          Sample.insert, Sample.arguments(Int64(index), "n\(index)", data: [UInt8](repeating: 1, count: 8000)))
        return index
      }
      let kept = results.compactMap { try? $0.get() }
      #expect(!kept.isEmpty && kept.count < 40)
      for result in results {
        if case .failure(let error) = result { #expect((error as? SQLError)?.code == .diskFull) }
      }
      let stored = try await engine.read { try $0.query("SELECT id FROM item ORDER BY id").map { try $0.int("id") } }
      #expect(stored == kept.sorted())
      try await engine.write { _ = try $0.query("PRAGMA max_page_count = 100000") }
      try await engine.write { connection in
        try connection.execute(
          Sample.insert, Sample.arguments(1000, "later", data: [UInt8](repeating: 1, count: 8000)))
      }
    }
  }

  @Test("an acknowledged write is seen by the next reader")
  func readYourWrites() async throws {
    try await TestDatabase.with(.sqliteFile, migrations: [Sample.tables]) { engine in
      for n in 1...50 {
        try await engine.write { try $0.execute("UPDATE counter SET n = $1 WHERE id = 1", [.integer(Int64(n))]) }
        #expect(try await engine.read { try $0.query("SELECT n FROM counter")[0].int("n") } == n)
      }
    }
  }

  @Test("the writer syncs every commit fully and keeps a write-ahead log")
  func durability() async throws {
    try await TestDatabase.with(.sqliteFile, migrations: []) { engine in
      let (mode, journal, keys) = try await engine.write { connection in
        (
          try connection.query("PRAGMA synchronous")[0].int("synchronous"),
          try connection.query("PRAGMA journal_mode")[0].text("journal_mode"),
          try connection.query("PRAGMA foreign_keys")[0].int("foreign_keys")
        )
      }
      #expect(mode == 2)
      #expect(journal == "wal")
      #expect(keys == 1)
    }
  }

  @Test("a backup holds what was committed, and a sound file has no problems")
  func backup() async throws {
    try await TestDatabase.withFolder { folder in
      let engine = try SQLiteEngine(path: folder + "/a.sqlite")
      try await engine.write { connection in
        try connection.execute("CREATE TABLE t (x INTEGER) STRICT")
        try connection.execute("INSERT INTO t (x) VALUES (42)")
      }
      try await engine.backup(to: folder + "/b.sqlite")
      await #expect(throws: SQLError.self) { try await engine.backup(to: folder + "/b.sqlite") }
      #expect(try await engine.integrityProblems().isEmpty)
      await engine.close()
      let copy = try SQLiteEngine(path: folder + "/b.sqlite")
      #expect(try await copy.read { try $0.query("SELECT x FROM t")[0].int("x") } == 42)
      await copy.close()
    }
  }

  @Test("a path that cannot be opened is refused with its reason")
  func badPath() {
    #expect(throws: SQLError(.accessDenied, "")) { try SQLiteEngine(path: "/nowhere/at/all.sqlite") }
  }
}
