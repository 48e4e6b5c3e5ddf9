import GRDBSQLite
import HeqiSQL

/// Values in and out of a prepared statement (SQLite C interface, bind and column functions).
enum SQLiteBinding {
  /// Binds `$n` to `arguments[n - 1]`. Throws `.arguments` when a number is missing or left over.
  static func bind(_ arguments: [SQLValue], to statement: OpaquePointer) throws(SQLError) {
    let count = sqlite3_bind_parameter_count(statement)
    var highest = 0
    var index: CInt = 1
    while index <= count {
      let number = placeholder(index, of: statement)
      guard number >= 1, number <= arguments.count else {
        throw SQLError(.arguments, "the statement asks for more than the \(arguments.count) arguments given, or not by $n")
      }
      highest = max(highest, number)
      try bind(arguments[number - 1], at: index, to: statement)
      index += 1
    }
    guard highest == arguments.count else {
      throw SQLError(.arguments, "\(arguments.count) arguments were given but the statement uses \(highest)")
    }
  }

  /// The number in the placeholder's name `$n`, or 0.
  private static func placeholder(_ index: CInt, of statement: OpaquePointer) -> Int {
    guard let name = sqlite3_bind_parameter_name(statement, index), name[0] == 0x24 else { return 0 }
    var number = 0
    var offset = 1
    while name[offset] != 0 {
      let digit = Int(name[offset]) - 0x30
      guard (0...9).contains(digit), offset <= 5 else { return 0 }
      number = number * 10 + digit
      offset += 1
    }
    return number
  }

  private static func bind(_ value: SQLValue, at index: CInt, to statement: OpaquePointer) throws(SQLError) {
    let code =
      switch value {
      case .null: sqlite3_bind_null(statement, index)
      case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
      case .real(let real): sqlite3_bind_double(statement, index, real)
      case .blob(let bytes):
        bytes.isEmpty
          ? sqlite3_bind_zeroblob(statement, index, 0)
          : bytes.withUnsafeBytes {
            sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), transient)
          }
      case .text(let text): try bind(text, at: index, to: statement)
      }
    guard code == SQLITE_OK else {
      throw SQLError(.arguments, "SQLite refused argument \(index)", engineCode: String(code))
    }
  }

  private static func bind(_ text: String, at index: CInt, to statement: OpaquePointer) throws(SQLError) -> CInt {
    var text = text
    let code: CInt? = text.withUTF8 { utf8 in
      // PostgreSQL cannot hold U+0000 in text, so neither engine takes it.
      if utf8.contains(0) { return nil }
      guard let base = utf8.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, transient) }
      return base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
        sqlite3_bind_text64(statement, index, $0, UInt64(utf8.count), transient, UInt8(SQLITE_UTF8))
      }
    }
    guard let code else { throw SQLError(.arguments, "argument text holds U+0000, which no engine can store") }
    return code
  }

  /// The names of the result columns.
  static func columnNames(of statement: OpaquePointer) -> [String] {
    (0..<sqlite3_column_count(statement)).map { index in
      sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
    }
  }

  /// The values of the current row.
  static func values(of statement: OpaquePointer, count: Int) -> [SQLValue] {
    var values: [SQLValue] = []
    values.reserveCapacity(count)
    for index in 0..<CInt(count) { values.append(value(at: index, of: statement)) }
    return values
  }

  private static func value(at index: CInt, of statement: OpaquePointer) -> SQLValue {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
    case SQLITE_TEXT:
      guard let start = sqlite3_column_text(statement, index) else { return .null }
      let length = Int(sqlite3_column_bytes(statement, index))
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self))
    case SQLITE_BLOB:
      guard let start = sqlite3_column_blob(statement, index) else { return .blob([]) }
      let length = Int(sqlite3_column_bytes(statement, index))
      return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: length)))
    default: return .null
    }
  }

  /// SQLITE_TRANSIENT (sqlite3.h): the value −1 tells SQLite to copy the bytes before the call returns.
  private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
