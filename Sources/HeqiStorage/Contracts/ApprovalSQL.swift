/// Statements over `approval_step`, `approval_task`, `contract_copy`, `contract_signer` and `approval_stand_in`.
enum ApprovalSQL {
  static let insertStep = """
    INSERT INTO approval_step (tenant_id, party_id, stage, position, title, kind, mode, is_added, opened_at_us, reminded_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    """
  static let insertTask = """
    INSERT INTO approval_task (tenant_id, party_id, stage, step, position, contract_id, approver_id, holder_id, outcome,
      opinion, decided_by, decided_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
  static let updateStep = """
    UPDATE approval_step SET opened_at_us = $5, reminded_at_us = $6
    WHERE tenant_id = $1 AND party_id = $2 AND stage = $3 AND position = $4
    """
  static let updateTask = """
    UPDATE approval_task SET holder_id = $6, outcome = $7, opinion = $8, decided_by = $9, decided_at_us = $10
    WHERE tenant_id = $1 AND party_id = $2 AND stage = $3 AND step = $4 AND position = $5
    """
  static let deleteTasks = "DELETE FROM approval_task WHERE tenant_id = $1 AND party_id = $2"
  static let deleteSteps = "DELETE FROM approval_step WHERE tenant_id = $1 AND party_id = $2"
  static let selectSteps = """
    SELECT stage, position, title, kind, mode, is_added, opened_at_us, reminded_at_us FROM approval_step
    WHERE tenant_id = $1 AND party_id = $2 ORDER BY stage, position
    """
  static let selectTasks = """
    SELECT stage, step, approver_id, holder_id, outcome, opinion, decided_by, decided_at_us FROM approval_task
    WHERE tenant_id = $1 AND party_id = $2 ORDER BY stage, step, position
    """
  /// Contracts in which a person has undecided tasks; uses `approval_task_open`.
  static let selectOpenOfHolder = """
    SELECT DISTINCT contract_id FROM approval_task WHERE tenant_id = $1 AND holder_id = $2 AND outcome IS NULL
    ORDER BY contract_id LIMIT $3
    """

  static let insertCopy =
    "INSERT INTO contract_copy (tenant_id, party_id, membership_id, position) VALUES ($1, $2, $3, $4)"
  static let deleteCopies = "DELETE FROM contract_copy WHERE tenant_id = $1 AND party_id = $2"
  static let selectCopies = """
    SELECT membership_id FROM contract_copy WHERE tenant_id = $1 AND party_id = $2 ORDER BY position LIMIT 500
    """

  static let insertSigner = """
    INSERT INTO contract_signer (tenant_id, party_id, contract_id, membership_id, position) VALUES ($1, $2, $3, $4, $5)
    """
  static let deleteSigners = "DELETE FROM contract_signer WHERE tenant_id = $1 AND party_id = $2"
  static let selectSigners = """
    SELECT membership_id FROM contract_signer WHERE tenant_id = $1 AND party_id = $2 ORDER BY position LIMIT 100
    """
  /// Live contracts in which a person is named as a signer; uses `contract_signer_by_member`.
  static let selectOfSigner = """
    SELECT DISTINCT s.contract_id FROM contract_signer s
    JOIN contract_party p ON p.tenant_id = s.tenant_id AND p.id = s.party_id
    WHERE s.tenant_id = $1 AND s.membership_id = $2 AND p.state NOT IN ('signed', 'returned')
    ORDER BY s.contract_id LIMIT $3
    """

  static let putStandIn = """
    INSERT INTO approval_stand_in (tenant_id, membership_id, organization_id, stand_in_id, until_us)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id, membership_id) DO UPDATE SET stand_in_id = EXCLUDED.stand_in_id, until_us = EXCLUDED.until_us
    """
  static let deleteStandIn = """
    DELETE FROM approval_stand_in WHERE tenant_id = $1 AND organization_id = $2 AND membership_id = $3
    """
  /// Uses `approval_stand_in_by_company`.
  static let selectStandIns = """
    SELECT membership_id, stand_in_id, until_us FROM approval_stand_in
    WHERE tenant_id = $1 AND organization_id = $2 AND until_us > $3 ORDER BY until_us LIMIT 5000
    """
}
