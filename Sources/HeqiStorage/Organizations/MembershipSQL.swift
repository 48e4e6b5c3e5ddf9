/// Statements over `membership`, `membership_role` and `membership_unit`.
enum MembershipSQL {
  private static let columns = """
    m.tenant_id, m.id, m.organization_id, m.account_id, m.name, m.mobile, m.email, m.manager_id, m.status, m.left_at_us,
    m.source, m.created_at_us, m.revision
    """
  static let insert = """
    INSERT INTO membership (tenant_id, id, organization_id, account_id, name, mobile, mobile_index, email, email_index,
      manager_id, status, left_at_us, source, created_at_us, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    """
  /// $13 the revision that was loaded.
  static let update = """
    UPDATE membership SET account_id = $4, name = $5, mobile = $6, mobile_index = $7, email = $8, email_index = $9,
      manager_id = $10, status = $11, left_at_us = $12, revision = revision + 1
    WHERE tenant_id = $1 AND organization_id = $2 AND id = $3 AND revision = $13
    """
  static let selectOne = """
    SELECT \(columns) FROM membership AS m WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.id = $3
    """
  /// What approvals ask of a person.
  static let selectDirectoryPerson = """
    SELECT status, account_id, manager_id FROM membership WHERE tenant_id = $1 AND organization_id = $2 AND id = $3
    """
  /// The person's memberships that have not ended; uses `membership_by_account`.
  static let selectByAccount = """
    SELECT \(columns) FROM membership AS m
    WHERE m.tenant_id = $1 AND m.account_id = $2 AND m.account_id IS NOT NULL AND m.status <> 'left' ORDER BY m.organization_id
    """
  /// Uses `membership_by_account`.
  static let selectStanding = """
    SELECT \(columns) FROM membership AS m
    WHERE m.tenant_id = $1 AND m.account_id = $2 AND m.organization_id = $3 AND m.account_id IS NOT NULL AND m.status <> 'left'
    """
  /// One page of people by name; uses `membership_by_organization`. $3 status, $4 and $5 the last row seen.
  static let selectPage = """
    SELECT \(columns) FROM membership AS m
    WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.status = $3 AND (m.name > $4 OR (m.name = $4 AND m.id > $5))
    ORDER BY m.name, m.id LIMIT $6
    """
  /// Uses `membership_by_mobile`.
  static let selectByMobile = """
    SELECT \(columns) FROM membership AS m
    WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.mobile_index = $3 AND m.mobile_index IS NOT NULL AND m.status <> 'left'
    """
  /// Invitations of all organizations; uses `membership_invited_mobile`.
  static let selectInvitedByMobile = """
    SELECT \(columns) FROM membership AS m WHERE m.tenant_id = $1 AND m.mobile_index = $2 AND m.status = 'invited' ORDER BY m.id
    """
  /// Uses `membership_invited_email`.
  static let selectInvitedByEmail = """
    SELECT \(columns) FROM membership AS m WHERE m.tenant_id = $1 AND m.email_index = $2 AND m.status = 'invited' ORDER BY m.id
    """
  /// Active people with a role; uses `membership_role_by_role`.
  static let selectByRole = """
    SELECT \(columns) FROM membership_role AS r JOIN membership AS m ON m.tenant_id = r.tenant_id AND m.id = r.membership_id
    WHERE r.tenant_id = $1 AND r.organization_id = $2 AND r.role = $3 AND m.status = 'active' ORDER BY r.membership_id LIMIT $4
    """
  static let selectRoles = """
    SELECT role FROM membership_role WHERE tenant_id = $1 AND membership_id = $2 ORDER BY role
    """
  static let deleteRoles = "DELETE FROM membership_role WHERE tenant_id = $1 AND membership_id = $2"
  static let insertRole = """
    INSERT INTO membership_role (tenant_id, membership_id, organization_id, role) VALUES ($1, $2, $3, $4)
    """
  static let selectUnits = """
    SELECT unit_id FROM membership_unit WHERE tenant_id = $1 AND membership_id = $2 ORDER BY position
    """
  static let deleteUnits = "DELETE FROM membership_unit WHERE tenant_id = $1 AND membership_id = $2"
  static let insertUnit = """
    INSERT INTO membership_unit (tenant_id, membership_id, unit_id, position) VALUES ($1, $2, $3, $4)
    """
  /// One page of a department's people by name, but those who have left; uses `membership_unit_by_unit`.
  static let selectUnitPage = """
    SELECT \(columns) FROM membership_unit AS u JOIN membership AS m ON m.tenant_id = u.tenant_id AND m.id = u.membership_id
    WHERE u.tenant_id = $1 AND m.organization_id = $2 AND u.unit_id = $3 AND m.status <> 'left'
      AND (m.name > $4 OR (m.name = $4 AND m.id > $5))
    ORDER BY m.name, m.id LIMIT $6
    """
  /// People whose name holds the text, but those who have left; uses `membership_by_organization`. $3 an escaped pattern.
  static let selectNamed = """
    SELECT \(columns) FROM membership AS m
    WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.status <> 'left' AND m.name LIKE $3 ESCAPE '\\'
    ORDER BY m.name, m.id LIMIT $4
    """
  /// Who of the unit's people sits in the other one too; uses `membership_unit_by_unit`.
  static let deleteDoubled = """
    DELETE FROM membership_unit WHERE tenant_id = $1 AND unit_id = $2 AND membership_id IN (
      SELECT membership_id FROM membership_unit WHERE tenant_id = $1 AND unit_id = $3)
    """
  static let moveUnit = "UPDATE membership_unit SET unit_id = $3 WHERE tenant_id = $1 AND unit_id = $2"
  static let clearUnit = "DELETE FROM membership_unit WHERE tenant_id = $1 AND unit_id = $2"
  /// Whoever has loaded one of the unit's people saves in vain.
  static let touchUnit = """
    UPDATE membership SET revision = revision + 1 WHERE tenant_id = $1 AND organization_id = $2 AND id IN (
      SELECT membership_id FROM membership_unit WHERE tenant_id = $1 AND unit_id = $3)
    """
  static let leadUnit = """
    UPDATE membership SET manager_id = $4, revision = revision + 1
    WHERE tenant_id = $1 AND organization_id = $2 AND status <> 'left' AND id <> $4 AND id IN (
      SELECT membership_id FROM membership_unit WHERE tenant_id = $1 AND unit_id = $3)
    """
  /// Uses `org_unit_by_organization` and `membership_unit_by_unit`.
  static let countByUnit = """
    SELECT o.id AS unit_id, (
        SELECT COUNT(*) FROM membership_unit AS u JOIN membership AS m ON m.tenant_id = u.tenant_id AND m.id = u.membership_id
        WHERE u.tenant_id = o.tenant_id AND u.unit_id = o.id AND m.status <> 'left'
      ) AS number
    FROM org_unit AS o WHERE o.tenant_id = $1 AND o.organization_id = $2
    """
  static let countByStatus = """
    SELECT status, COUNT(*) AS number FROM membership WHERE tenant_id = $1 AND organization_id = $2 GROUP BY status
    """
}
