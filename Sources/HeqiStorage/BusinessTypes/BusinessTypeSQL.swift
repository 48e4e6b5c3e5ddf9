/// Statements over `business_type`, `business_type_person`, `number_counter` and `issued_number`; each carries the
/// organization's id or the type that belongs to it.
enum BusinessTypeSQL {
  private static let columns = """
    id, organization_id, name, code, number_pattern, number_reset, seals, initiation_plan, receipt_plan, seal_plan, status,
    created_at_us, revision
    """
  static let insert = """
    INSERT INTO business_type (tenant_id, id, organization_id, name, code, number_pattern, number_reset, seals,
      initiation_plan, receipt_plan, seal_plan, status, created_at_us, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    """
  static let update = """
    UPDATE business_type SET name = $4, code = $5, number_pattern = $6, number_reset = $7, seals = $8, initiation_plan = $9,
      receipt_plan = $10, seal_plan = $11, status = $12, revision = revision + 1
    WHERE tenant_id = $1 AND organization_id = $2 AND id = $3 AND revision = $13
    """
  static let selectOne = """
    SELECT \(columns) FROM business_type WHERE tenant_id = $1 AND organization_id = $2 AND id = $3
    """
  /// Uses `business_type_by_name`.
  static let selectByOrganization = """
    SELECT \(columns) FROM business_type WHERE tenant_id = $1 AND organization_id = $2 ORDER BY name LIMIT 500
    """

  static let insertPerson = """
    INSERT INTO business_type_person (tenant_id, business_type_id, role, membership_id, position)
    VALUES ($1, $2, $3, $4, $5)
    """
  static let deletePeople = "DELETE FROM business_type_person WHERE tenant_id = $1 AND business_type_id = $2"
  static let selectPeople = """
    SELECT role, membership_id FROM business_type_person
    WHERE tenant_id = $1 AND business_type_id = $2 ORDER BY role, position LIMIT 600
    """
  /// Types in which a person has a role; uses `business_type_person_by_member`.
  static let selectTypesOfMember = """
    SELECT business_type_id FROM business_type_person
    WHERE tenant_id = $1 AND membership_id = $2 AND role = $3 ORDER BY business_type_id LIMIT 500
    """

  /// The next number of a period. The row is held until commit, so rivals wait and none gets the same.
  static let nextNumber = """
    INSERT INTO number_counter (tenant_id, business_type_id, period, last_number) VALUES ($1, $2, $3, 1)
    ON CONFLICT (tenant_id, business_type_id, period) DO UPDATE SET last_number = number_counter.last_number + 1
    RETURNING last_number
    """
  static let selectCounter = """
    SELECT last_number FROM number_counter WHERE tenant_id = $1 AND business_type_id = $2 AND period = $3
    """
  static let insertIssued = """
    INSERT INTO issued_number (tenant_id, organization_id, number, business_type_id, contract_id, at_us)
    VALUES ($1, $2, $3, $4, $5, $6)
    """
  static let selectIssuedTo = """
    SELECT number FROM issued_number WHERE tenant_id = $1 AND organization_id = $2 AND contract_id = $3
    """
  static let selectIssuedNumber = """
    SELECT number FROM issued_number WHERE tenant_id = $1 AND organization_id = $2 AND number = $3
    """
  /// Newest first; uses `issued_number_by_type`.
  static let selectIssued = """
    SELECT number, contract_id, at_us FROM issued_number WHERE tenant_id = $1 AND business_type_id = $2
    ORDER BY at_us DESC, number DESC LIMIT $3
    """
}
