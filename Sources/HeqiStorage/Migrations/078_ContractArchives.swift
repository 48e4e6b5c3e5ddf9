import HeqiSQL

extension HeqiMigrations {
  /// One row per provider and signed contract: state, receipt, attempts (M-015).
  static let contractArchives078 = Migration(
    78, "contract-archives",
    """
    CREATE TABLE contract_archive (
      tenant_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      provider TEXT NOT NULL CHECK (provider IN ('TSA', 'BLOCKCHAIN', 'LOCAL_CA')),
      state TEXT NOT NULL CHECK (state IN ('PENDING', 'SUCCESS', 'FAILED')),
      document_digest BLOB NOT NULL,
      event_id TEXT NOT NULL,
      attempts BIGINT NOT NULL,
      next_at_us BIGINT NOT NULL,
      last_error TEXT,
      transaction_no TEXT,
      authority TEXT,
      certificate_url TEXT,
      archived_at_us BIGINT,
      proof BLOB,
      created_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, contract_id, provider)
    );
    CREATE INDEX contract_archive_due ON contract_archive (next_at_us, contract_id) WHERE state = 'PENDING';
    CREATE INDEX contract_archive_failed ON contract_archive (created_at_us, contract_id) WHERE state = 'FAILED';
    """)
}
