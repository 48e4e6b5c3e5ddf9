package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The organization as its people see it (F-056).
package struct OrganizationView: Sendable {
  package struct UnitRow: Sendable {
    package let unit: OrgUnit
    package let depth: Int
    package let people: Int
  }

  package let organization: Organization
  package let units: [UnitRow]
  package let people: [Membership]
  /// Continue after this person; `nil` on the last page.
  package let next: ID<Membership>?
  /// People in each status, by its name.
  package let counts: [String: Int]
  package let mayUpdate: Bool
}

/// One person of the company.
package struct MemberView: Sendable {
  package let member: Membership
  package let units: [OrganizationView.UnitRow]
  /// People who may be chosen as this one's manager.
  package let managers: [Membership]
  /// Operation requests still open with this person, to be handed to others when they leave.
  package let openRequests: Int
  package let mayUpdate: Bool
  /// Roles the caller may give.
  package let grantable: Set<CompanyRole>
}

/// Reads the tree and the people of the caller's company; every query carries its id.
package struct ReadOrganization: Sendable {
  let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// - Parameters:
  ///   - unit: only this department; `nil` is everybody.
  ///   - status: name of a `MembershipStatus`; ignored with `unit`.
  /// - Throws: `OrganizationError` `.companyModeRequired`, `.notPermitted`, `.notFound`.
  package func callAsFunction(
    unit: ID<OrgUnit>? = nil, status: String = "active", after: ID<Membership>? = nil, limit: Int = 100, caller: Caller
  ) async throws -> OrganizationView {
    let standing = try caller.require(.orgView)
    let vault = try await ledger.open(caller.tenantID)
    return try await ledger.engine.read { connection in
      let memberships = MembershipStore(vault: vault)
      guard let organization = try OrganizationStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection) else {
        throw OrganizationError(.notFound)
      }
      let rows = try Self.rows(organization.id, memberships, caller.tenantID, connection)
      if let unit, !rows.contains(where: { $0.unit.id == unit }) { throw OrganizationError(.notFound) }
      let last = try after.flatMap { try memberships.find($0, of: organization.id, in: connection) }
      let people =
        try unit.map { try memberships.page(of: organization.id, unit: $0, after: last, limit: limit, in: connection) }
        ?? memberships.page(of: organization.id, status: status, after: last, limit: limit, in: connection)
      return OrganizationView(
        organization: organization, units: rows, people: people, next: people.count == limit ? people.last?.id : nil,
        counts: try memberships.counts(of: organization.id, in: connection), mayUpdate: caller.permits(.orgUpdate))
    }
  }

  /// - Throws: also `.notFound` for another company's person.
  package func member(_ id: ID<Membership>, caller: Caller) async throws -> MemberView {
    let standing = try caller.require(.orgView)
    let vault = try await ledger.open(caller.tenantID)
    return try await ledger.engine.read { connection in
      let memberships = MembershipStore(vault: vault)
      guard let member = try memberships.find(id, of: standing.organizationID, in: connection) else { throw OrganizationError(.notFound) }
      let open = try member.accountID.map { try RequestStore().countOpen(of: $0, tenantID: caller.tenantID, in: connection) } ?? 0
      return MemberView(
        member: member, units: try Self.rows(standing.organizationID, memberships, caller.tenantID, connection),
        managers: try memberships.page(of: standing.organizationID, limit: MembershipStore.pageCountMax, in: connection)
          .filter { $0.id != id },
        openRequests: open, mayUpdate: caller.permits(.orgUpdate), grantable: ManageMembers.grantable(by: standing.roles))
    }
  }

  private static func rows(
    _ organization: ID<Organization>, _ memberships: MembershipStore, _ tenantID: String, _ connection: any SQLConnection
  ) throws -> [OrganizationView.UnitRow] {
    let counts = try memberships.unitCounts(of: organization, in: connection)
    return OrgTree(try OrgUnitStore(tenantID: tenantID).all(of: organization, in: connection)).rows.map {
      OrganizationView.UnitRow(unit: $0.unit, depth: $0.depth, people: counts[$0.unit.id] ?? 0)
    }
  }
}
