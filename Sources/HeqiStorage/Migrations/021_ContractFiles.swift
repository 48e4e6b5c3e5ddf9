import HeqiSQL

extension HeqiMigrations {
  /// Files of rounds with (length, digest) of each revision; the bytes are stored once (house decision 4, F-081).
  static let contractFiles021 = Migration(
    21, "contract files",
    """
    CREATE TABLE contract_file (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      name TEXT NOT NULL,
      page_count BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE TABLE contract_revision (
      tenant_id TEXT NOT NULL,
      file_id TEXT NOT NULL,
      number BIGINT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('original', 'prepared', 'signature', 'renewal')),
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      length BIGINT NOT NULL CHECK (length > 0),
      party_id TEXT,
      at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, file_id, number),
      FOREIGN KEY (tenant_id, file_id) REFERENCES contract_file (tenant_id, id)
    );
    CREATE INDEX contract_revision_by_digest ON contract_revision (tenant_id, digest);
    CREATE TABLE contract_reading (
      tenant_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      opened_at_us BIGINT NOT NULL,
      last_page BIGINT NOT NULL,
      intention_method TEXT,
      intention_at_us BIGINT,
      PRIMARY KEY (tenant_id, party_id, digest)
    );
    """)
}
