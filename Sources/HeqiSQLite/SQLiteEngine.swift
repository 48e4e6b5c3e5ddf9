import GRDB
import Glibc
package import HeqiSQL

/// SQLite as a `SQLEngine`: WAL with one writer and several readers, every commit synced to disk.
package final class SQLiteEngine: SQLEngine {
  private let database: any DatabaseWriter
  private let writer: SQLiteWriter
  /// As many threads as reading connections; GRDB's own asynchronous reads change threads three times for each.
  private let readers: BlockingPool

  /// Opens or creates a database file in WAL mode with synchronous=FULL (an acknowledged commit survives power loss).
  ///
  /// - Parameters:
  ///   - path: the file; its folder must exist. `-wal` and `-shm` files appear beside it.
  ///   - readerCount: connections for `read`.
  ///   - busyTimeoutSeconds: how long to wait for another process that holds the write lock.
  /// - Throws: `SQLError` `.accessDenied`, `.incompatible`, `.diskFull`, `.io`.
  package init(path: String, readerCount: Int = 4, busyTimeoutSeconds: Double = 5) throws(SQLError) {
    do {
      let configuration = Self.configuration(busyTimeoutSeconds: busyTimeoutSeconds, readerCount: readerCount)
      let pool = try DatabasePool(path: path, configuration: configuration)
      // GRDB sets NORMAL after preparing the connection, so this must come last.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      database = pool
      writer = SQLiteWriter(pool)
      readers = BlockingPool(label: "heqi.sqlite.read", width: readerCount)
    } catch {
      throw SQLiteFailure.from(error)
    }
  }

  /// A private database in memory, for tests: one connection for reads and writes.
  package init() throws(SQLError) {
    do {
      let queue = try DatabaseQueue(configuration: Self.configuration(busyTimeoutSeconds: 5, readerCount: 1))
      database = queue
      writer = SQLiteWriter(queue)
      readers = BlockingPool(label: "heqi.sqlite.read", width: 1)
    } catch {
      throw SQLiteFailure.from(error)
    }
  }

  package var dialect: SQLDialect { .sqlite }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
    try Task.checkCancellation()
    do {
      return try await readers.run { [database] in try database.read { try body(SQLiteConnection($0)) } }
    } catch let error as DatabaseError {
      throw SQLiteFailure.from(error)
    }
  }

  @discardableResult
  package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
    try Task.checkCancellation()
    return try await withCheckedThrowingContinuation { continuation in
      writer.submit(SQLiteTypedWriteJob(body, continuation))
    }
  }

  package func close() async {
    writer.close()
    // Runs behind the writes that are still queued. A connection that cannot close now is closed at exit.
    _ = try? await database.writeWithoutTransaction { _ in }
    try? database.close()
  }

  /// Copies the whole database, as of now, into a new file at `path`, synced to disk; readers and writers go on.
  ///
  /// Throws `SQLError`; the target must not exist.
  package func backup(to path: String) async throws {
    do {
      try await database.unsafeRead { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
    } catch {
      throw SQLiteFailure.from(error)
    }
    // SQLite leaves the new file in the system's cache.
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw SQLError(.io, "the backup cannot be opened after it was written") }
    defer { Glibc.close(file) }
    guard fsync(file) == 0 else { throw SQLError(.io, "the backup cannot be synced; check the volume and repeat it") }
  }

  /// SQLite's own findings on damage: empty when sound. Reads the whole file.
  package func integrityProblems() async throws -> [String] {
    let rows = try await read { try $0.query("PRAGMA integrity_check(20)") }
    return try rows.map { row throws(SQLError) in try row.text("integrity_check") }.filter { $0 != "ok" }
  }

  private static func configuration(busyTimeoutSeconds: Double, readerCount: Int) -> Configuration {
    var configuration = Configuration()
    configuration.label = "heqi.sqlite"
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    configuration.maximumReaderCount = readerCount
    configuration.publicStatementArguments = false
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      // KiB of page cache per connection.
      try database.execute(sql: "PRAGMA cache_size = -8192")
    }
    return configuration
  }
}
