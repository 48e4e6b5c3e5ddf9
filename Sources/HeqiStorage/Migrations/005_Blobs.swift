import HeqiSQL

extension HeqiMigrations {
  /// Which blobs are in use. A file on disk without a row here is an orphan of a transaction that did not commit.
  static let blobs005 = Migration(
    5, "blobs",
    """
    CREATE TABLE blob (
      address TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      owner_kind TEXT NOT NULL,
      owner_id TEXT NOT NULL,
      purpose TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      length BIGINT NOT NULL CHECK (length >= 0),
      created_at_us BIGINT NOT NULL
    );
    CREATE INDEX blob_by_owner ON blob (tenant_id, owner_kind, owner_id, address);
    """)
}
