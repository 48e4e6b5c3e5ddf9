/// Statements over `organization` and `org_unit`.
enum OrganizationSQL {
  private static let columns = """
    tenant_id, id, kind, name, code, legal_representative, status, verified_at_us, created_at_us, revision
    """
  static let insert = """
    INSERT INTO organization (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    """
  /// $8 the revision that was loaded.
  static let update = """
    UPDATE organization SET kind = $3, name = $4, legal_representative = $5, status = $6, verified_at_us = $7,
      revision = revision + 1
    WHERE tenant_id = $1 AND id = $2 AND revision = $8
    """
  static let selectOne = "SELECT \(columns) FROM organization WHERE tenant_id = $1 AND id = $2"
  /// Active companies of a name, two at most: a name that two bear finds none. Uses `organization_by_name`.
  static let selectByName = """
    SELECT \(columns) FROM organization WHERE tenant_id = $1 AND name = $2 AND status = 'active' ORDER BY id LIMIT 2
    """
  /// Uses `organization_by_code`.
  static let selectByCode = "SELECT \(columns) FROM organization WHERE tenant_id = $1 AND code = $2"
}

enum OrgUnitSQL {
  /// Edits of one tree go one after the other: each touches the organization's row first.
  static let lock = "UPDATE organization SET revision = revision WHERE tenant_id = $1 AND id = $2"
  static let insert = """
    INSERT INTO org_unit (tenant_id, id, organization_id, parent_id, kind, name, position, linked_organization_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """
  static let update = """
    UPDATE org_unit SET parent_id = $4, kind = $5, name = $6, position = $7, linked_organization_id = $8
    WHERE tenant_id = $1 AND organization_id = $2 AND id = $3
    """
  static let delete = "DELETE FROM org_unit WHERE tenant_id = $1 AND organization_id = $2 AND id = $3"
  /// Uses `org_unit_by_organization`.
  static let selectAll = """
    SELECT tenant_id, id, organization_id, parent_id, kind, name, position, linked_organization_id FROM org_unit
    WHERE tenant_id = $1 AND organization_id = $2 ORDER BY position, id
    """
}
