import HeqiSQL

extension HeqiMigrations {
  /// Pulls of companies' personnel systems (F-057): when it was tried last, how it ended, and the tag of what was taken over.
  static let orgDirectories035 = Migration(
    35, "org directories",
    """
    CREATE TABLE org_directory (
      tenant_id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      tried_at_us BIGINT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('taken', 'unchanged', 'failed')),
      detail TEXT NOT NULL,
      tag TEXT,
      PRIMARY KEY (tenant_id, organization_id),
      FOREIGN KEY (tenant_id, organization_id) REFERENCES organization (tenant_id, id)
    );
    """)
}
