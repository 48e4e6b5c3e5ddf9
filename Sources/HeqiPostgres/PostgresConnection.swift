import CLibPQ
import HeqiSQL

/// A libpq connection during one body, with the session's prepared statements. Used by one thread at a time.
final class PostgresConnection: SQLConnection {
  /// Prepared statements kept in one session; then all are dropped and made again.
  static let statementCountMax = 500

  private let connection: OpaquePointer
  /// Names of prepared statements by text and argument types.
  private var prepared: [String: String] = [:]
  /// The first failure of the current transaction.
  private(set) var failure: SQLError?

  init(_ connection: OpaquePointer) { self.connection = connection }

  var dialect: SQLDialect { .postgres }

  func query(_ sql: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow] {
    try run(sql, arguments) { result throws(SQLError) in try PostgresResult.rows(result) }
  }

  @discardableResult
  func execute(_ sql: String, _ arguments: [SQLValue]) throws(SQLError) -> Int {
    try run(sql, arguments) { result throws(SQLError) in PostgresResult.changes(result) }
  }

  /// For a statement outside a transaction.
  func forgetFailure() { failure = nil }

  /// Begins a transaction and forgets the failure of the one before.
  func begin(_ mode: String) throws(SQLError) {
    failure = nil
    try simple(mode)
  }

  /// The number that the server gave to what was written so far; nil where nothing was.
  func transaction() throws(SQLError) -> PostgresTransaction? {
    let row = try query("SELECT pg_current_xact_id_if_assigned()::text AS id", []).first
    guard let id = try row?.optionalText("id") else { return nil }
    return PostgresTransaction(id: id, server: server)
  }

  /// Which server this is and since when it has run without a crash: a number of a transaction means something only
  /// there, because a server that crashed may give the numbers of unsaved transactions once more.
  private(set) var server = ""

  /// Learns it, once for each session.
  func learnServer() throws(SQLError) {
    server = try query(PostgresTransaction.serverSQL, []).first?.text("server") ?? ""
  }

  /// Commits; false when the connection broke meanwhile, so that only the server knows.
  func commit() throws(SQLError) -> Bool {
    guard let result = PQexec(connection, "COMMIT") else { return false }
    defer { PQclear(result) }
    guard PQstatus(connection) == CONNECTION_OK else { return false }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw PostgresFailure.of(result, on: connection) }
    guard PQcmdStatus(result).map({ String(cString: $0) }) == "COMMIT" else {
      throw SQLError(.transactionAborted, "a statement of this transaction failed and its error was ignored")
    }
    return true
  }

  /// Ends a failed transaction; a broken connection has ended it already.
  func rollBack() {
    guard PQstatus(connection) == CONNECTION_OK, PQtransactionStatus(connection) != PQTRANS_IDLE else { return }
    PQclear(PQexec(connection, "ROLLBACK"))
  }

  /// Runs session settings or transaction words.
  func simple(_ sql: String) throws(SQLError) {
    let result = PQexec(connection, sql)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw PostgresFailure.of(result, on: connection) }
  }

  var isUsable: Bool {
    PQstatus(connection) == CONNECTION_OK && PQtransactionStatus(connection) == PQTRANS_IDLE
  }

  func finish() { PQfinish(connection) }

  private func run<R>(
    _ sql: String, _ arguments: [SQLValue], _ take: (OpaquePointer) throws(SQLError) -> R
  ) throws(SQLError) -> R {
    if failure != nil {
      throw SQLError(.transactionAborted, "an earlier statement of this transaction failed; nothing else can run in it")
    }
    do throws(SQLError) {
      return try send(sql, arguments, take)
    } catch {
      if error.isStalePlan { dropPrepared() }
      failure = error
      throw error
    }
  }

  private func send<R>(
    _ sql: String, _ arguments: [SQLValue], _ take: (OpaquePointer) throws(SQLError) -> R
  ) throws(SQLError) -> R {
    let laidOut = try PostgresArguments(arguments)
    let name = try statement(sql, laidOut)
    let result = laidOut.withParameters { count, values, lengths, formats in
      PQexecPrepared(connection, name, count, values, lengths, formats, 0)
    }
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    guard let result, status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
      throw PostgresFailure.of(result, on: connection)
    }
    return try take(result)
  }

  private func statement(_ sql: String, _ arguments: PostgresArguments) throws(SQLError) -> String {
    let key = arguments.signature + " " + sql
    if let name = prepared[key] { return name }
    try checkCount(sql, arguments)
    if prepared.count >= Self.statementCountMax {
      try simple("DEALLOCATE ALL")
      prepared = [:]
    }
    let name = "s\(prepared.count)"
    let result = PQprepare(connection, name, sql, CInt(arguments.types.count), arguments.types)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw PostgresFailure.of(result, on: connection) }
    prepared[key] = name
    return name
  }

  /// SQLite refuses arguments without a placeholder; so do we, once per statement, because the server would not.
  private func checkCount(_ sql: String, _ arguments: PostgresArguments) throws(SQLError) {
    var highest = 0
    var number: Int?
    for byte in sql.utf8 {
      if byte == UInt8(ascii: "$") {
        number = 0
      } else if let digits = number, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 100_000 {
        number = digits * 10 + Int(byte - UInt8(ascii: "0"))
        highest = max(highest, number ?? 0)
      } else {
        number = nil
      }
    }
    guard highest == arguments.types.count else {
      throw SQLError(.arguments, "\(arguments.types.count) arguments were given but the statement uses \(highest)")
    }
  }

  /// Out-of-date statements go once the transaction is over and the server takes commands again.
  private func dropPrepared() {
    rollBack()
    PQclear(PQexec(connection, "DEALLOCATE ALL"))
    prepared = [:]
  }
}

extension SQLError {
  /// The server threw away or refuses a prepared statement: the schema changed, or a pooler switched sessions.
  fileprivate var isStalePlan: Bool { code == .serialization && (engineCode == "0A000" || engineCode == "26000") }
}
