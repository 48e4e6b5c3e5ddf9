import HeqiSQL

extension HeqiMigrations {
  /// The transparency log over events: one leaf per event, tiles, and the newest signed head (RFC 6962, C2SP tlog-tiles).
  static let log009 = Migration(
    9, "log",
    """
    CREATE TABLE log_leaf (
      leaf_index BIGINT NOT NULL PRIMARY KEY CHECK (leaf_index >= 0),
      tenant_id TEXT NOT NULL,
      event_id TEXT NOT NULL,
      entry BLOB NOT NULL
    );
    CREATE UNIQUE INDEX log_leaf_by_event ON log_leaf (tenant_id, event_id);
    CREATE TABLE log_tile (
      path TEXT NOT NULL PRIMARY KEY,
      hashes BLOB NOT NULL
    );
    CREATE TABLE log_head (
      id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
      size BIGINT NOT NULL CHECK (size >= 0),
      note TEXT NOT NULL,
      at_us BIGINT NOT NULL
    );
    CREATE INDEX event_by_time ON event (at_us, id);
    """)
}
