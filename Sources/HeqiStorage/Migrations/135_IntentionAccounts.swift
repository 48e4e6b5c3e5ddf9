import HeqiSQL

extension HeqiMigrations {
  /// Whose intention check a reading keeps: colleagues of one company read for one party, and each proves for themselves
  /// (E-02, E-24). Checks kept before nobody may use; their owners ask for a new code.
  static let intentionAccounts135 = Migration(
    135, "intention accounts", "ALTER TABLE contract_reading ADD COLUMN intention_account TEXT;")
}
