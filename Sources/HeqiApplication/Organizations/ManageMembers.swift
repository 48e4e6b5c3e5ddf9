package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// What is changed about a person: all of it is replaced.
package struct MemberChange: Equatable, Sendable {
  package let roles: Set<CompanyRole>
  package let units: [ID<OrgUnit>]
  package let manager: ID<Membership>?

  package init(roles: Set<CompanyRole>, units: [ID<OrgUnit>], manager: ID<Membership>?) {
    self.roles = roles
    self.units = units
    self.manager = manager
  }
}

/// People of the company one by one: add, give roles, let go (F-056, F-058, F-060).
package struct ManageMembers: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// A legal representative comes from the verification; a delegate is appointed by the legal representative (F-061).
  package static func grantable(by roles: Set<CompanyRole>) -> Set<CompanyRole> {
    var grantable = Set(CompanyRole.allCases).subtracting([.legalRep, .delegate])
    if roles.contains(.legalRep) { grantable.insert(.delegate) }
    return grantable
  }

  /// Adds a person; without an account they are invited.
  /// - Throws: `OrganizationError` `.invalidPerson`, `.alreadyMember`, `.unitUnknown`, `.delegateByLegalRep`; `IdentityError`.
  @discardableResult
  package func add(
    name typedName: String, mobile typedMobile: String, email typedEmail: String, _ change: MemberChange, caller: Caller
  ) async throws -> Membership {
    let standing = try caller.require(.orgUpdate)
    guard let name = PersonName(typedName) else { throw OrganizationError(.invalidPerson, field: "name") }
    guard let mobile = MobileNumber(typedMobile) else { throw IdentityError(.invalidMobile, field: "mobile") }
    let email = typedEmail.trimmingWhitespace.isEmpty ? nil : EmailAddress(typedEmail)
    if email == nil, !typedEmail.trimmingWhitespace.isEmpty { throw IdentityError(.invalidEmail, field: "email") }
    try Self.checkGrant(change.roles, before: [], standing)
    let now = ledger.clock.now
    let membership = Membership(
      id: ledger.random.id(at: now), tenantID: caller.tenantID, organizationID: standing.organizationID, accountID: nil,
      name: name.text, mobile: mobile, email: email, roles: change.roles, unitIDs: change.units, managerID: change.manager,
      status: .invited, source: .manual, createdAt: now)
    let vault = try await ledger.open(caller.tenantID)
    try await ledger.engine.write { connection in
      let organization = try organization(standing, caller.tenantID, connection)
      try check(change, standing, vault, connection)
      try MemberDesk(ledger: ledger, vault: vault)
        .add(membership, to: organization, actor: caller.actor, scene: caller.scene, at: now, in: connection)
    }
    return membership
  }

  /// Replaces roles, departments and manager.
  package func change(_ id: ID<Membership>, _ change: MemberChange, caller: Caller) async throws {
    let standing = try caller.require(.orgUpdate)
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    try await ledger.engine.write { connection in
      let memberships = MembershipStore(vault: vault)
      var member = try found(id, standing, memberships, connection)
      try Self.checkGrant(change.roles, before: member.roles, standing)
      try check(change, standing, vault, connection)
      try checkLine(change.manager, of: id, standing, memberships, connection)
      member.roles = change.roles
      member.unitIDs = change.units
      member.managerID = change.manager
      member = try memberships.save(member, in: connection)
      let organization = try organization(standing, caller.tenantID, connection)
      try EventStore().append(
        ledger.events(
          [MembershipEvent.changed(member)], tenantID: caller.tenantID, subject: organization.subject, actor: caller.actor,
          scene: caller.scene, at: now), in: connection)
    }
  }

  /// The person has left: every right ends with this transaction.
  package func leave(_ id: ID<Membership>, caller: Caller) async throws {
    let standing = try caller.require(.orgUpdate)
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    try await ledger.engine.write { connection in
      let member = try found(id, standing, MembershipStore(vault: vault), connection)
      guard !member.roles.contains(.legalRep) else { throw OrganizationError(.memberLegalRep) }
      if member.roles.contains(.delegate), !standing.roles.contains(.legalRep) { throw OrganizationError(.delegateByLegalRep) }
      try MemberDesk(ledger: ledger, vault: vault).leave(
        member, of: organization(standing, caller.tenantID, connection), by: .caller, actor: caller.actor, scene: caller.scene, at: now, in: connection)
    }
  }

  private func found(
    _ id: ID<Membership>, _ standing: CompanyStanding, _ memberships: MembershipStore, _ connection: any SQLConnection
  ) throws -> Membership {
    guard let member = try memberships.find(id, of: standing.organizationID, in: connection) else { throw OrganizationError(.notFound) }
    if case .left = member.status { throw OrganizationError(.notFound) }
    return member
  }

  private func organization(_ standing: CompanyStanding, _ tenantID: String, _ connection: any SQLConnection) throws -> Organization {
    guard let organization = try OrganizationStore(tenantID: tenantID).find(standing.organizationID, in: connection) else {
      throw OrganizationError(.notFound)
    }
    return organization
  }

  private static func checkGrant(
    _ roles: Set<CompanyRole>, before: Set<CompanyRole>, _ standing: CompanyStanding
  ) throws(OrganizationError) {
    let changed = roles.symmetricDifference(before)
    if changed.contains(.legalRep) { throw OrganizationError(.memberLegalRep, field: "roles") }
    guard changed.isSubset(of: grantable(by: standing.roles)) else { throw OrganizationError(.delegateByLegalRep, field: "roles") }
  }

  /// Nobody is, directly or indirectly, their own superior.
  private func checkLine(
    _ manager: ID<Membership>?, of id: ID<Membership>, _ standing: CompanyStanding, _ memberships: MembershipStore,
    _ connection: any SQLConnection
  ) throws {
    guard let manager, let superior = try memberships.find(manager, of: standing.organizationID, in: connection) else { return }
    let line = try ReportingLine(members: memberships, organization: standing.organizationID).above(superior, in: connection)
    guard manager != id, !line.contains(where: { $0.id == id }) else { throw OrganizationError(.managerCircle, field: "manager") }
  }

  /// Departments and manager are of this company.
  private func check(
    _ change: MemberChange, _ standing: CompanyStanding, _ vault: TenantVault, _ connection: any SQLConnection
  ) throws {
    let units = Set(try OrgUnitStore(tenantID: vault.tenantID).all(of: standing.organizationID, in: connection).map(\.id))
    guard change.units.count <= Membership.unitsMax, Set(change.units).count == change.units.count,
      change.units.allSatisfy({ units.contains($0) })
    else { throw OrganizationError(.unitUnknown, field: "units") }
    if let manager = change.manager,
      try MembershipStore(vault: vault).find(manager, of: standing.organizationID, in: connection) == nil
    {
      throw OrganizationError(.unitUnknown, field: "manager")
    }
  }
}
