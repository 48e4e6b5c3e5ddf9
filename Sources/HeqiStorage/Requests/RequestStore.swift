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
        .integer(request.openedAt.microseconds), .text(request.key.holder?.description ?? ""),
        .text(request.organizationID?.description ?? ""),
      ])
  }

  /// A party's requests become a company's.
  func move(
    party: ID<ContractParty>, to organization: ID<Organization>, tenantID: String, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      RequestSQL.move, [.text(tenantID), .text(party.description), .text(organization.description)])
  }

  package func close(
    _ key: ActionRequestKey, tenantID: String, at now: Instant, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      RequestSQL.close,
      [.text(tenantID), .text(key.partyID.description), .text(key.action.rawValue), .integer(now.microseconds),
        .text(key.holder?.description ?? ""),
      ])
  }

  /// Gives an invited party's requests to the account it turned out to be.
  package func link(
    party: ID<ContractParty>, to account: ID<Account>, tenantID: String, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      RequestSQL.link, [.text(tenantID), .text(party.description), .text(account.description)])
  }

  /// Open or done requests of an account, newest first; `before` is the last one of the page before.
  /// - Parameter company: for which the account is asked; nil for what it is asked itself.
  package func list(
    of account: ID<Account>, for company: ID<Organization>? = nil, tenantID: String, isDone: Bool = false, before last: ActionRequest? = nil, limit: Int = 50,
    in connection: any SQLConnection
  ) throws -> [ActionRequest] {
    let at = last.flatMap { isDone ? $0.closedAt : $0.openedAt }
    return try connection.query(
      isDone ? RequestSQL.selectDone : RequestSQL.selectOpen,
      [
        .text(tenantID), .text(account.description), .integer(at?.microseconds ?? .max),
        .text(last?.id.description ?? ""),
        SQLValue(max(1, min(limit, Self.pageCountMax))), .text(company?.description ?? ""),
      ]
    ).map(request)
  }

  /// What is asked of the contract's parties now.
  package func open(of contract: Contract, in connection: any SQLConnection) throws -> [ActionRequest] {
    try contract.round.parties.flatMap { party in
      try connection.query(RequestSQL.openOfParty, [.text(contract.tenantID), .text(party.id.description)]).map(request)
    }
  }

  /// Notes an urging.
  package func urge(_ request: ActionRequest, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(
      RequestSQL.urge, [.text(request.tenantID), .text(request.id.description), .integer(now.microseconds)])
  }

  /// Asks another account from now on; nil where nobody is left to ask.
  package func assign(_ request: ActionRequest, to account: ID<Account>?, in connection: any SQLConnection) throws {
    try connection.execute(
      RequestSQL.assign,
      [.text(request.tenantID), .text(request.id.description), SQLValue(account?.description)])
  }

  package func countOpen(
    of account: ID<Account>, for company: ID<Organization>? = nil, tenantID: String, in connection: any SQLConnection
  ) throws -> Int {
    try connection.first(
      RequestSQL.countOpen, [.text(tenantID), .text(account.description), .text(company?.description ?? "")]
    )?.int("number") ?? 0
  }

  /// How many wait for an account in each company it acts for; nil stands for the person.
  package func countOpenByMode(
    of account: ID<Account>, tenantID: String, in connection: any SQLConnection
  ) throws -> [ID<Organization>?: Int] {
    var counts: [ID<Organization>?: Int] = [:]
    for row in try connection.query(RequestSQL.countByMode, [.text(tenantID), .text(account.description)]) {
      counts[ID<Organization>(try row.text("organization_id"))] = try row.int("number")
    }
    return counts
  }

  private func request(_ row: SQLRow) throws -> ActionRequest {
    ActionRequest(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), contractID: try row.id("contract_id"),
      key: ActionRequestKey(
        partyID: try row.id("party_id"), action: try row.choice("action"),
        holder: ID<Membership>(try row.text("holder_id"))),
      accountID: try row.optionalID("account_id"), organizationID: ID<Organization>(try row.text("organization_id")),
      openedAt: try row.instant("opened_at_us"),
      closedAt: try row.optionalInstant("closed_at_us"), urgedAt: try row.optionalInstant("urged_at_us"))
  }
}
