import GRDB
import GRDBSQLite
import HeqiSQL

/// Maps SQLite result codes (sqlite.org/rescode.html) to `SQLError`.
enum SQLiteFailure {
  /// The error of the last call on a connection.
  static func current(of connection: OpaquePointer?) -> SQLError {
    guard let connection else { return SQLError(.closed, "the database is closed") }
    return error(
      extendedCode: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
  }

  /// Any error that GRDB threw.
  static func from(_ error: any Error) -> SQLError {
    if let error = error as? SQLError { return error }
    if error is CancellationError { return SQLError(.interrupted, "the caller was cancelled") }
    guard let failure = error as? DatabaseError else { return SQLError(.other, "the database failed unexpectedly") }
    return Self.error(extendedCode: failure.extendedResultCode.rawValue, message: failure.message ?? "")
  }

  /// True when the file itself failed, so that nothing later can be trusted (drill 4: never retry a failed fsync).
  static func isFatal(_ error: SQLError) -> Bool { error.code == .io }

  private static func error(extendedCode: CInt, message: String) -> SQLError {
    let engineCode = String(extendedCode)
    switch extendedCode {
    case SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (10 << 8):  // PRIMARYKEY, UNIQUE, ROWID
      return SQLError(
        .uniqueViolation, "the row exists already", constraint: constraint(in: message), engineCode: engineCode)
    case SQLITE_CONSTRAINT | (3 << 8):  // FOREIGNKEY
      return SQLError(
        .foreignKeyViolation, "the row refers to one that does not exist, or is still referred to", engineCode: engineCode)
    case SQLITE_CONSTRAINT | (1 << 8):  // CHECK
      return SQLError(
        .checkViolation, "a value breaks a check of its table", constraint: named(in: message), engineCode: engineCode)
    case SQLITE_CONSTRAINT | (5 << 8):  // NOTNULL
      return SQLError(
        .notNullViolation, "a column needs a value", constraint: constraint(in: message), engineCode: engineCode)
    case SQLITE_CONSTRAINT | (12 << 8):  // DATATYPE, only in STRICT tables
      return SQLError(.syntax, "a value has the wrong type for its column", engineCode: engineCode)
    default:
      return primary(extendedCode & 0xFF, message, engineCode)
    }
  }

  private static func primary(_ code: CInt, _ message: String, _ engineCode: String) -> SQLError {
    switch code {
    case SQLITE_BUSY, SQLITE_LOCKED:
      SQLError(.busy, "the database is locked by another process; try again", engineCode: engineCode)
    case SQLITE_FULL: SQLError(.diskFull, "the disk is full; free space and try again", engineCode: engineCode)
    case SQLITE_IOERR, SQLITE_NOLFS:
      SQLError(.io, "the disk failed; check the volume and restart", engineCode: engineCode)
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      SQLError(.incompatible, "the database file is damaged; restore it from a backup", engineCode: engineCode)
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      SQLError(.accessDenied, "the database file cannot be opened; check path and rights", engineCode: engineCode)
    case SQLITE_READONLY: SQLError(.readOnly, "a write was tried on a reading connection", engineCode: engineCode)
    case SQLITE_INTERRUPT: SQLError(.interrupted, "the statement was interrupted", engineCode: engineCode)
    case SQLITE_ERROR, SQLITE_SCHEMA: SQLError(.syntax, "SQLite refused the statement: \(message)", engineCode: engineCode)
    case SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_MISMATCH:
      SQLError(.arguments, "a value does not fit the statement", engineCode: engineCode)
    case SQLITE_MISUSE where message.contains("closed"): SQLError(.closed, "the database is closed", engineCode: engineCode)
    default: SQLError(.other, "SQLite failed", engineCode: engineCode)
    }
  }

  /// “UNIQUE constraint failed: account.tenant_id, account.email” or “… failed: index 'account_by_email'”.
  private static func constraint(in message: String) -> SQLConstraint? {
    guard let list = message.afterFailed else { return nil }
    if list.hasPrefix("index '") {
      return SQLConstraint(table: "", columns: [], name: String(list.dropFirst(7).dropLast()))
    }
    var table = ""
    var columns: [String] = []
    for part in list.split(separator: ",") {
      let names = part.split(separator: ".").map { $0.filter { $0 != " " } }
      guard names.count == 2 else { return nil }
      table = names[0]
      columns.append(names[1])
    }
    return SQLConstraint(table: table, columns: columns)
  }

  /// “CHECK constraint failed: name” – the expression itself when the check has no name.
  private static func named(in message: String) -> SQLConstraint? {
    message.afterFailed.map { SQLConstraint(table: "", columns: [], name: String($0)) }
  }
}

extension String {
  /// What follows “constraint failed: ” in SQLite's message.
  fileprivate var afterFailed: Substring? {
    firstRange(of: "constraint failed: ").map { self[$0.upperBound...] }
  }
}
