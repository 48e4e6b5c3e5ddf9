import HeqiSQL

extension HeqiMigrations {
  /// Whose contract a file is, by nothing but its digest: what a stranger brings to the verification page.
  static let fileDigests093 = Migration(
    93, "file digests",
    """
    CREATE INDEX contract_revision_of_any_tenant ON contract_revision (digest);
    CREATE INDEX evidence_file_of_any_tenant ON evidence_file (digest);
    """)
}
