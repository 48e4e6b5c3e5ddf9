import HeqiSQL

extension HeqiMigrations {
  /// What people want to be told, and when not (F-091).
  static let noticePreferences044 = Migration(
    44, "notice preferences",
    """
    CREATE TABLE notice_preference (
      tenant_id TEXT NOT NULL,
      account_id TEXT NOT NULL,
      muted TEXT NOT NULL,
      quiet_from BIGINT,
      quiet_until BIGINT,
      zone_minutes BIGINT,
      changed_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, account_id),
      FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
    );
    """)
}
