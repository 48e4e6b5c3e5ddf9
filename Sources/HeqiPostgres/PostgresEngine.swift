import CLibPQ
package import HeqiSQL
import Synchronization

/// PostgreSQL 15 or newer as a `SQLEngine`, through libpq with a pool of sessions.
package final class PostgresEngine: SQLEngine {
  /// Runs of one write body at most, counting those lost to serialization failures or broken connections.
  package static let attemptsMax = 25
  /// Runs of a body that meets a unique index. A rival may have committed between our snapshot and our INSERT; the next
  /// run sees its row, as it would on SQLite. A real duplicate is told after these.
  static let uniqueAttemptsMax = 3

  let pool: PostgresPool
  /// Numbers runs, so that a late cancel never hits another caller.
  private let runCount = Atomic<UInt64>(0)

  /// Checks the address only; sessions open when needed.
  ///
  /// - Parameters:
  ///   - url: a libpq URL (`postgres://user@host:5432/name?sslmode=verify-full&sslrootcert=…`).
  ///   - searchPath: the schema, or nil for the server's own setting.
  ///   - connectionsMax: sessions at most.
  ///   - acquireTimeout: how long a caller waits for a free session before `.busy`.
  ///   - statementTimeout: a statement that takes longer is ended by the server.
  ///   - lockTimeout: a statement that waits longer for a lock throws `.busy`.
  /// - Throws: `.accessDenied` when the URL cannot be read.
  package init(
    url: String, searchPath: String? = nil, connectionsMax: Int = 8, acquireTimeout: Duration = .seconds(1),
    statementTimeout: Duration = .seconds(30), lockTimeout: Duration = .seconds(5)
  ) throws(SQLError) {
    guard let options = PQconninfoParse(url, nil) else {
      throw SQLError(.accessDenied, "the database URL cannot be read; write postgres://user@host:port/name")
    }
    PQconninfoFree(options)
    let settings = PostgresSettings(
      url: url, searchPath: searchPath, statementTimeout: statementTimeout, lockTimeout: lockTimeout)
    pool = PostgresPool(settings, countMax: max(1, connectionsMax), waitMax: acquireTimeout)
  }

  package var dialect: SQLDialect { .postgres }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
    try await attempt("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isWriting: false, body)
  }

  @discardableResult
  package func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
    // SERIALIZABLE would abort strangers too: on small tables its predicate locks cover whole pages and tables, and
    // writers that never touch the same row starve each other. Rivals on one row are what we must tell apart, and
    // REPEATABLE READ does: the second to write it runs again.
    try await attempt("BEGIN ISOLATION LEVEL REPEATABLE READ", isWriting: true, body)
  }

  package func close() async { await pool.close() }

  private func attempt<T: Sendable>(
    _ begin: String, isWriting: Bool, _ body: @escaping @Sendable (any SQLConnection) throws -> T
  ) async throws -> T {
    var attempt = 1
    while true {
      try Task.checkCancellation()
      do {
        return try await once(begin, isWriting: isWriting, body)
      } catch let error as PostgresRetry {
        guard attempt < Self.attemptsMax else { throw error.reason }
        if error.reason.code == .uniqueViolation, attempt >= Self.uniqueAttemptsMax { throw error.cause }
        if error.reason.code == .connectionLost {
          await pool.dropIdle()
          // A server that restarts needs a moment; one that stays away is told to the caller soon.
          guard attempt < 4 else { throw error.reason }
        }
        try await Task.sleep(for: delay(afterAttempt: attempt))
        attempt += 1
      }
    }
  }

  private func once<T: Sendable>(
    _ begin: String, isWriting: Bool, _ body: @escaping @Sendable (any SQLConnection) throws -> T
  ) async throws -> T {
    let link: PostgresLink
    do {
      link = try await pool.acquire()
    } catch let error as SQLError where error.code == .connectionLost {
      throw PostgresRetry(reason: error, cause: error)
    }
    let number = nextRun()
    let ending: PostgresEnding<T>
    do {
      ending = try await link.run(number) { connection in
        try Self.transaction(begin, isWriting: isWriting, connection, body)
      }
      await pool.release(link)
    } catch {
      await pool.release(link)
      throw error
    }
    switch ending {
    case .committed(let value): return value
    case .unknown(let value, let transaction):
      guard try await isCommitted(transaction) else {
        let lost = SQLError(.connectionLost, "the connection broke before COMMIT; nothing was written")
        throw PostgresRetry(reason: lost, cause: lost)
      }
      return value
    }
  }

  /// Numbers a run on a session.
  func nextRun() -> UInt64 { runCount.add(1, ordering: .relaxed).newValue }

  private static func transaction<T: Sendable>(
    _ begin: String, isWriting: Bool, _ connection: PostgresConnection, _ body: (any SQLConnection) throws -> T
  ) throws -> PostgresEnding<T> {
    do {
      try connection.begin(begin)
      let value = try body(connection)
      if connection.failure != nil {
        throw SQLError(.transactionAborted, "a statement of this transaction failed and its error was ignored")
      }
      let transaction = isWriting ? try connection.transaction() : nil
      // What wrote nothing is what it read, whether its COMMIT arrived or not.
      guard try !connection.commit(), let transaction else { return .committed(value) }
      return .unknown(value, transaction)
    } catch {
      connection.rollBack()
      guard let reason = connection.failure ?? (error as? SQLError) else { throw error }
      switch reason.code {
      case .serialization, .connectionLost, .uniqueViolation:
        throw PostgresRetry(reason: reason, cause: error)
      default: throw error
      }
    }
  }

  /// 2 ms doubled per attempt, at most 250 ms, spread by the run number so that rivals do not meet again.
  private func delay(afterAttempt attempt: Int) -> Duration {
    let base = min(250_000, 2_000 << min(attempt - 1, 7))
    let spread = Int(runCount.load(ordering: .relaxed) &* 2_654_435_761 % 1000)
    return .microseconds(base / 2 + base * spread / 1000)
  }
}

/// How a transaction ended, as far as its session can tell.
private enum PostgresEnding<Value: Sendable>: Sendable {
  case committed(Value)
  /// The connection broke while COMMIT was under way.
  case unknown(Value, PostgresTransaction)
}

/// Says that the whole transaction may run again, and why.
private struct PostgresRetry: Error {
  let reason: SQLError
  /// What the body threw, which may be its own translation of the reason.
  let cause: any Error
}
