import HeqiSQL

extension HeqiMigrations {
  /// Events and the head of each subject's hash chain (house decision 2).
  static let events001 = Migration(
    1, "events",
    """
    CREATE TABLE event (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      actor_kind TEXT NOT NULL,
      actor_id TEXT,
      actor_name TEXT NOT NULL,
      client_kind TEXT NOT NULL,
      ip TEXT NOT NULL,
      device_id TEXT NOT NULL,
      user_agent TEXT NOT NULL,
      subject_kind TEXT NOT NULL,
      subject_id TEXT NOT NULL,
      sequence BIGINT NOT NULL CHECK (sequence > 0),
      kind TEXT NOT NULL,
      facts TEXT NOT NULL,
      file_hash BLOB CHECK (length(file_hash) = 32),
      transaction_no TEXT,
      previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX event_by_subject ON event (tenant_id, subject_kind, subject_id, sequence);
    CREATE INDEX event_by_actor ON event (tenant_id, actor_id, at_us, id);
    CREATE INDEX event_by_transaction ON event (tenant_id, transaction_no, at_us, id) WHERE transaction_no IS NOT NULL;
    CREATE TABLE event_head (
      tenant_id TEXT NOT NULL,
      subject_kind TEXT NOT NULL,
      subject_id TEXT NOT NULL,
      sequence BIGINT NOT NULL,
      hash BLOB NOT NULL,
      PRIMARY KEY (tenant_id, subject_kind, subject_id)
    );
    """)
}
