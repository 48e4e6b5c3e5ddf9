package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Group, company and departments edited by hand (F-056; table D: org.update). An import stays possible at any time and finds
/// units by their names.
package struct EditTree: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// The new unit. Throws `OrganizationError`; see `OrgTree.adding`.
  @discardableResult
  package func add(
    _ kind: OrgUnitKind, _ name: String, under parent: ID<OrgUnit>?, caller: Caller
  ) async throws -> OrgUnit {
    let id: ID<OrgUnit> = ledger.random.id(at: ledger.clock.now)
    return try await edit(caller) { tree, organization, store, _, connection in
      let unit = try tree.adding(kind, name, under: parent, as: id, in: organization)
      try store.insert(unit, in: connection)
      return (unit, OrgUnitEvent.added(unit, in: OrgTree(tree.units + [unit])))
    }
  }

  package func rename(_ id: ID<OrgUnit>, _ name: String, caller: Caller) async throws {
    try await edit(caller) { tree, _, store, _, connection in
      let unit = try tree.renaming(id, name)
      guard let old = tree[id], old.name != unit.name else { return ((), nil) }
      try store.save(unit, in: connection)
      return ((), OrgUnitEvent.renamed(unit, from: old.name, in: tree.replacing([unit])))
    }
  }

  /// Nil is the top.
  package func move(_ id: ID<OrgUnit>, under parent: ID<OrgUnit>?, caller: Caller) async throws {
    try await edit(caller) { tree, _, store, _, connection in
      let unit = try tree.moving(id, under: parent)
      guard tree[id] != unit else { return ((), nil) }
      try store.save(unit, in: connection)
      return ((), OrgUnitEvent.moved(unit, from: tree, to: tree.replacing([unit])))
    }
  }

  /// One place up or down among its siblings.
  package func shift(_ id: ID<OrgUnit>, up isUp: Bool, caller: Caller) async throws {
    try await edit(caller) { tree, _, store, _, connection in
      let changed = try tree.shifting(id, up: isUp)
      for unit in changed { try store.save(unit, in: connection) }
      return ((), changed.isEmpty ? nil : tree[id].map { OrgUnitEvent.shifted($0, in: tree) })
    }
  }

  /// Where the people of a removed unit go.
  package enum Heir: Equatable, Sendable {
    case unit(ID<OrgUnit>)
    /// They stay in the company, in their other departments or in none.
    case none
  }

  /// - Parameter heir: must be given while the unit has people.
  /// - Throws: also `.heirMissing`.
  package func remove(_ id: ID<OrgUnit>, peopleTo heir: Heir?, caller: Caller) async throws {
    try await edit(caller) { tree, organization, store, members, connection in
      let target: ID<OrgUnit>? = if case .unit(let unit)? = heir { unit } else { nil }
      let unit = try tree.removing(id, peopleTo: target)
      let count = try members.unitCounts(of: organization.id, in: connection)[id] ?? 0
      guard count == 0 || heir != nil else { throw OrganizationError(.heirMissing, field: "heir") }
      try members.movePeople(from: id, to: target, of: organization.id, in: connection)
      try store.remove(id, of: organization.id, in: connection)
      return ((), OrgUnitEvent.removed(unit, in: tree, people: count, to: target.flatMap { tree[$0] }))
    }
  }

  // MARK: People

  /// Puts people into the unit, besides where they are (a person may sit in several).
  /// - Throws: also `.nobodyChosen`, `.notFound` for another company's person or a leaver, `.unitUnknown` for a group or
  ///   somebody who is in too many.
  package func join(_ people: [ID<Membership>], _ id: ID<OrgUnit>, caller: Caller) async throws {
    try await edit(caller) { tree, organization, _, members, connection in
      guard let unit = tree[id], unit.kind != .group else { throw OrganizationError(.unitUnknown) }
      var joined: [Membership] = []
      for person in people {
        var member = try Self.present(person, of: organization, members, connection)
        guard !member.unitIDs.contains(id) else { continue }
        guard member.unitIDs.count < Membership.unitsMax else { throw OrganizationError(.unitUnknown, field: "people") }
        member.unitIDs.append(id)
        joined.append(try members.save(member, in: connection))
      }
      guard !people.isEmpty else { throw OrganizationError(.nobodyChosen, field: "people") }
      return ((), joined.isEmpty ? nil : OrgUnitEvent.people(unit, in: tree, joined: joined, left: []))
    }
  }

  /// Takes a person out of the unit, not out of the company.
  package func release(_ person: ID<Membership>, from id: ID<OrgUnit>, caller: Caller) async throws {
    try await edit(caller) { tree, organization, _, members, connection in
      guard let unit = tree[id] else { throw OrganizationError(.unitUnknown) }
      var member = try Self.present(person, of: organization, members, connection)
      guard member.unitIDs.contains(id) else { return ((), nil) }
      member.unitIDs.removeAll { $0 == id }
      member = try members.save(member, in: connection)
      return ((), OrgUnitEvent.people(unit, in: tree, joined: [], left: [member]))
    }
  }

  /// Makes one person the direct superior of everybody of the unit: 逐级审批 climbs that line (T-007).
  /// - Throws: also `.managerCircle` where the person reports to somebody of the unit.
  package func lead(_ id: ID<OrgUnit>, by person: ID<Membership>, caller: Caller) async throws {
    try await edit(caller) { tree, organization, _, members, connection in
      guard let unit = tree[id], unit.kind != .group else { throw OrganizationError(.unitUnknown) }
      let manager = try Self.present(person, of: organization, members, connection)
      let line = try ReportingLine(members: members, organization: organization.id).above(manager, in: connection)
      guard !line.contains(where: { $0.unitIDs.contains(id) }) else { throw OrganizationError(.managerCircle, field: "manager") }
      let count = try members.lead(id, by: person, of: organization.id, in: connection)
      return ((), count == 0 ? nil : OrgUnitEvent.led(unit, in: tree, by: manager, people: count))
    }
  }

  private static func present(
    _ id: ID<Membership>, of organization: Organization, _ members: MembershipStore, _ connection: any SQLConnection
  ) throws -> Membership {
    guard let member = try members.find(id, of: organization.id, in: connection) else { throw OrganizationError(.notFound) }
    if case .left = member.status { throw OrganizationError(.notFound) }
    return member
  }

  /// One edit in one transaction, after all others of this tree, and what is told of it in the company's log.
  @discardableResult
  private func edit<Answer: Sendable>(
    _ caller: Caller,
    _ body: @escaping @Sendable (OrgTree, Organization, OrgUnitStore, MembershipStore, any SQLConnection) throws -> (Answer, EventDraft?)
  ) async throws -> Answer {
    let standing = try caller.require(.orgUpdate)
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    return try await ledger.engine.write { connection in
      let store = OrgUnitStore(tenantID: caller.tenantID)
      try store.lock(standing.organizationID, in: connection)
      guard let organization = try OrganizationStore(tenantID: caller.tenantID).find(standing.organizationID, in: connection) else {
        throw OrganizationError(.notFound)
      }
      let tree = OrgTree(try store.all(of: organization.id, in: connection))
      let (answer, draft) = try body(tree, organization, store, MembershipStore(vault: vault), connection)
      guard let draft else { return answer }
      try EventStore().append(
        ledger.events(
          [draft], tenantID: caller.tenantID, subject: organization.subject, actor: caller.actor, scene: caller.scene, at: now),
        in: connection)
      return answer
    }
  }
}

/// 汇报线: superiors from the nearest up (T-007).
struct ReportingLine {
  let members: MembershipStore
  let organization: ID<Organization>

  /// Everybody above a person; a circle ends the climb.
  func above(_ person: Membership, in connection: any SQLConnection) throws -> [Membership] {
    var line: [Membership] = []
    var seen: Set<ID<Membership>> = [person.id]
    var next = person.managerID
    while let id = next, seen.insert(id).inserted, let superior = try members.find(id, of: organization, in: connection) {
      line.append(superior)
      next = superior.managerID
    }
    return line
  }
}
