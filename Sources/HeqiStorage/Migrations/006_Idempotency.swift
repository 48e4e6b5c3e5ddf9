import HeqiSQL

extension HeqiMigrations {
  /// Answers kept by Idempotency-Key (drill 11).
  static let idempotency006 = Migration(
    6, "idempotency",
    """
    CREATE TABLE idempotency (
      tenant_id TEXT NOT NULL,
      caller_id TEXT NOT NULL,
      idempotency_key TEXT NOT NULL,
      request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
      status BIGINT,
      reply BLOB,
      started_at_us BIGINT NOT NULL,
      lease_until_us BIGINT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, caller_id, idempotency_key)
    );
    CREATE INDEX idempotency_by_expiry ON idempotency (expires_at_us);
    """)
}
