import HeqiSQL

extension HeqiMigrations {
  /// What operators propose and confirm (M-026, B-22); orders are found by their number alone.
  static let forcedRevocations117 = Migration(
    117, "forced revocations",
    """
    CREATE TABLE forced_revocation (
      id TEXT NOT NULL PRIMARY KEY,
      tenant_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      transaction_no TEXT NOT NULL,
      title TEXT NOT NULL,
      reason TEXT NOT NULL,
      proposed_by TEXT NOT NULL,
      proposed_name TEXT NOT NULL,
      proposed_at_us BIGINT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'dropped')),
      decided_by TEXT,
      decided_name TEXT,
      decided_at_us BIGINT
    );
    CREATE UNIQUE INDEX forced_revocation_open ON forced_revocation (contract_id) WHERE state = 'proposed';
    CREATE INDEX client_contract_of_any_tenant ON client_contract (contract_id);
    """)
}
