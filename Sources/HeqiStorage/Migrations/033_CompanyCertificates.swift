import HeqiSQL

extension HeqiMigrations {
  /// Certificates that name a company beside the person; NULL is a person's own.
  static let companyCertificates033 = Migration(
    33, "company certificates",
    """
    ALTER TABLE certificate ADD COLUMN organization_id TEXT;
    CREATE INDEX certificate_by_organization ON certificate (tenant_id, organization_id, not_after_us, id) WHERE organization_id IS NOT NULL AND revoked_at_us IS NULL;
    """)
}
