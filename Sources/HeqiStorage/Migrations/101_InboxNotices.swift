import HeqiSQL

extension HeqiMigrations {
  /// 站内通知: what became of contracts, for each of their people (F-091).
  static let inboxNotices101 = Migration(
    101, "inbox notices",
    """
    CREATE TABLE inbox_notice (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      reason TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      read_at_us BIGINT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE INDEX inbox_notice_by_reader ON inbox_notice (tenant_id, account_id, organization_id, at_us, id);
    CREATE INDEX inbox_notice_unread ON inbox_notice (tenant_id, account_id, organization_id, contract_id)
      WHERE read_at_us IS NULL;
    """)
}
