import HeqiSQL

extension HeqiMigrations {
  /// Business types of organizations and the contract numbers they have given (F-060, B-09).
  ///
  /// Numbers are kept one by one, so that no two contracts of a company bear the same and every gap can be told.
  static let businessTypes045 = Migration(
    45, "business types and contract numbers",
    """
    CREATE TABLE business_type (
      tenant_id TEXT NOT NULL,
      id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      name TEXT NOT NULL,
      code TEXT NOT NULL,
      number_pattern TEXT,
      number_reset TEXT CHECK (number_reset IN ('never', 'yearly', 'monthly')),
      seals TEXT NOT NULL,
      initiation_plan TEXT NOT NULL,
      receipt_plan TEXT NOT NULL,
      seal_plan TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('active', 'stopped')),
      created_at_us BIGINT NOT NULL,
      revision BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, id)
    );
    CREATE UNIQUE INDEX business_type_by_name ON business_type (tenant_id, organization_id, name);
    CREATE UNIQUE INDEX business_type_by_code ON business_type (tenant_id, organization_id, code);
    CREATE TABLE business_type_person (
      tenant_id TEXT NOT NULL,
      business_type_id TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('handler', 'ccViewer', 'delegate')),
      membership_id TEXT NOT NULL,
      position BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, business_type_id, role, membership_id),
      FOREIGN KEY (tenant_id, business_type_id) REFERENCES business_type (tenant_id, id)
    );
    CREATE INDEX business_type_person_by_member ON business_type_person (tenant_id, membership_id, role, business_type_id);
    CREATE TABLE number_counter (
      tenant_id TEXT NOT NULL,
      business_type_id TEXT NOT NULL,
      period TEXT NOT NULL,
      last_number BIGINT NOT NULL CHECK (last_number >= 0),
      PRIMARY KEY (tenant_id, business_type_id, period),
      FOREIGN KEY (tenant_id, business_type_id) REFERENCES business_type (tenant_id, id)
    );
    CREATE TABLE issued_number (
      tenant_id TEXT NOT NULL,
      organization_id TEXT NOT NULL,
      number TEXT NOT NULL,
      business_type_id TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, organization_id, number)
    );
    CREATE INDEX issued_number_by_type ON issued_number (tenant_id, business_type_id, at_us, number);
    CREATE UNIQUE INDEX issued_number_by_contract ON issued_number (tenant_id, organization_id, contract_id);
    """)
}
