import HeqiSQL

extension HeqiMigrations {
  /// Files that were put together into a contract's file (J-014).
  static let fileParts059 = Migration(
    59, "file parts",
    """
    CREATE TABLE contract_file_part (
      tenant_id TEXT NOT NULL,
      file_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      name TEXT NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      first_page BIGINT NOT NULL,
      page_count BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, file_id, position),
      FOREIGN KEY (tenant_id, file_id) REFERENCES contract_file (tenant_id, id)
    );
    ALTER TABLE contract_file ADD COLUMN part_count BIGINT NOT NULL DEFAULT 0;
    CREATE INDEX contract_file_part_by_digest ON contract_file_part (tenant_id, digest);
    """)
}
