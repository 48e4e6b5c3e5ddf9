import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

/// Both engines must end with the same schema after all migrations (style 11).
@Suite struct SchemaParityTests {
  @Test("both engines have the same tables, columns, indexes and unique sets", .enabled(if: TestDatabase.postgresURL != nil))
  func parity() async throws {
    let sqlite = try await TestDatabase.with(.sqliteFile) { try await Schema.ofSQLite($0) }
    let postgres = try await TestDatabase.with(.postgres) { try await Schema.ofPostgres($0) }
    #expect(sqlite.columns.count > 40)
    for line in sqlite.columns.symmetricDifference(postgres.columns).sorted() { Issue.record("column differs: \(line)") }
    for line in sqlite.indexes.symmetricDifference(postgres.indexes).sorted() { Issue.record("index differs: \(line)") }
  }

  @Test("migration numbers are unique and their names distinct")
  func numbers() {
    let all = HeqiMigrations.all
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(Set(all.map(\.name)).count == all.count)
  }
}

/// A schema as comparable lines.
private struct Schema {
  /// `table.column TYPE [NOT NULL]`
  var columns: Set<String> = []
  /// `table(columns) [UNIQUE] [PARTIAL] name`; the engines name the indexes behind constraints differently.
  var indexes: Set<String> = []

  static func ofSQLite(_ engine: any SQLEngine) async throws -> Schema {
    try await engine.read { connection in
      var schema = Schema()
      let columns = try connection.query(
        """
        SELECT t.name AS table_name, c.name AS column_name, c.type AS type, c."notnull" AS is_required
        FROM sqlite_master AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
        """)
      for row in columns {
        schema.columns.insert(
          "\(try row.text("table_name")).\(try row.text("column_name")) \(try row.text("type"))"
            + (try row.bool("is_required") ? " NOT NULL" : ""))
      }
      let indexes = try connection.query(
        """
        SELECT t.name AS table_name, i.name AS index_name, i."unique" AS is_unique, i.partial AS is_partial,
          i.origin AS origin, (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS columns
        FROM sqlite_master AS t, pragma_index_list(t.name) AS i WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
        """)
      for row in indexes {
        schema.insertIndex(
          table: try row.text("table_name"), columns: try row.optionalText("columns") ?? "",
          isUnique: try row.bool("is_unique"), isPartial: try row.bool("is_partial"),
          name: try row.text("origin") == "c" ? try row.text("index_name") : "")
      }
      // A single BIGINT primary key is SQLite's own row number and has no index of its own.
      let rowIDs = try connection.query(
        """
        SELECT t.name AS table_name, c.name AS column_name FROM sqlite_master AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND c.pk = 1 AND c.type = 'INTEGER'
          AND (SELECT COUNT(*) FROM pragma_table_info(t.name) AS p WHERE p.pk > 0) = 1
        """)
      for row in rowIDs {
        schema.insertIndex(
          table: try row.text("table_name"), columns: try row.text("column_name"), isUnique: true, isPartial: false,
          name: "")
      }
      return schema
    }
  }

  static func ofPostgres(_ engine: any SQLEngine) async throws -> Schema {
    try await engine.read { connection in
      var schema = Schema()
      let columns = try connection.query(
        """
        SELECT table_name::text AS table_name, column_name::text AS column_name, data_type::text AS type,
          is_nullable::text AS is_nullable
        FROM information_schema.columns WHERE table_schema = current_schema()
        """)
      for row in columns {
        let type = ["bigint": "INTEGER", "smallint": "INTEGER", "text": "TEXT", "bytea": "BLOB", "double precision": "REAL"]
        schema.columns.insert(
          "\(try row.text("table_name")).\(try row.text("column_name")) \(type[try row.text("type")] ?? "?")"
            + (try row.text("is_nullable") == "NO" ? " NOT NULL" : ""))
      }
      let indexes = try connection.query(
        """
        SELECT t.relname::text AS table_name, i.relname::text AS index_name, x.indisunique AS is_unique,
          (x.indpred IS NOT NULL) AS is_partial,
          EXISTS (SELECT 1 FROM pg_constraint AS c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u')) AS is_constraint,
          (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(x.indkey) WITH ORDINALITY AS k (number, place)
            JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.number)::text AS columns
        FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_class AS t ON t.oid = x.indrelid
          JOIN pg_namespace AS n ON n.oid = t.relnamespace
        WHERE n.nspname = current_schema()
        """)
      for row in indexes {
        schema.insertIndex(
          table: try row.text("table_name"), columns: try row.optionalText("columns") ?? "",
          isUnique: try row.bool("is_unique"), isPartial: try row.bool("is_partial"),
          name: try row.bool("is_constraint") ? "" : try row.text("index_name"))
      }
      return schema
    }
  }

  private mutating func insertIndex(table: String, columns: String, isUnique: Bool, isPartial: Bool, name: String) {
    indexes.insert("\(table)(\(columns))\(isUnique ? " UNIQUE" : "")\(isPartial ? " PARTIAL" : "") \(name)")
  }
}
