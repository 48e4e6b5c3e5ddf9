/// Brings a database to the newest schema: each migration in one transaction, recorded with its digest.
package struct MigrationRunner: Sendable {
  private let migrations: [Migration]
  private let digest: @Sendable ([UInt8]) -> [UInt8]
  private let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - migrations: in any order; ids must be unique.
  ///   - digest: SHA-256.
  ///   - now: µs since 1970 UTC, for the record only.
  package init(
    _ migrations: [Migration], digest: @escaping @Sendable ([UInt8]) -> [UInt8], now: @escaping @Sendable () -> Int64
  ) {
    self.migrations = migrations.sorted { $0.id < $1.id }
    self.digest = digest
    self.now = now
  }

  /// Applies what is missing and returns the ids applied here, in order.
  ///
  /// Throws `.incompatible` when the database knows a migration that this program does not (it is too new), or when
  /// a recorded migration has another digest or name (it was changed after release). Safe to run on several nodes at
  /// once: the loser of the race on a record reads again.
  @discardableResult
  package func run(on engine: any SQLEngine) async throws -> [Int] {
    try checkUniqueIDs()
    try await createRecordTable(on: engine)
    var applied: [Int] = []
    for migration in migrations {
      let isRecorded = try await check(on: engine).contains(migration.id)
      if !isRecorded, try await apply(migration, on: engine) { applied.append(migration.id) }
    }
    if migrations.isEmpty { _ = try await check(on: engine) }
    return applied
  }

  /// The ids not yet applied; compares digests as `run` does and changes nothing. For `heqi doctor`.
  package func pending(on engine: any SQLEngine) async throws -> [Int] {
    guard try await hasRecordTable(on: engine) else { return migrations.map(\.id) }
    let recorded = try await check(on: engine)
    return migrations.map(\.id).filter { !recorded.contains($0) }
  }

  private func checkUniqueIDs() throws(SQLError) {
    for (left, right) in zip(migrations, migrations.dropFirst()) where left.id == right.id {
      throw SQLError(.incompatible, "migrations “\(left.name)” and “\(right.name)” share the number \(left.id)")
    }
  }

  private func createRecordTable(on engine: any SQLEngine) async throws {
    if try await hasRecordTable(on: engine) { return }
    do {
      try await engine.write { connection in
        try connection.execute(connection.dialect.translateDDL(MigrationSQL.createTable))
      }
    } catch {
      // Two nodes may create it at the same moment, which PostgreSQL tells in several ways; the other one's stands.
      guard try await hasRecordTable(on: engine) else { throw error }
    }
  }

  private func hasRecordTable(on engine: any SQLEngine) async throws -> Bool {
    try await engine.read { try !$0.query(MigrationSQL.findTable($0.dialect)).isEmpty }
  }

  private func check(on engine: any SQLEngine) async throws -> Set<Int> {
    let rows = try await engine.read { try $0.query(MigrationSQL.selectAll) }
    let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0) })
    var recorded: Set<Int> = []
    for row in rows {
      let id = try row.int("id")
      let name = try row.text("name")
      guard let migration = known[id] else {
        throw SQLError(
          .incompatible, "the database is too new: it holds migration \(id) “\(name)”; run a newer version of heqi")
      }
      guard try row.blob("digest") == digest(migration.frozenBytes), name == migration.name else {
        throw SQLError(
          .incompatible, "migration \(id) “\(name)” was changed after it was applied; restore its text and add a new one")
      }
      recorded.insert(id)
    }
    return recorded
  }

  private func apply(_ migration: Migration, on engine: any SQLEngine) async throws -> Bool {
    let record: [SQLValue] = [
      SQLValue(migration.id), SQLValue(migration.name), .blob(digest(migration.frozenBytes)), .integer(now()),
    ]
    do {
      try await engine.write { connection in
        if connection.dialect == .postgres { try connection.execute(MigrationSQL.noTimeLimit) }
        try connection.execute(MigrationSQL.insert, record)
        for statement in migration.statements(for: connection.dialect) { try connection.execute(statement) }
      }
      return true
    } catch let error as SQLError where error.isUniqueViolation(of: "schema_migration", "id") {
      return false
    }
  }
}

/// The statements of the runner.
enum MigrationSQL {
  static let createTable = """
    CREATE TABLE IF NOT EXISTS schema_migration (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest BLOB NOT NULL,
    applied_at_us BIGINT NOT NULL
    )
    """
  static let selectAll = "SELECT id, name, digest FROM schema_migration ORDER BY id"
  static let insert = "INSERT INTO schema_migration (id, name, digest, applied_at_us) VALUES ($1, $2, $3, $4)"
  /// PostgreSQL only, until the end of the transaction: rewriting a large table may exceed the usual limit.
  static let noTimeLimit = "SET LOCAL statement_timeout = 0"

  static func findTable(_ dialect: SQLDialect) -> String {
    switch dialect {
    case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'"
    case .postgres:
      """
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_name = 'schema_migration'
      """
    }
  }
}
