import HeqiSQL

extension HeqiMigrations {
  /// Callbacks to business systems, one row a delivery, and contracts whose address said 410 (M-011, M-033).
  static let callbacks076 = Migration(
    76, "callbacks",
    """
    CREATE TABLE callback (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      client_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      sequence BIGINT NOT NULL,
      type TEXT NOT NULL,
      url TEXT NOT NULL,
      endpoint TEXT NOT NULL,
      body TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'done', 'dead')),
      attempts BIGINT NOT NULL,
      next_at_us BIGINT NOT NULL,
      last_status BIGINT,
      last_error TEXT,
      created_at_us BIGINT NOT NULL,
      settled_at_us BIGINT,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX callback_by_sequence ON callback (tenant_id, contract_id, sequence);
    CREATE INDEX callback_ready ON callback (next_at_us, id) WHERE state = 'pending';
    CREATE INDEX callback_leased ON callback (endpoint, next_at_us) WHERE state = 'leased';
    CREATE INDEX callback_dead ON callback (tenant_id, id) WHERE state = 'dead';
    CREATE TABLE callback_stop (
      tenant_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      stopped_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, contract_id)
    );
    """)
}
