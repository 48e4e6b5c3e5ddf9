import HeqiSQL

extension HeqiMigrations {
  /// People: accounts, passwords, confirmed agreements (F-007, F-008). Mobile and e-mail are encrypted (B-24).
  static let accounts010 = Migration(
    10, "accounts",
    """
    CREATE TABLE account (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('person', 'backOffice')),
      name TEXT NOT NULL,
      mobile BLOB NOT NULL,
      mobile_index BLOB NOT NULL CHECK (length(mobile_index) = 32),
      email BLOB NOT NULL,
      email_index BLOB NOT NULL CHECK (length(email_index) = 32),
      email_confirmed_at_us BIGINT,
      status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'closed')),
      is_verified SMALLINT NOT NULL CHECK (is_verified IN (0, 1)),
      platform_roles TEXT NOT NULL,
      language TEXT NOT NULL,
      created_at_us BIGINT NOT NULL,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX account_by_mobile ON account (tenant_id, kind, mobile_index);
    CREATE UNIQUE INDEX account_by_confirmed_email ON account (tenant_id, kind, email_index) WHERE email_confirmed_at_us IS NOT NULL;
    CREATE INDEX account_by_email ON account (tenant_id, email_index, id);
    CREATE TABLE credential (
      tenant_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      cost BIGINT NOT NULL,
      block_size BIGINT NOT NULL,
      parallelism BIGINT NOT NULL,
      salt BLOB NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      changed_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, account_id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    CREATE TABLE agreement_acceptance (
      tenant_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      version TEXT NOT NULL,
      text_digest BLOB NOT NULL CHECK (length(text_digest) = 32),
      language TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      client_kind TEXT NOT NULL,
      ip TEXT NOT NULL,
      device_id TEXT NOT NULL,
      user_agent TEXT NOT NULL,
      PRIMARY KEY (tenant_id, account_id, version),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    """)
}
