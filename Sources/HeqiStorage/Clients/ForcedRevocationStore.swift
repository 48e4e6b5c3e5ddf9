package import HeqiDomain
package import HeqiSQL

/// Statements over `forced_revocation`.
enum ForcedRevocationSQL {
  private static let columns = """
    id, tenant_id, contract_id, transaction_no, title, reason, proposed_by, proposed_name, proposed_at_us, state, decided_by,
    decided_name, decided_at_us
    """
  static let insert = """
    INSERT INTO forced_revocation (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'proposed', NULL, NULL, NULL)
    ON CONFLICT DO NOTHING
    """
  static let select = "SELECT \(columns) FROM forced_revocation WHERE id = $1"
  static let list = "SELECT \(columns) FROM forced_revocation ORDER BY id DESC LIMIT $1"
  static let decide = """
    UPDATE forced_revocation SET state = $2, decided_by = $3, decided_name = $4, decided_at_us = $5
    WHERE id = $1 AND state = 'proposed'
    """
  /// Uses `client_contract_of_any_tenant`.
  static let tenant = "SELECT tenant_id FROM client_contract WHERE contract_id = $1"
}

/// Orders that operators end (M-026). One table for all tenants: only the back office reads it.
package struct ForcedRevocationStore: Sendable {
  package static let shownMax = 100

  package init() {}

  /// The tenant of an order; nil for contracts that no business system sent.
  package func tenant(of id: ID<Contract>, in connection: any SQLConnection) throws -> String? {
    try connection.first(ForcedRevocationSQL.tenant, [SQLValue(id)])?.text("tenant_id")
  }

  /// False where another proposal for the same contract is open.
  package func insert(_ revocation: ForcedRevocation, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      ForcedRevocationSQL.insert,
      [
        SQLValue(revocation.id), .text(revocation.tenantID), SQLValue(revocation.contractID), .text(revocation.transactionNo),
        .text(revocation.title), .text(revocation.reason), SQLValue(revocation.proposed.accountID), .text(revocation.proposed.name),
        SQLValue(revocation.proposed.at),
      ]) == 1
  }

  package func find(_ id: ID<ForcedRevocation>, in connection: any SQLConnection) throws -> ForcedRevocation? {
    try connection.first(ForcedRevocationSQL.select, [SQLValue(id)]).map(revocation)
  }

  /// Newest first, the last `shownMax`.
  package func list(in connection: any SQLConnection) throws -> [ForcedRevocation] {
    try connection.query(ForcedRevocationSQL.list, [SQLValue(Self.shownMax)]).map(revocation)
  }

  /// False where somebody was faster.
  package func save(_ revocation: ForcedRevocation, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      ForcedRevocationSQL.decide,
      [
        SQLValue(revocation.id), .text(revocation.state.rawValue), SQLValue(revocation.decided?.accountID),
        SQLValue(revocation.decided?.name), SQLValue(revocation.decided?.at),
      ]) == 1
  }

  private func revocation(_ row: SQLRow) throws -> ForcedRevocation {
    let decider: ID<Account>? = try row.optionalID("decided_by")
    return ForcedRevocation(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), contractID: try row.id("contract_id"),
      transactionNo: try row.text("transaction_no"), title: try row.text("title"), reason: try row.text("reason"),
      proposed: .init(
        accountID: try row.id("proposed_by"), name: try row.text("proposed_name"), at: try row.instant("proposed_at_us")),
      state: try row.choice("state"),
      decided: try decider.map {
        .init(accountID: $0, name: try row.text("decided_name"), at: try row.instant("decided_at_us"))
      })
  }
}
