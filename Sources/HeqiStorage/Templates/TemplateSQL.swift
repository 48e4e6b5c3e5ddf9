/// Statements over `contract_template` and `template_policy`.
enum TemplateSQL {
  /// Everything but the content, which only a reader of one version needs.
  private static let columns = """
    tenant_id, template_id, version, ordinal, name, category, content_type, digest, variable_definitions_json,
    signer_config_json, active, approval, decided_by, decided_at_us, decision_reason, created_by, created_at_us,
    updated_by, updated_at_us
    """
  static let insert = """
    INSERT INTO contract_template (\(columns), content)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    ON CONFLICT DO NOTHING
    """
  static let select = """
    SELECT \(columns) FROM contract_template WHERE tenant_id = $1 AND template_id = $2 AND version = $3
    """
  static let selectActive = """
    SELECT \(columns) FROM contract_template WHERE tenant_id = $1 AND template_id = $2 AND active = 1
    """
  static let selectNewest = """
    SELECT \(columns) FROM contract_template WHERE tenant_id = $1 AND template_id = $2 ORDER BY ordinal DESC LIMIT 1
    """
  static let selectContent = """
    SELECT content FROM contract_template WHERE tenant_id = $1 AND template_id = $2 AND version = $3
    """
  /// Newest first; uses `contract_template_by_ordinal`.
  static let selectVersions = """
    SELECT \(columns) FROM contract_template WHERE tenant_id = $1 AND template_id = $2 AND ordinal < $3
    ORDER BY ordinal DESC LIMIT $4
    """
  /// The newest version of each template after $2; uses the primary key and `contract_template_by_ordinal`.
  static let selectAll = """
    SELECT \(columns) FROM contract_template AS one WHERE tenant_id = $1 AND template_id > $2
      AND ordinal = (SELECT MAX(ordinal) FROM contract_template AS other
        WHERE other.tenant_id = one.tenant_id AND other.template_id = one.template_id)
    ORDER BY template_id LIMIT $3
    """
  /// Active versions of a category after $2; uses `contract_template_by_category`.
  static let selectActiveOfCategory = """
    SELECT \(columns) FROM contract_template WHERE tenant_id = $1 AND category = $4 AND active = 1 AND template_id > $2
    ORDER BY template_id LIMIT $3
    """
  /// Active versions after $2; uses `contract_template_active`.
  static let selectActiveOnes = """
    SELECT \(columns) FROM contract_template WHERE tenant_id = $1 AND active = 1 AND template_id > $2
    ORDER BY template_id LIMIT $3
    """
  static let deactivate = """
    UPDATE contract_template SET active = 0, updated_by = $3, updated_at_us = $4
    WHERE tenant_id = $1 AND template_id = $2 AND active = 1
    """
  static let activate = """
    UPDATE contract_template SET active = 1, updated_by = $4, updated_at_us = $5
    WHERE tenant_id = $1 AND template_id = $2 AND version = $3
    """
  /// Only a pending version is decided.
  static let decide = """
    UPDATE contract_template SET approval = $4, decided_by = $5, decided_at_us = $6, decision_reason = $7,
      updated_by = $5, updated_at_us = $6
    WHERE tenant_id = $1 AND template_id = $2 AND version = $3 AND approval = 'PENDING'
    """
  static let selectPolicy = "SELECT approval_required FROM template_policy WHERE tenant_id = $1"
  static let savePolicy = """
    INSERT INTO template_policy (tenant_id, approval_required, updated_at_us) VALUES ($1, $2, $3)
    ON CONFLICT (tenant_id) DO UPDATE SET approval_required = EXCLUDED.approval_required, updated_at_us = EXCLUDED.updated_at_us
    """
}
