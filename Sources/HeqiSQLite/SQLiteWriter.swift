import GRDB
import HeqiSQL
import Synchronization

/// The one writer. Callers queue up while a commit is under way; the next commit takes all of them, each in its own
/// savepoint, and one fsync makes them durable together (group commit, quality.md E3).
///
/// Each caller gets its result only after the shared commit. A failing body rolls back only its own savepoint. When
/// SQLite drops the whole transaction, or COMMIT fails because of one body, the others run again one by one.
final class SQLiteWriter: Sendable {
  /// Bodies in one commit at most; bounds the work lost when the commit fails.
  static let batchCountMax = 128
  /// Bodies of one batch run at most this long before the commit, so that the first caller does not wait for all.
  static let batchTimeMax = Duration.milliseconds(20)

  private let database: any DatabaseWriter
  /// The waiting callers and whether somebody is serving them; guarded because callers come from every thread.
  private let state = Mutex(State())

  private struct State {
    var waiting: [any SQLiteWriteJob] = []
    var isServing = false
    var isClosed = false
    /// Set once the disk has failed: nothing is written any more until restart.
    var broken: SQLError?
  }

  init(_ database: any DatabaseWriter) { self.database = database }

  /// Queues a job; its continuation is resumed exactly once.
  func submit(_ job: any SQLiteWriteJob) {
    let decision = state.withLock { state -> Decision in
      if let broken = state.broken { return .refuse(broken) }
      if state.isClosed { return .refuse(SQLError(.closed, "the database is closed")) }
      state.waiting.append(job)
      if state.isServing { return .wait }
      state.isServing = true
      return .serve
    }
    switch decision {
    case .wait: break
    case .serve: serveSoon()
    case .refuse(let error): job.fail(error)
    }
  }

  /// Refuses new jobs; those already queued still run.
  func close() { state.withLock { $0.isClosed = true } }

  private enum Decision { case wait, serve, refuse(SQLError) }

  /// One batch per turn, so that others who need the writer's queue are not shut out by a steady stream of writes.
  private func serveSoon() {
    database.asyncWriteWithoutTransaction { database in
      guard let batch = self.nextBatch() else { return }
      self.run(batch, database)
      self.serveSoon()
    }
  }

  private func nextBatch() -> [any SQLiteWriteJob]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isServing = false
        return nil
      }
      let batch = Array(state.waiting.prefix(Self.batchCountMax))
      state.waiting.removeFirst(batch.count)
      return batch
    }
  }

  private func putBack(_ jobs: ArraySlice<any SQLiteWriteJob>) {
    guard !jobs.isEmpty else { return }
    state.withLock { $0.waiting.insert(contentsOf: jobs, at: 0) }
  }

  private func run(_ batch: [any SQLiteWriteJob], _ database: Database) {
    if let broken = state.withLock({ $0.broken }) {
      for job in batch { job.fail(broken) }
    } else if batch.count == 1 {
      runAlone(batch[0], database)
    } else {
      runTogether(batch, database)
    }
  }

  private func runAlone(_ job: any SQLiteWriteJob, _ database: Database) {
    let connection = SQLiteConnection(database)
    do throws(SQLError) {
      try connection.execute("BEGIN IMMEDIATE")
      let isSuccess = job.run(connection)
      if isSuccess { try connection.execute("COMMIT") } else { rollBack(database) }
      noteFatal(connection.failure)
      job.finish()
    } catch {
      rollBack(database)
      noteFatal(error)
      job.fail(error)
    }
  }

  private func runTogether(_ batch: [any SQLiteWriteJob], _ database: Database) {
    let connection = SQLiteConnection(database)
    do throws(SQLError) {
      try connection.execute("BEGIN IMMEDIATE")
    } catch {
      noteFatal(error)
      for job in batch { job.fail(error) }
      return
    }
    var succeeded: [any SQLiteWriteJob] = []
    var refused: [any SQLiteWriteJob] = []
    var lost: SQLError?
    let start = ContinuousClock.now
    for (index, job) in batch.enumerated() {
      if lost != nil || (index > 0 && ContinuousClock.now - start > Self.batchTimeMax) {
        putBack(batch[index...])
        break
      }
      switch runInSavepoint(job, connection, database) {
      case .succeeded: succeeded.append(job)
      case .refused: refused.append(job)
      case .refusedAll(let error):
        refused.append(job)
        lost = error
      }
    }
    end(succeeded, connection, lost, database)
    for job in refused { job.finish() }
  }

  private enum SavepointOutcome {
    case succeeded, refused
    /// The whole transaction is gone, with the work of the bodies before.
    case refusedAll(SQLError)
  }

  private func runInSavepoint(
    _ job: any SQLiteWriteJob, _ connection: SQLiteConnection, _ database: Database
  ) -> SavepointOutcome {
    do throws(SQLError) {
      try connection.execute("SAVEPOINT caller")
      if job.run(connection) {
        try connection.execute("RELEASE caller")
        return .succeeded
      }
      noteFatal(connection.failure)
      guard database.isInsideTransaction else {
        return .refusedAll(connection.failure ?? SQLError(.transactionAborted, "SQLite gave up the transaction"))
      }
      connection.forgetFailure()
      try connection.execute("ROLLBACK TO caller")
      try connection.execute("RELEASE caller")
      return .refused
    } catch {
      noteFatal(error)
      job.keep(error)
      return .refusedAll(error)
    }
  }

  /// Commits the batch; when that is impossible each body that had succeeded runs again by itself.
  private func end(
    _ succeeded: [any SQLiteWriteJob], _ connection: SQLiteConnection, _ lost: SQLError?, _ database: Database
  ) {
    do throws(SQLError) {
      if let lost { throw lost }
      try connection.execute("COMMIT")
      for job in succeeded { job.finish() }
    } catch {
      rollBack(database)
      noteFatal(error)
      for job in succeeded { SQLiteFailure.isFatal(error) ? job.fail(error) : runAlone(job, database) }
    }
  }

  /// Ends a failed transaction. A failure here means that SQLite has ended it already.
  private func rollBack(_ database: Database) {
    guard database.isInsideTransaction else { return }
    _ = try? SQLiteConnection(database).execute("ROLLBACK")
  }

  private func noteFatal(_ error: SQLError?) {
    guard let error, SQLiteFailure.isFatal(error) else { return }
    state.withLock { $0.broken = $0.broken ?? error }
  }
}
