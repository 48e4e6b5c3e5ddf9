import HeqiSQL

extension HeqiMigrations {
  /// 或签: the people of a company's party of whom any one may sign.
  static let contractSigners052 = Migration(
    52, "contract signers",
    """
    CREATE TABLE contract_signer (
      tenant_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      membership_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, party_id, membership_id),
      FOREIGN KEY (tenant_id, party_id) REFERENCES contract_party (tenant_id, id)
    );
    CREATE INDEX contract_signer_by_member ON contract_signer (tenant_id, membership_id, contract_id);
    """)
}
