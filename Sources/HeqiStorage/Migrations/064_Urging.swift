import HeqiSQL

extension HeqiMigrations {
  /// When the one asked was last urged (催签).
  static let urging064 = Migration(64, "urging", "ALTER TABLE action_request ADD COLUMN urged_at_us BIGINT;")
}
