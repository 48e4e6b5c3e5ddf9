import HeqiSQL

/// Statements over `action_request`.
enum RequestSQL {
  private static let columns = """
    id, tenant_id, contract_id, party_id, action, account_id, opened_at_us, closed_at_us, holder_id, organization_id,
      urged_at_us
    """

  static let insert = """
    INSERT INTO action_request (tenant_id, id, contract_id, party_id, action, account_id, opened_at_us, holder_id,
      organization_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """
  static let close = """
    UPDATE action_request SET closed_at_us = $4 WHERE tenant_id = $1 AND party_id = $2 AND action = $3 AND holder_id = $5
      AND closed_at_us IS NULL
    """
  static let move = """
    UPDATE action_request SET organization_id = $3 WHERE tenant_id = $1 AND party_id = $2 AND organization_id = ''
    """
  static let link =
    "UPDATE action_request SET account_id = $3 WHERE tenant_id = $1 AND party_id = $2 AND account_id IS NULL"

  /// $1 tenant, $2 account, $3 and $4 before this time and id, $5 limit, $6 company or empty; uses `action_request_open`.
  static let selectOpen = """
    SELECT \(columns) FROM action_request
    WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $6 AND closed_at_us IS NULL
      AND (opened_at_us, id) < ($3, $4)
    ORDER BY opened_at_us DESC, id DESC LIMIT $5
    """
  /// The same for what is done; uses `action_request_done`.
  static let selectDone = """
    SELECT \(columns) FROM action_request
    WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $6 AND closed_at_us IS NOT NULL
      AND (closed_at_us, id) < ($3, $4)
    ORDER BY closed_at_us DESC, id DESC LIMIT $5
    """
  /// Open requests of one party; uses `action_request_open_once`.
  static let openOfParty = """
    SELECT \(columns) FROM action_request WHERE tenant_id = $1 AND party_id = $2 AND closed_at_us IS NULL
    """
  static let urge = "UPDATE action_request SET urged_at_us = $3 WHERE tenant_id = $1 AND id = $2 AND closed_at_us IS NULL"
  static let assign = "UPDATE action_request SET account_id = $3 WHERE tenant_id = $1 AND id = $2 AND closed_at_us IS NULL"
  static let countOpen = """
    SELECT COUNT(*) AS number FROM action_request
    WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $3 AND closed_at_us IS NULL
    """
  /// What waits for a person in each of their modes.
  static let countByMode = """
    SELECT organization_id, COUNT(*) AS number FROM action_request
    WHERE tenant_id = $1 AND account_id = $2 AND closed_at_us IS NULL GROUP BY organization_id ORDER BY organization_id
    """
}
