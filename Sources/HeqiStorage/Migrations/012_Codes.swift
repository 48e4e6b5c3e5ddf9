import HeqiSQL

extension HeqiMigrations {
  /// One-time codes and the counters that limit tries (drill 31).
  static let codes012 = Migration(
    12, "codes",
    """
    CREATE TABLE one_time_code (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      purpose TEXT NOT NULL,
      binding TEXT NOT NULL,
      recipient_index BLOB NOT NULL CHECK (length(recipient_index) = 32),
      code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
      created_at_us BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      failed_tries BIGINT NOT NULL CHECK (failed_tries >= 0),
      consumed_at_us BIGINT,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX one_time_code_by_use ON one_time_code (tenant_id, purpose, binding, recipient_index);
    CREATE INDEX one_time_code_by_expiry ON one_time_code (expires_at_us);
    CREATE TABLE rate_limit (
      limit_key TEXT NOT NULL PRIMARY KEY,
      window_start_us BIGINT NOT NULL,
      used BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL
    );
    CREATE INDEX rate_limit_by_expiry ON rate_limit (expires_at_us);
    """)
}
