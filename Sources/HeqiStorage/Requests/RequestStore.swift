package import HeqiDomain
package import HeqiSQL

/// Operation requests (操作请求, F-091), written in the transaction of their cause.
package struct RequestStore: Sendable {
  /// Rows of one page at most.
  package static let pageCountMax = 100

  package init() {}

  package func open(_ request: ActionRequest, in connection: any SQLConnection) throws {
    try connection.execute(
      RequestSQL.insert,
      [
        .text(request.tenantID), .text(request.id.description), .text(request.contractID.description),
        .text(request.key.partyID.description), .text(request.key.action.rawValue),
        SQLValue(request.accountID?.description),
        .integer(request.openedAt.microseconds),
      ])
  }

  package func close(
    _ key: ActionRequestKey, tenantID: String, at now: Instant, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      RequestSQL.close,
      [.text(tenantID), .text(key.partyID.description), .text(key.action.rawValue), .integer(now.microseconds)])
  }

  /// Gives an invited party's requests to the account it turned out to be.
  package func link(
    party: ID<ContractParty>, to account: ID<Account>, tenantID: String, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      RequestSQL.link, [.text(tenantID), .text(party.description), .text(account.description)])
  }

  /// Open or done requests of an account, newest first; `before` is the last one of the page before.
  package func list(
    of account: ID<Account>, tenantID: String, isDone: Bool = false, before last: ActionRequest? = nil, limit: Int = 50,
    in connection: any SQLConnection
  ) throws -> [ActionRequest] {
    let at = last.flatMap { isDone ? $0.closedAt : $0.openedAt }
    return try connection.query(
      isDone ? RequestSQL.selectDone : RequestSQL.selectOpen,
      [
        .text(tenantID), .text(account.description), .integer(at?.microseconds ?? .max),
        .text(last?.id.description ?? ""),
        SQLValue(max(1, min(limit, Self.pageCountMax))),
      ]
    ).map(request)
  }

  package func countOpen(of account: ID<Account>, tenantID: String, in connection: any SQLConnection) throws -> Int {
    try connection.first(RequestSQL.countOpen, [.text(tenantID), .text(account.description)])?.int("number") ?? 0
  }

  private func request(_ row: SQLRow) throws -> ActionRequest {
    ActionRequest(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), contractID: try row.id("contract_id"),
      key: ActionRequestKey(partyID: try row.id("party_id"), action: try row.choice("action")),
      accountID: try row.optionalID("account_id"), openedAt: try row.instant("opened_at_us"),
      closedAt: try row.optionalInstant("closed_at_us"))
  }
}
