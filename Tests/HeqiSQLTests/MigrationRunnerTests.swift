import HeqiSQL
import HeqiTestSupport
import Testing

@Suite struct MigrationRunnerTests {
  static let first = Migration(1, "first", "CREATE TABLE one (id BIGINT NOT NULL PRIMARY KEY);")
  static let second = Migration(2, "second", "CREATE TABLE two (id BIGINT NOT NULL PRIMARY KEY);")

  /// Good enough to tell texts apart in a test.
  private func runner(_ migrations: [Migration]) -> MigrationRunner {
    MigrationRunner(migrations, digest: { $0 }, now: { 1 })
  }

  @Test("each migration is applied once, in order of its number", arguments: TestDatabase.engines)
  func order(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: []) { engine in
      #expect(try await runner([Self.second, Self.first]).pending(on: engine) == [1, 2])
      #expect(try await runner([Self.second, Self.first]).run(on: engine) == [1, 2])
      #expect(try await runner([Self.first, Self.second]).run(on: engine) == [])
      #expect(try await runner([Self.first, Self.second]).pending(on: engine) == [])
      try await engine.write { try $0.execute("INSERT INTO two (id) VALUES (1)") }
    }
  }

  @Test("a migration merged later with a lower number is still applied", arguments: TestDatabase.engines)
  func mergedLater(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: []) { engine in
      try await runner([Self.second]).run(on: engine)
      #expect(try await runner([Self.first, Self.second]).run(on: engine) == [1])
    }
  }

  @Test("a database that knows more than the program is refused", arguments: TestDatabase.engines)
  func tooNew(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: []) { engine in
      try await runner([Self.first, Self.second]).run(on: engine)
      await #expect(throws: SQLError(.incompatible, "")) { try await runner([Self.first]).run(on: engine) }
      await #expect(throws: SQLError(.incompatible, "")) { try await runner([]).run(on: engine) }
    }
  }

  @Test("a changed text or name is refused", arguments: TestDatabase.engines)
  func frozen(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: []) { engine in
      try await runner([Self.first]).run(on: engine)
      for changed in [Migration(1, "first", Self.first.sql + " "), Migration(1, "renamed", Self.first.sql)] {
        await #expect(throws: SQLError(.incompatible, "")) { try await runner([changed]).run(on: engine) }
        await #expect(throws: SQLError(.incompatible, "")) { try await runner([changed]).pending(on: engine) }
      }
    }
  }

  @Test("a failing migration leaves no trace and the next start tries again", arguments: TestDatabase.engines)
  func failing(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: []) { engine in
      let broken = Migration(2, "second", "CREATE TABLE half (id BIGINT);\nCREATE NONSENSE;")
      await #expect(throws: SQLError(.syntax, "")) { try await runner([Self.first, broken]).run(on: engine) }
      let applied = try await runner([Self.first, Self.second]).run(on: engine)
      #expect(applied == [2])
      await #expect(throws: SQLError(.syntax, "")) { try await engine.read { try $0.query("SELECT id FROM half") } }
    }
  }

  @Test("two migrations with one number are refused before anything runs")
  func duplicateNumbers() async throws {
    try await TestDatabase.with(.sqliteMemory, migrations: []) { engine in
      await #expect(throws: SQLError(.incompatible, "")) {
        try await runner([Self.first, Migration(1, "twin", "SELECT 1;")]).run(on: engine)
      }
    }
  }

  @Test("nodes that start together apply each migration once", arguments: TestDatabase.engines)
  func race(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: []) { engine in
      let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
        for _ in 0..<4 { group.addTask { try await self.runner([Self.first, Self.second]).run(on: engine) } }
        var all: [Int] = []
        for try await ids in group { all += ids }
        return all
      }
      #expect(applied.sorted() == [1, 2])
    }
  }
}
