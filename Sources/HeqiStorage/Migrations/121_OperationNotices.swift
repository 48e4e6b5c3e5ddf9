import HeqiSQL

extension HeqiMigrations {
  /// Alarms of the back office: one row per kind, place and hour (50002, 50003).
  static let operationNotices121 = Migration(
    121, "operation notices",
    """
    CREATE TABLE operation_notice (
      kind TEXT NOT NULL,
      place TEXT NOT NULL,
      hour BIGINT NOT NULL,
      number BIGINT NOT NULL,
      first_at_us BIGINT NOT NULL,
      last_at_us BIGINT NOT NULL,
      reason TEXT NOT NULL,
      seen_at_us BIGINT,
      seen_by TEXT,
      PRIMARY KEY (kind, place, hour)
    );
    CREATE INDEX operation_notice_open ON operation_notice (last_at_us, place) WHERE seen_at_us IS NULL;
    """)
}
