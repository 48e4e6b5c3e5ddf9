/// Statements over `draft_template` and `draft_form`.
enum DraftSQL {
  private static let columns = "id, owner_key, name, group_name, body, parameters, version, updated_at_us"

  static let insertTemplate = """
    INSERT INTO draft_template (tenant_id, id, owner_key, name, group_name, body, parameters, version, updated_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)
    """
  /// $8 the version that was read.
  static let updateTemplate = """
    UPDATE draft_template SET name = $4, group_name = $5, body = $6, parameters = $7, version = version + 1,
      updated_at_us = $9
    WHERE tenant_id = $1 AND owner_key = $2 AND id = $3 AND version = $8
    """
  static let deleteTemplate = "DELETE FROM draft_template WHERE tenant_id = $1 AND owner_key = $2 AND id = $3"
  static let selectTemplate = """
    SELECT \(columns) FROM draft_template WHERE tenant_id = $1 AND owner_key = $2 AND id = $3
    """
  /// Uses `draft_template_by_owner`.
  static let selectTemplates = """
    SELECT \(columns) FROM draft_template WHERE tenant_id = $1 AND owner_key = $2 ORDER BY group_name, name, id LIMIT $3
    """
  static let countTemplates = "SELECT COUNT(*) AS number FROM draft_template WHERE tenant_id = $1 AND owner_key = $2"

  static let putForm = """
    INSERT INTO draft_form (tenant_id, contract_id, name, body, parameters, filled, updated_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tenant_id, contract_id) DO UPDATE SET filled = EXCLUDED.filled, updated_at_us = EXCLUDED.updated_at_us
    """
  static let selectForm = "SELECT name, body, parameters, filled FROM draft_form WHERE tenant_id = $1 AND contract_id = $2"
  static let deleteForm = "DELETE FROM draft_form WHERE tenant_id = $1 AND contract_id = $2"
}
