import FoundationEssentials
import Glibc
package import HeqiDomain
import HeqiPostgres
package import HeqiSQL
import HeqiSQLite
import HeqiStorage
import Synchronization

/// A database of its own for one test, on each engine that the machine has.
///
/// Write store tests as `@Test(arguments: TestDatabase.engines)` and open with `TestDatabase.with(engine) { … }`.
package enum TestDatabase {
  package enum Engine: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqliteMemory
    case sqliteFile
    case postgres

    package var description: String { rawValue }
  }

  /// PostgreSQL is among them when `HEQI_TEST_DATABASE_URL` is set; see `bin/with-postgres`.
  package static let engines: [Engine] =
    postgresURL == nil ? [.sqliteMemory, .sqliteFile] : [.sqliteMemory, .sqliteFile, .postgres]

  /// Address of a server where schemas may be created, or nil.
  package static let postgresURL = ProcessInfo.processInfo.environment["HEQI_TEST_DATABASE_URL"]

  /// A fixed time for migration records and as a start for manual clocks: 2026-01-01T00:00:00Z.
  package static let start = Instant(seconds: 1_767_225_600)

  /// Runs `body` on an empty, migrated database that is gone afterwards.
  ///
  /// - Parameter migrations: the whole schema unless given; an empty list gives a database without tables.
  @discardableResult
  package static func with<T: Sendable>(
    _ kind: Engine, migrations: [Migration] = HeqiMigrations.all,
    _ body: @Sendable (any SQLEngine) async throws -> T
  ) async throws -> T {
    switch kind {
    case .sqliteMemory:
      return try await run(try SQLiteEngine(), migrations, body)
    case .sqliteFile:
      return try await withFolder { folder in
        try await run(try SQLiteEngine(path: folder + "/test.sqlite"), migrations, body)
      }
    case .postgres:
      return try await withSchema { url, schema in
        try await run(try patientEngine(url, schema, connectionsMax: 4), migrations, body)
      }
    }
  }

  /// Limits that no slow machine reaches; what the usual ones do is shown by the engine's own tests.
  private static func patientEngine(_ url: String, _ schema: String?, connectionsMax: Int) throws -> PostgresEngine {
    try PostgresEngine(
      url: url, searchPath: schema, connectionsMax: connectionsMax, acquireTimeout: .seconds(60),
      statementTimeout: .seconds(600), lockTimeout: .seconds(60))
  }

  /// Runs `body` with a folder of its own that is removed afterwards.
  @discardableResult
  package static func withFolder<T: Sendable>(_ body: @Sendable (String) async throws -> T) async throws -> T {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    let folder = "\(base)/heqi-test-\(getpid())-\(counter.add(1, ordering: .relaxed).newValue)"
    guard mkdir(folder, 0o700) == 0 else { throw SQLError(.io, "no folder for the test can be made at \(folder)") }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }

  private static let counter = Atomic<Int>(0)

  private static func run<T: Sendable>(
    _ engine: any SQLEngine, _ migrations: [Migration], _ body: @Sendable (any SQLEngine) async throws -> T
  ) async throws -> T {
    do {
      if !migrations.isEmpty { try await HeqiMigrations.runner(migrations, at: start).run(on: engine) }
      let result = try await body(engine)
      await engine.close()
      return result
    } catch {
      await engine.close()
      throw error
    }
  }

  /// Runs `body` with the address of the server and the name of an empty schema, for tests that connect by themselves.
  @discardableResult
  package static func withSchema<T: Sendable>(_ body: @Sendable (String, String) async throws -> T) async throws -> T {
    guard let url = postgresURL else { throw SQLError(.accessDenied, "set HEQI_TEST_DATABASE_URL") }
    let schema = "test_\(getpid())_\(counter.add(1, ordering: .relaxed).newValue)"
    let admin = try patientEngine(url, nil, connectionsMax: 1)
    try await admin.write { connection in
      try connection.execute("DROP SCHEMA IF EXISTS \(schema) CASCADE")
      try connection.execute("CREATE SCHEMA \(schema)")
    }
    let result: Result<T, any Error>
    do { result = .success(try await body(url, schema)) } catch { result = .failure(error) }
    try await admin.write { try $0.execute("DROP SCHEMA \(schema) CASCADE") }
    await admin.close()
    return try result.get()
  }
}
