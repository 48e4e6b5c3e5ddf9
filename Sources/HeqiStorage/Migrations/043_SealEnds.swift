import HeqiSQL

extension HeqiMigrations {
  /// When the end of a grant was noted (E-10, F-047).
  static let sealEnds043 = Migration(
    43, "noted ends of seal grants",
    """
    ALTER TABLE seal_grant ADD COLUMN ended_at_us BIGINT;
    CREATE INDEX seal_grant_by_end ON seal_grant (valid_until_us, id) WHERE ended_at_us IS NULL;
    """)
}
