/// One open connection inside `SQLEngine.read` or `.write`. Never leaves the body it was given to.
///
/// Placeholders are `$1…$n`; the same `$n` may occur more than once. A failed statement ends the transaction: any
/// later statement throws `.transactionAborted`, on both engines, so do not catch a violation and go on — write
/// `ON CONFLICT` instead.
package protocol SQLConnection: AnyObject {
  /// All rows of a SELECT, or of a statement with RETURNING. Throws `SQLError`.
  func query(_ sql: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow]

  /// Runs one statement and tells how many rows it inserted, changed or deleted. Throws `SQLError`.
  @discardableResult
  func execute(_ sql: String, _ arguments: [SQLValue]) throws(SQLError) -> Int

  /// The engine's dialect.
  var dialect: SQLDialect { get }
}

extension SQLConnection {
  /// A query without arguments.
  package func query(_ sql: String) throws(SQLError) -> [SQLRow] { try query(sql, []) }

  /// A statement without arguments.
  @discardableResult
  package func execute(_ sql: String) throws(SQLError) -> Int { try execute(sql, []) }

  /// The first row, or nil. The statement should limit itself to one row.
  package func first(_ sql: String, _ arguments: [SQLValue] = []) throws(SQLError) -> SQLRow? {
    try query(sql, arguments).first
  }
}

/// A database. Bodies are synchronous, so nothing can await inside a transaction (house decision 1), and must be
/// safe to run more than once: PostgreSQL retries serialization failures, SQLite may re-run a batched write.
package protocol SQLEngine: Sendable {
  var dialect: SQLDialect { get }

  /// Runs `body` on one consistent, read-only snapshot.
  func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

  /// Runs `body` in one transaction and returns after it is durable. A throwing body rolls everything back.
  ///
  /// SQLite: IMMEDIATE, several callers may share one fsync. PostgreSQL: REPEATABLE READ, run again when a rival changed
  /// the same row first (40001, 40P01) or took the same unique key. A rule over several rows (a sum, “the last owner
  /// stays”) holds on PostgreSQL only if every writer changes or locks (`SQLDialect.forUpdate`) one common row: save
  /// through the aggregate's `revision`.
  @discardableResult
  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

  /// Waits for work under way and closes all connections. Later calls throw `.closed`.
  func close() async
}
