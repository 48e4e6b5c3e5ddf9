import HeqiSQL

extension HeqiMigrations {
  /// Work to do later, claimed by leases (drill 34).
  static let jobs003 = Migration(
    3, "jobs",
    """
    CREATE TABLE job (
      id TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      queue TEXT NOT NULL,
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
    CREATE UNIQUE INDEX job_by_dedup_key ON job (queue, dedup_key);
    CREATE INDEX job_ready ON job (queue, available_at_us, id) WHERE dead_at_us IS NULL;
    CREATE INDEX job_dead ON job (queue, dead_at_us, id) WHERE dead_at_us IS NOT NULL;
    """)
}
