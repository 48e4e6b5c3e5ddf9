import HeqiSQL

extension HeqiMigrations {
  /// Powers of attorney and the grants that rest on them (F-047, F-061).
  static let sealGrants041 = Migration(
    41, "powers of attorney and seal grants",
    """
    CREATE TABLE power_of_attorney (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('sealUse', 'businessRules')),
      grantee_id TEXT NOT NULL,
      grantee_name TEXT NOT NULL,
      seal_id TEXT,
      business_type_id TEXT,
      scope TEXT NOT NULL,
      valid_from_us BIGINT NOT NULL,
      valid_until_us BIGINT NOT NULL,
      created_at_us BIGINT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('drafted', 'signed', 'revoked', 'discarded')),
      draft_digest BLOB NOT NULL,
      draft_length BIGINT NOT NULL,
      signed_digest BLOB,
      signed_length BIGINT,
      signed_at_us BIGINT,
      revoked_at_us BIGINT,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE INDEX power_of_attorney_by_organization ON power_of_attorney (tenant_id, organization_id, created_at_us, id);
    CREATE INDEX power_of_attorney_by_grantee ON power_of_attorney (tenant_id, organization_id, grantee_id, kind, id);
    CREATE TABLE seal_grant (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      seal_id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      membership_id TEXT,
      business_type_id TEXT,
      power_id TEXT NOT NULL,
      grant_version BIGINT NOT NULL,
      valid_from_us BIGINT NOT NULL,
      valid_until_us BIGINT NOT NULL,
      revoked_at_us BIGINT,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, seal_id) REFERENCES seal (tenant_id, id),
      FOREIGN KEY (tenant_id, power_id) REFERENCES power_of_attorney (tenant_id, id),
      CHECK ((membership_id IS NULL) <> (business_type_id IS NULL))
    );
    CREATE INDEX seal_grant_by_seal ON seal_grant (tenant_id, seal_id, valid_until_us, id);
    CREATE INDEX seal_grant_by_power ON seal_grant (tenant_id, power_id);
    """)
}
