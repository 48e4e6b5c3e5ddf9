import HeqiSQL

extension HeqiMigrations {
  /// 存证报告 and 存证确认函 (F-043, F-093, F-094).
  static let evidenceFiles023 = Migration(
    23, "evidence files",
    """
    CREATE TABLE evidence_file (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('report', 'confirmation')),
      title TEXT NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      length BIGINT NOT NULL CHECK (length > 0),
      created_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE UNIQUE INDEX evidence_file_once ON evidence_file (tenant_id, contract_id, round_number, kind);
    CREATE INDEX evidence_file_by_digest ON evidence_file (tenant_id, digest);
    """)
}
