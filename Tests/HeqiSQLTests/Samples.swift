import HeqiSQL

/// Tables for the engine tests.
enum Sample {
  static let tables = Migration(
    1, "sample",
    """
    CREATE TABLE item (
      id BIGINT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      name TEXT NOT NULL,
      data BLOB,
      weight REAL,
      is_active SMALLINT NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
      parent_id BIGINT REFERENCES item (id)
    );
    CREATE UNIQUE INDEX item_by_name ON item (tenant_id, name);
    CREATE TABLE counter (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL);
    INSERT INTO counter (id, n) VALUES (1, 0);
    """)

  static let insert = "INSERT INTO item (id, tenant_id, name, data, weight, is_active, parent_id) VALUES ($1, $2, $3, $4, $5, $6, $7)"

  static func arguments(
    _ id: Int64, _ name: String, data: [UInt8]? = nil, weight: SQLValue = .null, isActive: Int64 = 1,
    parent: Int64? = nil
  ) -> [SQLValue] {
    [.integer(id), "t", .text(name), SQLValue(data), weight, .integer(isActive), SQLValue(parent)]
  }
}
