/// One value bound to, or read from, a statement. The five kinds are those both engines share (style 10).
package enum SQLValue: Sendable, Hashable {
  case null
  /// 64-bit integers: counts, lengths in bytes, instants in µs since 1970 UTC, and booleans as 0/1.
  case integer(Int64)
  case text(String)
  /// BLOB in SQLite, BYTEA in PostgreSQL.
  case blob([UInt8])
  case real(Double)
}

extension SQLValue {
  /// Text, or `null` when absent.
  package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  /// An integer, or `null` when absent.
  package init(_ integer: Int64?) { self = integer.map(SQLValue.integer) ?? .null }
  /// An integer, or `null` when absent.
  package init(_ integer: Int?) { self = integer.map { .integer(Int64($0)) } ?? .null }
  /// 0 or 1, or `null` when absent.
  package init(_ bool: Bool?) { self = bool.map { .integer($0 ? 1 : 0) } ?? .null }
  /// Bytes, or `null` when absent.
  package init(_ bytes: [UInt8]?) { self = bytes.map(SQLValue.blob) ?? .null }

  /// The kind of the value, for error messages that must never show the value itself.
  package var kind: String {
    switch self {
    case .null: "null"
    case .integer: "integer"
    case .text: "text"
    case .blob: "blob"
    case .real: "real"
    }
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral,
  ExpressibleByBooleanLiteral
{
  /// A text literal.
  package init(stringLiteral value: String) { self = .text(value) }
  /// An integer literal.
  package init(integerLiteral value: Int64) { self = .integer(value) }
  /// `nil` is SQL NULL.
  package init(nilLiteral: ()) { self = .null }
  /// `true` is 1, `false` is 0.
  package init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
}

extension SQLValue: CustomStringConvertible {
  /// The kind only: a bound value may be personal data and must not reach a log.
  package var description: String { "<\(kind)>" }
}
