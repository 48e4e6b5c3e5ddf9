/// One row of a result. Getters throw `SQLError` with code `.decoding`, naming the column and never the value.
package struct SQLRow: Sendable {
  /// The column names, shared by all rows of one result.
  package let columns: [String]
  /// The values in column order.
  package let values: [SQLValue]

  /// Used by the engines; `columns` and `values` have the same count.
  package init(columns: [String], values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  /// The value of a column, or nil when the result has no such column. O(number of columns).
  package subscript(_ column: String) -> SQLValue? {
    for index in columns.indices where columns[index] == column { return values[index] }
    return nil
  }

  /// Text that must be present.
  package func text(_ column: String) throws(SQLError) -> String {
    guard let text = try optionalText(column) else { throw .missing(column) }
    return text
  }

  /// Text or NULL.
  package func optionalText(_ column: String) throws(SQLError) -> String? {
    switch try value(column) {
    case .null: return nil
    case .text(let text): return text
    case let other: throw .mismatch(column, expected: "text", found: other)
    }
  }

  /// A 64-bit integer that must be present.
  package func integer(_ column: String) throws(SQLError) -> Int64 {
    guard let integer = try optionalInteger(column) else { throw .missing(column) }
    return integer
  }

  /// A 64-bit integer or NULL.
  package func optionalInteger(_ column: String) throws(SQLError) -> Int64? {
    switch try value(column) {
    case .null: return nil
    case .integer(let integer): return integer
    case let other: throw .mismatch(column, expected: "integer", found: other)
    }
  }

  /// An `Int` that must be present: counts and lengths.
  package func int(_ column: String) throws(SQLError) -> Int { Int(try integer(column)) }

  /// An `Int` or NULL.
  package func optionalInt(_ column: String) throws(SQLError) -> Int? { try optionalInteger(column).map { Int($0) } }

  /// Bytes that must be present.
  package func blob(_ column: String) throws(SQLError) -> [UInt8] {
    guard let blob = try optionalBlob(column) else { throw .missing(column) }
    return blob
  }

  /// Bytes or NULL.
  package func optionalBlob(_ column: String) throws(SQLError) -> [UInt8]? {
    switch try value(column) {
    case .null: return nil
    case .blob(let blob): return blob
    case let other: throw .mismatch(column, expected: "blob", found: other)
    }
  }

  /// A boolean stored as 0 or 1; any other integer is an error.
  package func bool(_ column: String) throws(SQLError) -> Bool {
    guard let bool = try optionalBool(column) else { throw .missing(column) }
    return bool
  }

  /// A boolean stored as 0 or 1, or NULL.
  package func optionalBool(_ column: String) throws(SQLError) -> Bool? {
    switch try optionalInteger(column) {
    case nil: return nil
    case 0: return false
    case 1: return true
    default: throw .decoding("column “\(column)” holds an integer that is neither 0 nor 1")
    }
  }

  /// A floating-point number that must be present; integers are widened.
  package func real(_ column: String) throws(SQLError) -> Double {
    switch try value(column) {
    case .real(let real): return real
    case .integer(let integer): return Double(integer)
    case .null: throw .missing(column)
    case let other: throw .mismatch(column, expected: "real", found: other)
    }
  }

  private func value(_ column: String) throws(SQLError) -> SQLValue {
    guard let value = self[column] else { throw .decoding("the result has no column “\(column)”") }
    return value
  }
}

extension SQLError {
  fileprivate static func missing(_ column: String) -> SQLError {
    .decoding("column “\(column)” is NULL but a value was expected")
  }
  fileprivate static func mismatch(_ column: String, expected: String, found: SQLValue) -> SQLError {
    .decoding("column “\(column)” holds \(found.kind) where \(expected) was expected")
  }
}
