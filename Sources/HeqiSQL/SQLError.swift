/// What a statement, a transaction or a connection could not do. Never shows bound values (style 4).
package struct SQLError: Error, Sendable, Equatable {
  /// The closed list of reasons that callers may decide on.
  package enum Code: String, Sendable, Hashable {
    /// A lock, the writer or a pooled connection was not free in time; retry later (HTTP 503).
    case busy
    /// A UNIQUE or PRIMARY KEY constraint refused the row; see `constraint`.
    case uniqueViolation
    case foreignKeyViolation
    case checkViolation
    case notNullViolation
    /// The transaction must be run again; `write` does so by itself and throws this only when it gives up.
    case serialization
    /// The connection broke before COMMIT was sent; nothing was written.
    case connectionLost
    /// The connection broke while COMMIT was under way: written or not, only an idempotency key can tell.
    case unknownOutcome
    case diskFull
    /// The disk or file failed. After a failed fsync the engine refuses all further writes until restart.
    case io
    /// The statement is wrong: syntax, unknown table or column, or a wrong type. A programming error.
    case syntax
    /// The number of arguments differs from the placeholders. A programming error.
    case arguments
    /// A statement was sent after another had failed in the same transaction.
    case transactionAborted
    /// A write was tried on a reading connection.
    case readOnly
    /// A row did not hold what the caller asked for.
    case decoding
    /// Time limit reached or the caller was cancelled.
    case interrupted
    /// Sign-in to the database was refused, or the address is wrong.
    case accessDenied
    /// The database file or schema cannot be used: not a database, damaged, too new, or a changed migration.
    case incompatible
    /// The engine was closed.
    case closed
    case other
  }

  package let code: Code
  /// What happened and what to do; fit for logs.
  package let message: String
  /// The constraint that refused the row, where the engine names it.
  package let constraint: SQLConstraint?
  /// The engine's own code: an SQLSTATE, or SQLite's extended result code.
  package let engineCode: String?

  /// - Parameter message: must not contain bound values.
  package init(_ code: Code, _ message: String, constraint: SQLConstraint? = nil, engineCode: String? = nil) {
    self.code = code
    self.message = message
    self.constraint = constraint
    self.engineCode = engineCode
  }

  /// Equality on the code (style 4).
  package static func == (left: SQLError, right: SQLError) -> Bool { left.code == right.code }

  /// A row that cannot be read as asked.
  package static func decoding(_ message: String) -> SQLError { SQLError(.decoding, message) }

  /// True when a UNIQUE or PRIMARY KEY over exactly these columns of `table` refused the row; order is ignored.
  package func isUniqueViolation(of table: String, _ columns: String...) -> Bool {
    guard code == .uniqueViolation, let constraint, constraint.table == table else { return false }
    return Set(constraint.columns) == Set(columns)
  }
}

/// A constraint as both engines can name it.
package struct SQLConstraint: Sendable, Hashable {
  /// The table, or empty when unknown.
  package let table: String
  /// The columns, or empty when the engine does not tell.
  package let columns: [String]
  /// The constraint or index name where the engine gives one (PostgreSQL always, SQLite for CHECK and expression indexes).
  package let name: String?

  package init(table: String, columns: [String], name: String? = nil) {
    self.table = table
    self.columns = columns
    self.name = name
  }
}

extension SQLError: CustomStringConvertible {
  /// Code, message and engine code; never bound values.
  package var description: String {
    var text = "\(code.rawValue): \(message)"
    if let constraint {
      text += " [\(constraint.table)(\(constraint.columns.joined(separator: ", ")))\(constraint.name.map { " " + $0 } ?? "")]"
    }
    if let engineCode { text += " (\(engineCode))" }
    return text
  }
}
