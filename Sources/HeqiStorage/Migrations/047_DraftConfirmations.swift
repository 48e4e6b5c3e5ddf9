import HeqiSQL

extension HeqiMigrations {
  /// When a receiver agreed to a drafted text (row 4).
  static let draftConfirmations047 = Migration(
    47, "draft confirmations",
    """
    ALTER TABLE contract_party ADD COLUMN confirmed_at_us BIGINT;
    """)
}
