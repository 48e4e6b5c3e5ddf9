import HeqiSQL

extension HeqiMigrations {
  /// Verified companies and their trees (F-013, F-056).
  static let organizations030 = Migration(
    30, "organizations",
    """
    CREATE TABLE organization (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('legalEntity', 'soleProprietor', 'nonProfit', 'government')),
      name TEXT NOT NULL,
      code TEXT NOT NULL CHECK (length(code) = 18),
      legal_representative TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
      verified_at_us BIGINT NOT NULL,
      created_at_us BIGINT NOT NULL,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX organization_by_code ON organization (tenant_id, code);
    CREATE TABLE org_unit (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      parent_id TEXT,
      kind TEXT NOT NULL CHECK (kind IN ('group', 'company', 'department')),
      name TEXT NOT NULL,
      position BIGINT NOT NULL,
      linked_organization_id TEXT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, organization_id) REFERENCES organization (tenant_id, id)
    );
    CREATE INDEX org_unit_by_organization ON org_unit (tenant_id, organization_id, position, id);
    """)
}
