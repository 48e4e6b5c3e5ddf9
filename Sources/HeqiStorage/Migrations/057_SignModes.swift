import HeqiSQL

extension HeqiMigrations {
  /// How a party binds itself (J-002).
  static let signModes057 = Migration(
    57, "sign modes",
    """
    ALTER TABLE contract_party ADD COLUMN sign_mode TEXT NOT NULL DEFAULT 'certificate' CHECK (sign_mode IN ('certificate', 'clickwrap'));
    """)
}
