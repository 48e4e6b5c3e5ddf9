import HeqiSQL

extension HeqiMigrations {
  /// Templates of business systems, one row a version (M-016), and whether their business asks for approval (B-18).
  static let templates073 = Migration(
    73, "templates",
    """
    CREATE TABLE contract_template (
      tenant_id TEXT NOT NULL,
      template_id TEXT NOT NULL,
      version TEXT NOT NULL,
      ordinal BIGINT NOT NULL,
      name TEXT NOT NULL,
      category TEXT NOT NULL,
      content_type TEXT NOT NULL CHECK (content_type IN ('HTML', 'COMPONENT_JSON')),
      content TEXT NOT NULL,
      digest BLOB NOT NULL,
      variable_definitions_json TEXT NOT NULL,
      signer_config_json TEXT NOT NULL,
      active SMALLINT NOT NULL CHECK (active IN (0, 1)),
      approval TEXT NOT NULL CHECK (approval IN ('NOT_REQUIRED', 'PENDING', 'APPROVED', 'REJECTED')),
      decided_by TEXT,
      decided_at_us BIGINT,
      decision_reason TEXT,
      created_by TEXT NOT NULL,
      created_at_us BIGINT NOT NULL,
      updated_by TEXT NOT NULL,
      updated_at_us BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, template_id, version)
    );
    CREATE UNIQUE INDEX contract_template_by_ordinal ON contract_template (tenant_id, template_id, ordinal);
    CREATE UNIQUE INDEX contract_template_active ON contract_template (tenant_id, template_id) WHERE active = 1;
    CREATE INDEX contract_template_by_category ON contract_template (tenant_id, category, active, template_id);
    CREATE TABLE template_policy (
      tenant_id TEXT NOT NULL PRIMARY KEY,
      approval_required SMALLINT NOT NULL CHECK (approval_required IN (0, 1)),
      updated_at_us BIGINT NOT NULL
    );
    """)
}
