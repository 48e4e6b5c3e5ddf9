import HeqiSQL

extension HeqiMigrations {
  /// What must still leave the platform, written in the transaction of its cause (house decision 2).
  static let outbox002 = Migration(
    2, "outbox",
    """
    CREATE TABLE outbox (
      id TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      topic TEXT NOT NULL,
      dedup_key TEXT,
      payload TEXT NOT NULL,
      created_at_us BIGINT NOT NULL,
      available_at_us BIGINT NOT NULL,
      lease_until_us BIGINT,
      lease_token TEXT,
      attempts BIGINT NOT NULL,
      attempts_max BIGINT NOT NULL CHECK (attempts_max > 0),
      last_error TEXT,
      dead_at_us BIGINT
    );
    CREATE UNIQUE INDEX outbox_by_dedup_key ON outbox (topic, dedup_key);
    CREATE INDEX outbox_ready ON outbox (topic, available_at_us, id) WHERE dead_at_us IS NULL;
    CREATE INDEX outbox_dead ON outbox (topic, dead_at_us, id) WHERE dead_at_us IS NOT NULL;
    """)
}
