import HeqiSQL

extension HeqiMigrations {
  /// Certificates of people with their wrapped keys (F-011), and seals (F-045).
  static let certificates014 = Migration(
    14, "certificates and seals",
    """
    CREATE TABLE certificate (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      serial TEXT NOT NULL,
      subject_name TEXT NOT NULL,
      chain BLOB NOT NULL,
      key_handle BLOB NOT NULL,
      not_before_us BIGINT NOT NULL,
      not_after_us BIGINT NOT NULL,
      revoked_at_us BIGINT,
      revocation_reason BIGINT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    CREATE UNIQUE INDEX certificate_by_serial ON certificate (serial);
    CREATE INDEX certificate_by_account ON certificate (tenant_id, account_id, not_after_us, id);
    CREATE INDEX certificate_by_revocation ON certificate (revoked_at_us, serial) WHERE revoked_at_us IS NOT NULL;
    CREATE TABLE seal (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      owner_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'suspended', 'cancelled', 'expired')),
      is_default SMALLINT NOT NULL CHECK (is_default IN (0, 1)),
      width_mm REAL NOT NULL CHECK (width_mm > 0),
      height_mm REAL NOT NULL CHECK (height_mm > 0),
      pdf BLOB NOT NULL,
      svg BLOB NOT NULL,
      created_at_us BIGINT NOT NULL,
      grant_version BIGINT NOT NULL,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, owner_id) REFERENCES account (tenant_id, id)
    );
    CREATE INDEX seal_by_owner ON seal (tenant_id, owner_id, created_at_us, id);
    CREATE UNIQUE INDEX seal_by_default ON seal (tenant_id, owner_id) WHERE is_default = 1;
    """)
}
