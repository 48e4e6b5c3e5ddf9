import HeqiSQL

extension HeqiMigrations {
  /// Seals of organizations beside those of people, their PINs, and every use (F-045, F-060, F-062, B-17).
  ///
  /// `owner_kind` and `owner_id` take the place of a foreign key to one table; `seal` is made anew because no engine
  /// changes such a constraint in the same words.
  static let sealOwners040 = Migration(
    40, "seal owners, PINs and uses",
    """
    CREATE TABLE seal_next (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      owner_kind TEXT NOT NULL CHECK (owner_kind IN ('person', 'organization')),
      owner_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('designed', 'uploaded')),
      name TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'suspended', 'cancelled', 'expired')),
      is_default SMALLINT NOT NULL CHECK (is_default IN (0, 1)),
      width_mm REAL NOT NULL CHECK (width_mm > 0),
      height_mm REAL NOT NULL CHECK (height_mm > 0),
      pdf BLOB NOT NULL,
      svg BLOB NOT NULL,
      created_at_us BIGINT NOT NULL,
      expires_at_us BIGINT,
      grant_version BIGINT NOT NULL,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    INSERT INTO seal_next (tenant_id, id, owner_kind, owner_id, kind, origin, name, status, is_default, width_mm, height_mm,
      pdf, svg, created_at_us, grant_version, revision)
    SELECT tenant_id, id, 'person', owner_id, kind, 'designed', name, status, is_default, width_mm, height_mm, pdf, svg,
      created_at_us, grant_version, revision
    FROM seal;
    DROP TABLE seal;
    ALTER TABLE seal_next RENAME TO seal;
    CREATE INDEX seal_by_owner ON seal (tenant_id, owner_id, created_at_us, id);
    CREATE UNIQUE INDEX seal_by_default ON seal (tenant_id, owner_id) WHERE is_default = 1;
    CREATE INDEX seal_by_expiry ON seal (expires_at_us, id) WHERE expires_at_us IS NOT NULL;
    CREATE TABLE seal_pin (
      tenant_id TEXT NOT NULL,
      seal_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      cost BIGINT NOT NULL,
      block_size BIGINT NOT NULL,
      parallelism BIGINT NOT NULL,
      salt BLOB NOT NULL,
      hash BLOB NOT NULL,
      changed_at_us BIGINT NOT NULL,
      wrong_tries BIGINT NOT NULL,
      locked_until_us BIGINT,
      PRIMARY KEY (tenant_id, seal_id),
      FOREIGN KEY (tenant_id, seal_id) REFERENCES seal (tenant_id, id)
    );
    CREATE TABLE seal_use (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      seal_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      transaction_no TEXT NOT NULL,
      title TEXT NOT NULL,
      account_id TEXT NOT NULL,
      user_name TEXT NOT NULL,
      pages TEXT NOT NULL,
      digest BLOB NOT NULL,
      grant_id TEXT,
      at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, seal_id) REFERENCES seal (tenant_id, id)
    );
    CREATE INDEX seal_use_by_seal ON seal_use (tenant_id, seal_id, at_us, id);
    CREATE TABLE seal_upload (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      width BIGINT NOT NULL,
      height BIGINT NOT NULL,
      picture BLOB NOT NULL,
      created_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE INDEX seal_upload_by_time ON seal_upload (created_at_us, id);
    CREATE INDEX seal_upload_by_account ON seal_upload (tenant_id, account_id, created_at_us);
    """)
}
