import HeqiSQL
import Testing

@Suite struct SQLDialectTests {
  static let statements: [(String, String, String)] = [
    (
      "CREATE TABLE a (x BIGINT, b BLOB, t TEXT, r REAL)",
      "CREATE TABLE a (x INTEGER, b BLOB, t TEXT, r REAL) STRICT",
      "CREATE TABLE a (x BIGINT, b BYTEA, t TEXT COLLATE \"C\", r DOUBLE PRECISION)"
    ),
    ("CREATE INDEX BLOB_TEXT ON a (x)", "CREATE INDEX BLOB_TEXT ON a (x)", "CREATE INDEX BLOB_TEXT ON a (x)"),
    (
      "CREATE TABLE a (x SMALLINT CHECK (t <> 'TEXT ''BLOB'))",
      "CREATE TABLE a (x INTEGER CHECK (t <> 'TEXT ''BLOB')) STRICT",
      "CREATE TABLE a (x SMALLINT CHECK (t <> 'TEXT ''BLOB'))"
    ),
  ]

  @Test("type words become each engine's; names and quoted text stay", arguments: statements)
  func types(_ source: String, _ sqlite: String, _ postgres: String) {
    #expect(SQLDialect.sqlite.translateDDL(source) == sqlite)
    #expect(SQLDialect.postgres.translateDDL(source) == postgres)
  }

  @Test("a migration is split at line ends, comments dropped")
  func splitting() {
    let migration = Migration(1, "m", "-- why\nCREATE TABLE a (\n  x BIGINT\n);\n\nDELETE FROM b WHERE c = ';';\n")
    #expect(migration.statements(for: .postgres) == ["CREATE TABLE a (\nx BIGINT\n)", "DELETE FROM b WHERE c = ';'"])
  }
}
