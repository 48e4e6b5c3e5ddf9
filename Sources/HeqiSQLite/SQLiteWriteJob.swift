import HeqiSQL
import Synchronization

/// A caller of `write` waiting for its turn and for the shared commit.
protocol SQLiteWriteJob: AnyObject, Sendable {
  /// Runs the body and keeps its outcome; returns true when the body succeeded. May run again after a lost batch.
  func run(_ connection: SQLiteConnection) -> Bool
  /// Keeps an error as the outcome, for a body whose savepoint could not be closed.
  func keep(_ error: SQLError)
  /// Hands the kept outcome to the caller. Called once, after the commit for a success.
  func finish()
  /// Replaces the outcome by an error and hands it over. Called at most once, instead of `finish`.
  func fail(_ error: SQLError)
}

/// A job with its typed outcome.
final class SQLiteTypedWriteJob<T: Sendable>: SQLiteWriteJob {
  private let body: @Sendable (any SQLConnection) throws -> T
  private let continuation: CheckedContinuation<T, any Error>
  /// Written on the writer's queue, read there again after the commit.
  private let outcome = Mutex<Result<T, any Error>?>(nil)

  init(_ body: @escaping @Sendable (any SQLConnection) throws -> T, _ continuation: CheckedContinuation<T, any Error>) {
    self.body = body
    self.continuation = continuation
  }

  func run(_ connection: SQLiteConnection) -> Bool {
    let result = Result { try body(connection) }
    // A body that swallowed a statement's failure must not commit: PostgreSQL would roll back.
    if case .success = result, connection.failure != nil {
      let error = SQLError(.transactionAborted, "a statement of this transaction failed and its error was ignored")
      outcome.withLock { $0 = .failure(error) }
      return false
    }
    outcome.withLock { $0 = result }
    if case .success = result { return true }
    return false
  }

  func keep(_ error: SQLError) { outcome.withLock { $0 = .failure(error) } }

  func finish() {
    let result = outcome.withLock { $0 } ?? .failure(SQLError(.other, "the write did not run"))
    continuation.resume(with: result)
  }

  func fail(_ error: SQLError) { continuation.resume(throwing: error) }
}
