import HeqiSQL

extension HeqiMigrations {
  /// People of organizations, their roles and departments (F-056, F-060). Mobile and e-mail are encrypted (B-24).
  static let memberships031 = Migration(
    31, "memberships",
    """
    CREATE TABLE membership (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      account_id TEXT,
      name TEXT NOT NULL,
      mobile BLOB,
      mobile_index BLOB CHECK (length(mobile_index) = 32),
      email BLOB,
      email_index BLOB CHECK (length(email_index) = 32),
      manager_id TEXT,
      status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'left')),
      left_at_us BIGINT,
      source TEXT NOT NULL CHECK (source IN ('verification', 'manual', 'imported', 'directory')),
      created_at_us BIGINT NOT NULL,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id),
      FOREIGN KEY (tenant_id, organization_id) REFERENCES organization (tenant_id, id)
    );
    CREATE UNIQUE INDEX membership_by_account ON membership (tenant_id, account_id, organization_id) WHERE account_id IS NOT NULL AND status <> 'left';
    CREATE UNIQUE INDEX membership_by_mobile ON membership (tenant_id, organization_id, mobile_index) WHERE mobile_index IS NOT NULL AND status <> 'left';
    CREATE INDEX membership_invited_mobile ON membership (tenant_id, mobile_index, id) WHERE status = 'invited';
    CREATE INDEX membership_invited_email ON membership (tenant_id, email_index, id) WHERE status = 'invited';
    CREATE INDEX membership_by_organization ON membership (tenant_id, organization_id, status, name, id);
    CREATE TABLE membership_role (
      tenant_id TEXT NOT NULL,
      membership_id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('handler', 'ccViewer', 'businessApprover', 'sealApprover', 'delegate', 'legalRep')),
      PRIMARY KEY (tenant_id, membership_id, role),
      FOREIGN KEY (tenant_id, membership_id) REFERENCES membership (tenant_id, id)
    );
    CREATE INDEX membership_role_by_role ON membership_role (tenant_id, organization_id, role, membership_id);
    CREATE TABLE membership_unit (
      tenant_id TEXT NOT NULL,
      membership_id TEXT NOT NULL,
      unit_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, membership_id, unit_id),
      FOREIGN KEY (tenant_id, membership_id) REFERENCES membership (tenant_id, id),
      FOREIGN KEY (tenant_id, unit_id) REFERENCES org_unit (tenant_id, id)
    );
    CREATE INDEX membership_unit_by_unit ON membership_unit (tenant_id, unit_id, membership_id);
    """)
}
