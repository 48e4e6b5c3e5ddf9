import HeqiSQL

extension HeqiMigrations {
  /// The company a signed-in browser acts for; NULL is personal mode (F-029).
  static let sessionMode032 = Migration(
    32, "session mode",
    """
    ALTER TABLE login_session ADD COLUMN organization_id TEXT;
    """)
}
