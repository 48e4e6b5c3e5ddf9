import HeqiSQL

extension HeqiMigrations {
  /// Papers that parties put beside a contract (F-079). A removed one keeps its row: the log speaks of it.
  static let attachments100 = Migration(
    100, "contract attachments",
    """
    CREATE TABLE contract_attachment (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      party_id TEXT NOT NULL,
      uploaded_by TEXT NOT NULL,
      name TEXT NOT NULL,
      format TEXT NOT NULL CHECK (format IN ('pdf', 'docx', 'xlsx', 'pptx', 'jpeg', 'png')),
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      length BIGINT NOT NULL CHECK (length > 0),
      added_at_us BIGINT NOT NULL,
      removed_at_us BIGINT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE UNIQUE INDEX contract_attachment_once ON contract_attachment (tenant_id, contract_id, digest)
      WHERE removed_at_us IS NULL;
    """)
}
