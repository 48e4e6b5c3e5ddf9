/// Statements over `power_of_attorney` and `seal_grant`.
enum PowerOfAttorneySQL {
  private static let columns = """
    id, organization_id, kind, grantee_id, grantee_name, seal_id, business_type_id, scope, valid_from_us, valid_until_us,
    created_at_us, status, draft_digest, draft_length, signed_digest, signed_length, signed_at_us, revoked_at_us, revision
    """
  static let insert = """
    INSERT INTO power_of_attorney (tenant_id, id, organization_id, kind, grantee_id, grantee_name, seal_id, business_type_id,
      scope, valid_from_us, valid_until_us, created_at_us, status, draft_digest, draft_length, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    """
  static let update = """
    UPDATE power_of_attorney SET status = $4, signed_digest = $5, signed_length = $6, signed_at_us = $7, revoked_at_us = $8,
      revision = revision + 1
    WHERE tenant_id = $1 AND organization_id = $2 AND id = $3 AND revision = $9
    """
  static let selectOne = """
    SELECT \(columns) FROM power_of_attorney WHERE tenant_id = $1 AND organization_id = $2 AND id = $3
    """
  /// Newest first; uses `power_of_attorney_by_organization`.
  static let selectByOrganization = """
    SELECT \(columns) FROM power_of_attorney WHERE tenant_id = $1 AND organization_id = $2
    ORDER BY created_at_us DESC, id DESC LIMIT 200
    """
  /// Uses `power_of_attorney_by_grantee`.
  static let selectByGrantee = """
    SELECT \(columns) FROM power_of_attorney
    WHERE tenant_id = $1 AND organization_id = $2 AND grantee_id = $3 AND kind = $4 ORDER BY id LIMIT 200
    """

  private static let grantColumns = """
    id, seal_id, organization_id, membership_id, business_type_id, power_id, grant_version, valid_from_us, valid_until_us,
    revoked_at_us
    """
  static let insertGrant = """
    INSERT INTO seal_grant (tenant_id, id, seal_id, organization_id, membership_id, business_type_id, power_id,
      grant_version, valid_from_us, valid_until_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    """
  static let revokeGrants = """
    UPDATE seal_grant SET revoked_at_us = $3 WHERE tenant_id = $1 AND power_id = $2 AND revoked_at_us IS NULL
    """
  /// Of every tenant; uses `seal_grant_by_end`.
  static let selectEndedGrants = """
    SELECT tenant_id, \(grantColumns) FROM seal_grant WHERE ended_at_us IS NULL AND valid_until_us <= $1
    ORDER BY valid_until_us, id LIMIT 100
    """
  static let noteEnd = """
    UPDATE seal_grant SET ended_at_us = $3 WHERE tenant_id = $1 AND id = $2 AND ended_at_us IS NULL
    """
  /// Uses `seal_grant_by_seal`.
  static let selectGrants = """
    SELECT \(grantColumns) FROM seal_grant WHERE tenant_id = $1 AND seal_id = $2
    ORDER BY valid_until_us DESC, id DESC LIMIT 500
    """
}
