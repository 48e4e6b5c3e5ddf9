import HeqiSQL

extension HeqiMigrations {
  /// 操作请求 (F-091): one open row per party and action.
  static let actionRequests022 = Migration(
    22, "action requests",
    """
    CREATE TABLE action_request (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      party_id TEXT NOT NULL,
      action TEXT NOT NULL,
      account_id TEXT,
      opened_at_us BIGINT NOT NULL,
      closed_at_us BIGINT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
    );
    CREATE UNIQUE INDEX action_request_open_once ON action_request (tenant_id, party_id, action) WHERE closed_at_us IS NULL;
    CREATE INDEX action_request_open ON action_request (tenant_id, account_id, opened_at_us, id) WHERE closed_at_us IS NULL;
    CREATE INDEX action_request_done ON action_request (tenant_id, account_id, closed_at_us, id) WHERE closed_at_us IS NOT NULL;
    """)
}
