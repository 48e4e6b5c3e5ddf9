import HeqiSQL

extension HeqiMigrations {
  /// Data keys wrapped by the master key: one per contract for its files, one per tenant for personal data (F-082, B-24).
  static let dataKeys004 = Migration(
    4, "data keys",
    """
    CREATE TABLE data_key (
      tenant_id TEXT NOT NULL,
      owner_kind TEXT NOT NULL,
      owner_id TEXT NOT NULL,
      master_key_id TEXT NOT NULL,
      wrapped BLOB NOT NULL,
      created_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, owner_kind, owner_id)
    );
    CREATE INDEX data_key_by_master_key ON data_key (master_key_id, tenant_id, owner_kind, owner_id);
    """)
}
