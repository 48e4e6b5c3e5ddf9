import HeqiSQL

extension HeqiMigrations {
  /// Contacts per person and per company, what their owners do not want suggested again, and invitations by link (F-012,
  /// F-049, F-050). `owner_key` and `party_key` are the keys of the lists of contracts.
  static let contacts062 = Migration(
    62, "contacts",
    """
    CREATE TABLE contact (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      owner_key TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
      party_key TEXT,
      account_id TEXT,
      organization_id TEXT,
      name TEXT NOT NULL,
      mobile BLOB,
      mobile_index BLOB,
      email BLOB,
      email_index BLOB,
      group_name TEXT NOT NULL,
      note TEXT NOT NULL,
      search_text TEXT NOT NULL,
      invited_at_us BIGINT,
      created_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX contact_by_party ON contact (tenant_id, owner_key, party_key) WHERE party_key IS NOT NULL;
    CREATE UNIQUE INDEX contact_of_mobile ON contact (tenant_id, owner_key, mobile_index) WHERE mobile_index IS NOT NULL;
    CREATE INDEX contact_by_name ON contact (tenant_id, owner_key, name, id);
    CREATE INDEX contact_by_group ON contact (tenant_id, owner_key, group_name);
    CREATE INDEX contact_by_mobile ON contact (tenant_id, mobile_index) WHERE party_key IS NULL;
    CREATE INDEX contact_by_email ON contact (tenant_id, email_index) WHERE party_key IS NULL;
    CREATE TABLE contact_dismissal (
      tenant_id TEXT NOT NULL,
      owner_key TEXT NOT NULL,
      party_key TEXT NOT NULL,
      PRIMARY KEY (tenant_id, owner_key, party_key)
    );
    CREATE TABLE contact_invitation (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      owner_key TEXT NOT NULL,
      account_id TEXT,
      organization_id TEXT,
      owner_name TEXT NOT NULL,
      expires_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE INDEX contact_invitation_by_owner ON contact_invitation (tenant_id, owner_key, expires_at_us);
    CREATE INDEX contract_party_by_person ON contract_party (tenant_id, account_id, contract_id);
    CREATE INDEX contract_party_by_company ON contract_party (tenant_id, organization_id, contract_id);
    """)
}
