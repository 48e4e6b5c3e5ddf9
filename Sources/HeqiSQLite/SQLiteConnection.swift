import GRDB
import GRDBSQLite
import HeqiSQL

/// A GRDB connection during one body. Binds and steps through SQLite's C interface on GRDB's cached statements,
/// because building GRDB's argument dictionaries costs more than the statement itself.
final class SQLiteConnection: SQLConnection {
  private let database: Database
  /// Set by the first failed statement; PostgreSQL refuses everything afterwards, and so do we.
  private(set) var failure: SQLError?

  init(_ database: Database) { self.database = database }

  var dialect: SQLDialect { .sqlite }

  func query(_ sql: String, _ arguments: [SQLValue]) throws(SQLError) -> [SQLRow] {
    try run(sql, arguments, collectRows: true).rows
  }

  @discardableResult
  func execute(_ sql: String, _ arguments: [SQLValue]) throws(SQLError) -> Int {
    try run(sql, arguments, collectRows: false).changes
  }

  /// Forgets an earlier failure: the savepoint around it has been rolled back.
  func forgetFailure() { failure = nil }

  private func run(
    _ sql: String, _ arguments: [SQLValue], collectRows: Bool
  ) throws(SQLError) -> (rows: [SQLRow], changes: Int) {
    if failure != nil {
      throw SQLError(.transactionAborted, "an earlier statement of this transaction failed; nothing else can run in it")
    }
    do {
      return try step(sql, arguments, collectRows: collectRows)
    } catch {
      failure = error
      throw error
    }
  }

  private func step(
    _ sql: String, _ arguments: [SQLValue], collectRows: Bool
  ) throws(SQLError) -> (rows: [SQLRow], changes: Int) {
    let cached: Statement
    do { cached = try database.cachedStatement(sql: sql) } catch { throw SQLiteFailure.from(error) }
    let statement = cached.sqliteStatement
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    try SQLiteBinding.bind(arguments, to: statement)
    let changesBefore = sqlite3_total_changes(database.sqliteConnection)
    var rows: [SQLRow] = []
    var columns: [String]?
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        guard collectRows else { continue }
        let names = columns ?? SQLiteBinding.columnNames(of: statement)
        columns = names
        rows.append(SQLRow(columns: names, values: SQLiteBinding.values(of: statement, count: names.count)))
      case SQLITE_DONE:
        return (rows, changes(since: changesBefore, statement))
      default:
        throw SQLiteFailure.current(of: database.sqliteConnection)
      }
    }
  }

  /// Rows changed by the statement itself, without those of foreign key actions.
  private func changes(since before: CInt, _ statement: OpaquePointer) -> Int {
    guard sqlite3_stmt_readonly(statement) == 0, sqlite3_total_changes(database.sqliteConnection) != before else {
      return 0
    }
    return Int(sqlite3_changes(database.sqliteConnection))
  }
}
