import CLibPQ
import HeqiSQL

/// Maps SQLSTATE codes (PostgreSQL 15 appendix A) to `SQLError`. The server's message is shown only for wrong
/// statements, because other messages may quote values.
enum PostgresFailure {
  static let connectionLost = SQLError(
    .connectionLost, "the connection to PostgreSQL broke; nothing was written", engineCode: "08006")

  /// The error of a failed result, or of the connection when the result is missing.
  static func of(_ result: OpaquePointer?, on connection: OpaquePointer) -> SQLError {
    guard PQstatus(connection) == CONNECTION_OK, let result, let state = field(result, PostgresField.sqlState) else {
      return connectionLost
    }
    return error(state, result)
  }

  /// A refused or unreachable server, told without the address's password.
  static func connecting(_ message: String) -> SQLError {
    if message.contains("authentication") || message.contains("role \"") || message.contains("database \"") {
      return SQLError(.accessDenied, "PostgreSQL refused the sign-in; check user, password and database name")
    }
    return SQLError(.connectionLost, "PostgreSQL cannot be reached; check address, port and TLS settings")
  }

  private static func error(_ state: String, _ result: OpaquePointer) -> SQLError {
    switch state {
    case "23505":
      return SQLError(.uniqueViolation, "the row exists already", constraint: constraint(result), engineCode: state)
    case "23503":
      return SQLError(
        .foreignKeyViolation, "the row refers to one that does not exist, or is still referred to",
        constraint: constraint(result), engineCode: state)
    case "23514":
      return SQLError(
        .checkViolation, "a value breaks a check of its table", constraint: constraint(result), engineCode: state)
    case "23502":
      return SQLError(.notNullViolation, "a column needs a value", constraint: column(result), engineCode: state)
    case "40001", "40P01":
      return SQLError(.serialization, "another transaction came first; run it again", engineCode: state)
    case "0A000" where field(result, PostgresField.message)?.contains("cached plan") == true, "26000":
      return SQLError(.serialization, "a prepared statement is out of date; run it again", engineCode: state)
    case "55P03": return SQLError(.busy, "a row is locked by another transaction; try again", engineCode: state)
    case "57014": return SQLError(.interrupted, "the statement was cancelled or took too long", engineCode: state)
    case "25006": return SQLError(.readOnly, "a write was tried on a reading connection", engineCode: state)
    case "25P02":
      return SQLError(.transactionAborted, "an earlier statement of this transaction failed", engineCode: state)
    case "53100": return SQLError(.diskFull, "the server's disk is full; free space and try again", engineCode: state)
    default: return byClass(state, result)
    }
  }

  private static func byClass(_ state: String, _ result: OpaquePointer) -> SQLError {
    switch state.prefix(2) {
    case "08", "57": SQLError(.connectionLost, "the server ended the connection; nothing was written", engineCode: state)
    case "53": SQLError(.busy, "the server has no resources left; try again", engineCode: state)
    case "58": SQLError(.io, "the server's disk failed; check its volume", engineCode: state)
    case "28", "3D": SQLError(.accessDenied, "PostgreSQL refused access; check user and database", engineCode: state)
    case "XX": SQLError(.incompatible, "the server reports damage; check its log", engineCode: state)
    case "42", "3F", "0A":
      SQLError(
        .syntax, "PostgreSQL refused the statement: \(field(result, PostgresField.message) ?? "no reason given")",
        engineCode: state)
    case "22": SQLError(.arguments, "a value does not fit the statement", engineCode: state)
    default: SQLError(.other, "PostgreSQL failed", engineCode: state)
    }
  }

  /// Table and columns: the detail reads “Key (a, b)=(…) already exists.” in every language of the server.
  private static func constraint(_ result: OpaquePointer) -> SQLConstraint {
    var columns: [String] = []
    if let detail = field(result, PostgresField.detail), let start = detail.firstIndex(of: "("),
      let end = detail.firstRange(of: ")=(")?.lowerBound, start < end
    {
      columns = detail[detail.index(after: start)..<end].split(separator: ",").map { $0.filter { $0 != " " } }
    }
    return SQLConstraint(
      table: field(result, PostgresField.table) ?? "", columns: columns,
      name: field(result, PostgresField.constraint))
  }

  private static func column(_ result: OpaquePointer) -> SQLConstraint {
    SQLConstraint(
      table: field(result, PostgresField.table) ?? "", columns: field(result, PostgresField.column).map { [$0] } ?? [])
  }

  private static func field(_ result: OpaquePointer, _ code: CInt) -> String? {
    PQresultErrorField(result, code).map { String(cString: $0) }
  }
}

/// Field codes of an error report (postgres_ext.h; the header gives them as character macros that Swift cannot import).
private enum PostgresField {
  static let sqlState = CInt(UInt8(ascii: "C"))
  static let message = CInt(UInt8(ascii: "M"))
  static let detail = CInt(UInt8(ascii: "D"))
  static let table = CInt(UInt8(ascii: "t"))
  static let column = CInt(UInt8(ascii: "c"))
  static let constraint = CInt(UInt8(ascii: "n"))
}
