import HeqiSQL

extension HeqiMigrations {
  /// 骑缝章 of a contract's rounds (E-23).
  static let seamSeals042 = Migration(
    42, "seam seals",
    """
    CREATE TABLE seam_seal (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      round_number BIGINT NOT NULL,
      position BIGINT NOT NULL,
      party_id TEXT NOT NULL,
      pages TEXT NOT NULL,
      edge TEXT NOT NULL CHECK (edge IN ('left', 'right')),
      middle REAL NOT NULL,
      width REAL NOT NULL,
      height REAL NOT NULL,
      group_pages BIGINT NOT NULL CHECK (group_pages BETWEEN 2 AND 50),
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE INDEX seam_seal_by_round ON seam_seal (tenant_id, contract_id, round_number, position);
    """)
}
