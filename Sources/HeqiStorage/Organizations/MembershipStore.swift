package import HeqiDomain
package import HeqiSQL

/// People of organizations, with mobile and e-mail encrypted and found by blind index (B-24). Every statement carries the
/// organization's id, but for those that find a person's own memberships.
package struct MembershipStore: Sendable {
  private let vault: TenantVault

  /// - Parameter vault: opened before the transaction; its tenant is the tenant of every statement here.
  package init(vault: TenantVault) { self.vault = vault }

  /// Throws `OrganizationError` `.alreadyMember`; the transaction is then over.
  package func insert(_ membership: Membership, in connection: any SQLConnection) throws {
    let row = try MembershipRow(membership, vault)
    try translating {
      try connection.execute(
        MembershipSQL.insert,
        [
          tenant, .text(membership.id.description), .text(membership.organizationID.description), SQLValue(membership.accountID),
          .text(membership.name), row.mobile, row.mobileIndex, row.email, row.emailIndex, SQLValue(membership.managerID),
          .text(membership.status.name), row.leftAt, .text(membership.source.rawValue), SQLValue(membership.createdAt),
          .integer(membership.revision),
        ])
    }
    try putRoles(membership, connection)
    try putUnits(membership, connection)
  }

  /// Saves a changed membership, its roles and departments, and returns it with its new revision.
  /// Throws `.staleRevision` when somebody was faster, `.alreadyMember`.
  @discardableResult
  package func save(_ membership: Membership, in connection: any SQLConnection) throws -> Membership {
    let row = try MembershipRow(membership, vault)
    let changed = try translating {
      try connection.execute(
        MembershipSQL.update,
        [
          tenant, .text(membership.organizationID.description), .text(membership.id.description), SQLValue(membership.accountID),
          .text(membership.name), row.mobile, row.mobileIndex, row.email, row.emailIndex, SQLValue(membership.managerID),
          .text(membership.status.name), row.leftAt, .integer(membership.revision),
        ])
    }
    guard changed == 1 else { throw OrganizationError(.staleRevision) }
    try connection.execute(MembershipSQL.deleteRoles, [tenant, .text(membership.id.description)])
    try connection.execute(MembershipSQL.deleteUnits, [tenant, .text(membership.id.description)])
    try putRoles(membership, connection)
    try putUnits(membership, connection)
    var saved = membership
    saved.revision += 1
    return saved
  }

  /// One person of this organization; another organization's is not found.
  package func find(
    _ id: ID<Membership>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> Membership? {
    try connection.first(MembershipSQL.selectOne, [tenant, .text(organization.description), .text(id.description)])
      .map { try membership($0, connection) }
  }

  /// The memberships of an account that have not ended.
  package func list(of account: ID<Account>, in connection: any SQLConnection) throws -> [Membership] {
    try connection.query(MembershipSQL.selectByAccount, [tenant, .text(account.description)]).map { try membership($0, connection) }
  }

  /// An account's membership in one organization, unless it has ended.
  package func find(
    account: ID<Account>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> Membership? {
    try connection.first(MembershipSQL.selectStanding, [tenant, .text(account.description), .text(organization.description)])
      .map { try membership($0, connection) }
  }

  /// Whether an account belongs to this organization, whatever its roles.
  package func isMember(
    _ account: ID<Account>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> Bool {
    guard let found = try OrganizationStore(tenantID: vault.tenantID).find(organization, in: connection), found.status == .active
    else { return false }
    return try find(account: account, of: organization, in: connection)?.isActive == true
  }

  /// What an account may be for this organization now; `nil` without an active membership of an active organization.
  ///
  /// 授权委托人 counts only while their signed 授权委托书 is in force, or by the letter with which they had the company
  /// verified (table D, F-061).
  package func standing(
    of account: ID<Account>, in organization: ID<Organization>, at now: Instant, on connection: any SQLConnection
  ) throws -> CompanyStanding? {
    guard let found = try OrganizationStore(tenantID: vault.tenantID).find(organization, in: connection), found.status == .active,
      let membership = try find(account: account, of: organization, in: connection), membership.isActive
    else { return nil }
    let isDelegate = try membership.roles.contains(.delegate)
      && (membership.source == .verification
        || PowerOfAttorneyStore(tenantID: vault.tenantID).isDelegate(membership.id, of: found.id, at: now, in: connection))
    return CompanyStanding(
      organizationID: found.id, organizationName: found.name, membershipID: membership.id,
      roles: isDelegate ? membership.roles : membership.roles.subtracting([.delegate]),
      delegatedTypes: isDelegate
        ? try BusinessTypeStore(tenantID: vault.tenantID).types(of: membership.id, as: .delegate, in: connection) : [],
      awaitsPower: membership.roles.contains(.delegate) && !isDelegate)
  }

  /// One page of people by name.
  package func page(
    of organization: ID<Organization>, status: String = "active", after last: Membership? = nil, limit: Int = 100,
    in connection: any SQLConnection
  ) throws -> [Membership] {
    try connection.query(
      MembershipSQL.selectPage,
      [
        tenant, .text(organization.description), .text(status), .text(last?.name ?? ""), .text(last?.id.description ?? ""),
        SQLValue(max(1, min(limit, Self.pageCountMax))),
      ]
    ).map { try membership($0, connection) }
  }

  /// One page of a department's people by name, but those who have left.
  package func page(
    of organization: ID<Organization>, unit: ID<OrgUnit>, after last: Membership? = nil, limit: Int = 100, in connection: any SQLConnection
  ) throws -> [Membership] {
    try connection.query(
      MembershipSQL.selectUnitPage,
      [
        tenant, .text(organization.description), .text(unit.description), .text(last?.name ?? ""),
        .text(last?.id.description ?? ""), SQLValue(max(1, min(limit, Self.pageCountMax))),
      ]
    ).map { try membership($0, connection) }
  }

  /// How many people sit in each department.
  package func unitCounts(of organization: ID<Organization>, in connection: any SQLConnection) throws -> [ID<OrgUnit>: Int] {
    var counts: [ID<OrgUnit>: Int] = [:]
    for row in try connection.query(MembershipSQL.countByUnit, [tenant, .text(organization.description)]) {
      counts[try row.id("unit_id")] = try row.int("number")
    }
    return counts
  }

  /// Rows of one page at most.
  package static let pageCountMax = 500

  /// Active people with a role, at most `pageCountMax`.
  package func list(
    _ role: CompanyRole, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> [Membership] {
    try connection.query(
      MembershipSQL.selectByRole,
      [tenant, .text(organization.description), .text(role.rawValue), SQLValue(Self.pageCountMax)]
    ).map { try membership($0, connection) }
  }

  /// The person of this organization with this number, unless they have left.
  package func find(
    mobile: MobileNumber, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> Membership? {
    try connection.first(
      MembershipSQL.selectByMobile, [tenant, .text(organization.description), .blob(MembershipRow.index(mobile, vault))]
    ).map { try membership($0, connection) }
  }

  /// Invitations that wait for this account: by its confirmed number, or by an e-mail it has confirmed.
  package func invitations(for account: Account, in connection: any SQLConnection) throws -> [Membership] {
    var rows = try connection.query(
      MembershipSQL.selectInvitedByMobile, [tenant, .blob(MembershipRow.index(account.mobile, vault))])
    if account.emailConfirmedAt != nil {
      rows += try connection.query(
        MembershipSQL.selectInvitedByEmail, [tenant, .blob(MembershipRow.index(account.email, vault))])
    }
    var seen: Set<ID<Membership>> = []
    return try rows.map { try membership($0, connection) }.filter { seen.insert($0.id).inserted }
  }

  /// How many people are in each status, by its name.
  package func counts(of organization: ID<Organization>, in connection: any SQLConnection) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for row in try connection.query(MembershipSQL.countByStatus, [tenant, .text(organization.description)]) {
      counts[try row.text("status")] = try row.int("number")
    }
    return counts
  }
}

extension MembershipStore {
  var tenant: SQLValue { .text(vault.tenantID) }

  private func putRoles(_ membership: Membership, _ connection: any SQLConnection) throws {
    for role in membership.roles.sorted() {
      try connection.execute(
        MembershipSQL.insertRole,
        [tenant, .text(membership.id.description), .text(membership.organizationID.description), .text(role.rawValue)])
    }
  }

  private func putUnits(_ membership: Membership, _ connection: any SQLConnection) throws {
    for (position, unit) in membership.unitIDs.enumerated() {
      try connection.execute(
        MembershipSQL.insertUnit, [tenant, .text(membership.id.description), .text(unit.description), SQLValue(position)])
    }
  }

  func membership(_ row: SQLRow, _ connection: any SQLConnection) throws -> Membership {
    let id: ID<Membership> = try row.id("id")
    let roles = try connection.query(MembershipSQL.selectRoles, [tenant, .text(id.description)])
      .map { try $0.choice("role", CompanyRole.self) }
    let units = try connection.query(MembershipSQL.selectUnits, [tenant, .text(id.description)])
      .map { try $0.id("unit_id", OrgUnit.self) }
    return try MembershipRow.membership(row, roles: Set(roles), units: units, vault)
  }

  @discardableResult
  private func translating<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as SQLError
      where error.isUniqueViolation(of: "membership", "tenant_id", "account_id", "organization_id")
      || error.isUniqueViolation(of: "membership", "tenant_id", "organization_id", "mobile_index")
    {
      throw OrganizationError(.alreadyMember, field: "mobile")
    }
  }
}
