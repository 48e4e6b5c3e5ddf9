import HeqiSQL

extension HeqiMigrations {
  /// Signers that act for a company, and the e-mail of any signer (B-19).
  static let clientCompanies116 = Migration(
    116, "client companies",
    """
    ALTER TABLE client_signer ADD COLUMN email BLOB;
    ALTER TABLE client_signer ADD COLUMN organization_id TEXT;
    ALTER TABLE client_signer ADD COLUMN organization_name TEXT;
    ALTER TABLE client_signer ADD COLUMN organization_code TEXT;
    ALTER TABLE client_signer ADD COLUMN seal_kind TEXT;
    """)
}
