/// One step of the schema: forward-only and frozen once released (style 11).
///
/// DDL is written once with the words BIGINT, SMALLINT, TEXT, BLOB and REAL; `statements(for:)` turns them into each
/// engine's types. Statements end with `;` at the end of a line.
package struct Migration: Sendable {
  /// Order and identity; see `HeqiMigrations` for the number ranges.
  package let id: Int
  package let name: String
  /// The text as written, whose digest is recorded and must never change afterwards.
  package let sql: String
  /// Another text for PostgreSQL, only where translation of types is not enough.
  package let postgresSQL: String?

  package init(_ id: Int, _ name: String, _ sql: String, postgres: String? = nil) {
    self.id = id
    self.name = name
    self.sql = sql
    self.postgresSQL = postgres
  }

  /// The bytes whose digest freezes the migration, the same on both engines.
  package var frozenBytes: [UInt8] { Array((sql + "\u{0}" + (postgresSQL ?? "")).utf8) }

  /// The statements to run, in order, in the words of `dialect`.
  package func statements(for dialect: SQLDialect) -> [String] {
    let text = dialect == .postgres ? postgresSQL ?? sql : sql
    return Migration.split(text).map { dialect.translateDDL($0) }
  }

  private static func split(_ text: String) -> [String] {
    var statements: [String] = []
    var lines: [Substring] = []
    for line in text.split(separator: "\n") {
      let trimmed = line.trimmingSpaces()
      if trimmed.isEmpty || trimmed.hasPrefix("--") { continue }
      if trimmed.hasSuffix(";") {
        lines.append(trimmed.dropLast())
        statements.append(lines.joined(separator: "\n"))
        lines = []
      } else {
        lines.append(trimmed)
      }
    }
    if !lines.isEmpty { statements.append(lines.joined(separator: "\n")) }
    return statements
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
