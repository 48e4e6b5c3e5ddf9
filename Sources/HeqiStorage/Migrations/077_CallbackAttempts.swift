import HeqiSQL

extension HeqiMigrations {
  /// Every attempt at a callback; callbacks of face checks beside those of contracts, each subject in an order of its own;
  /// what waits for one endpoint can be found without reading what waits for the others (M-011, M-032, M-033).
  static let callbackAttempts077 = Migration(
    77, "callback-attempts",
    """
    ALTER TABLE callback RENAME COLUMN contract_id TO subject_id;
    ALTER TABLE callback ADD COLUMN subject TEXT NOT NULL DEFAULT 'contract';
    ALTER TABLE callback_stop RENAME COLUMN contract_id TO subject_id;
    CREATE INDEX callback_waiting ON callback (endpoint, next_at_us, id) WHERE state = 'pending';
    CREATE INDEX callback_by_time ON callback (created_at_us, id);
    CREATE INDEX callback_by_id ON callback (id);
    CREATE INDEX callback_dead_by_id ON callback (id) WHERE state = 'dead';
    CREATE TABLE callback_attempt (
      tenant_id TEXT NOT NULL,
      callback_id TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      number BIGINT NOT NULL,
      took_us BIGINT NOT NULL,
      status BIGINT,
      error TEXT,
      PRIMARY KEY (tenant_id, callback_id, at_us, number)
    );
    """)
}
