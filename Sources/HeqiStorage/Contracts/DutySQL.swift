/// Statements that find what waits for people who cannot act any more. `ended` contracts wait for nobody.
enum DutySQL {
  private static let live = """
    c.stage NOT IN ('completed', 'withdrawnByInitiator', 'withdrawnByReceiver', 'returned', 'expired', 'discarded')
    """
  /// Left, or without a role that handles and signs (table D, contract.sign).
  private static let cannotSign = """
    (m.status = 'left' OR NOT EXISTS (
      SELECT 1 FROM membership_role AS r WHERE r.tenant_id = m.tenant_id AND r.membership_id = m.id
        AND r.role IN ('handler', 'delegate', 'legalRep')))
    """
  /// Undecided reviews of people who have left; uses `membership_by_organization` and `approval_task_open`.
  static let selectReviews = """
    SELECT DISTINCT t.contract_id AS contract_id FROM membership AS m
    JOIN approval_task AS t ON t.tenant_id = m.tenant_id AND t.holder_id = m.id AND t.outcome IS NULL
    JOIN contract AS c ON c.tenant_id = t.tenant_id AND c.id = t.contract_id AND \(live)
    WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.status = 'left'
    ORDER BY t.contract_id LIMIT $3
    """
  /// Contracts handled by people who cannot; uses `membership_by_organization` and `contract_party_by_handler`.
  static let selectHandled = """
    SELECT DISTINCT p.contract_id AS contract_id FROM membership AS m
    JOIN contract_party AS p ON p.tenant_id = m.tenant_id AND p.handler_id = m.id
    JOIN contract AS c ON c.tenant_id = p.tenant_id AND c.id = p.contract_id AND c.round_number = p.round_number AND \(live)
    WHERE m.tenant_id = $1 AND m.organization_id = $2 AND \(cannotSign) AND p.state NOT IN ('signed', 'returned')
    ORDER BY p.contract_id LIMIT $3
    """
  /// Contracts that people who cannot were named to sign; uses `membership_by_organization` and `contract_signer_by_member`.
  static let selectNamed = """
    SELECT DISTINCT s.contract_id AS contract_id FROM membership AS m
    JOIN contract_signer AS s ON s.tenant_id = m.tenant_id AND s.membership_id = m.id
    JOIN contract_party AS p ON p.tenant_id = s.tenant_id AND p.id = s.party_id
    JOIN contract AS c ON c.tenant_id = p.tenant_id AND c.id = p.contract_id AND c.round_number = p.round_number AND \(live)
    WHERE m.tenant_id = $1 AND m.organization_id = $2 AND \(cannotSign) AND p.state NOT IN ('signed', 'returned')
    ORDER BY s.contract_id LIMIT $3
    """
  /// Live contracts that one person handles; uses `contract_party_by_handler`.
  static let selectOfHandler = """
    SELECT DISTINCT p.contract_id AS contract_id FROM contract_party AS p
    JOIN contract AS c ON c.tenant_id = p.tenant_id AND c.id = p.contract_id AND c.round_number = p.round_number AND \(live)
    WHERE p.tenant_id = $1 AND p.handler_id = $2 AND p.state NOT IN ('signed', 'returned')
    ORDER BY p.contract_id LIMIT $3
    """
}
