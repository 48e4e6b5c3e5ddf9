import HeqiSQL

/// A transaction that has written, as its server names it (PostgreSQL 15 §9.27.10, `xid8`).
struct PostgresTransaction: Sendable, Equatable {
  let id: String
  /// `PostgresConnection.server` of the session.
  let server: String

  /// Start of the server process and of its present statistics, which a crash resets.
  static let serverSQL = """
    SELECT pg_postmaster_start_time()::text || ' ' || coalesce(stats_reset::text, '') AS server FROM pg_stat_bgwriter
    """

  /// Ends the session of a transaction that nobody waits for any more; one that commits already does so first.
  static let endSQL = """
    SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
    WHERE backend_xid = ($1::text::xid8)::xid AND pid <> pg_backend_pid()
    """

  /// What became of a transaction.
  static let statusSQL = "SELECT pg_xact_status($1::text::xid8) AS status"
}

extension PostgresEngine {
  /// How long a broken COMMIT is asked after.
  static let settlementMax = Duration.seconds(5)
  /// A COMMIT that lasts longer than this has most likely been lost on the way to the server.
  static let commitMax = Duration.milliseconds(500)

  /// Whether a transaction whose COMMIT had no answer was committed: asked of the server on another session until it has
  /// decided (drill 5). Throws `.unknownOutcome` when the server cannot be reached in time, or has crashed since.
  func isCommitted(_ transaction: PostgresTransaction) async throws -> Bool {
    await pool.dropIdle()
    let start = ContinuousClock.now
    var pause = Duration.milliseconds(5)
    while true {
      switch await status(of: transaction, isOverdue: ContinuousClock.now - start > Self.commitMax) {
      case .committed: return true
      case .aborted: return false
      case .lost: throw unknownOutcome
      case .undecided: break
      }
      guard ContinuousClock.now - start < Self.settlementMax else { throw unknownOutcome }
      // The caller may have gone; what was written has to be told all the same.
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(250))
    }
  }

  private enum Status: Sendable {
    case committed, aborted
    /// Under way, or nobody can be asked at the moment.
    case undecided
    /// Nobody will ever know from the number.
    case lost
  }

  private func status(of transaction: PostgresTransaction, isOverdue: Bool) async -> Status {
    guard let link = try? await pool.acquire() else { return .undecided }
    let status = try? await link.run(nextRun()) { connection -> Status in
      let status = try connection.settled(transaction)
      switch status {
      case "aborted": return .aborted
      // The number may be another's by now, unless the server has run since it gave it.
      case "committed": return connection.server == transaction.server ? .committed : .lost
      case "in progress":
        if isOverdue { try connection.end(transaction) }
        return .undecided
      default: return .lost
      }
    }
    await pool.release(link)
    return status ?? .undecided
  }

  private var unknownOutcome: SQLError {
    SQLError(.unknownOutcome, "the connection broke during COMMIT; look whether the change is there before repeating it")
  }
}

extension PostgresConnection {
  /// The server's word for the end of a transaction; nil when it remembers it no longer.
  func settled(_ transaction: PostgresTransaction) throws(SQLError) -> String? {
    forgetFailure()
    return try query(PostgresTransaction.statusSQL, [.text(transaction.id)]).first?.optionalText("status")
  }

  /// The other end of a broken connection may wait for ever for a COMMIT that was lost on the way.
  func end(_ transaction: PostgresTransaction) throws(SQLError) {
    _ = try query(PostgresTransaction.endSQL, [.text(transaction.id)])
  }
}
