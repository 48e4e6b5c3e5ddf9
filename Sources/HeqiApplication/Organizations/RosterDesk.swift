import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// What a roster would change, or has changed.
package struct RosterOutcome: Equatable, Sendable {
  package var newUnits: [String] = []
  package var added: [String] = []
  package var changed: [String] = []
  /// Masked names of people the directory no longer names.
  package var left: [String] = []
  package var unchanged = 0

  package var isEmpty: Bool { newUnits.isEmpty && added.isEmpty && changed.isEmpty && left.isEmpty }
}

/// Brings an organization's tree and people in line with a checked roster, in one transaction (F-056 to F-059). Roles stay
/// as they are; people without an account are invited.
struct RosterDesk: Sendable {
  private typealias Key = CheckedRoster.UnitKey
  let ledger: PeopleLedger
  let organization: Organization
  let source: MembershipSource
  let vault: TenantVault
  let now: Instant
  /// False to learn what would change.
  let writes: Bool

  func apply(_ roster: CheckedRoster, actor: Actor, scene: Scene, in connection: any SQLConnection) throws -> RosterOutcome {
    var outcome = RosterOutcome()
    let units = try placeUnits(roster, &outcome, connection)
    var present: Set<ID<Membership>> = []
    for person in roster.people {
      present.insert(try place(person, units, &outcome, actor, scene, connection))
    }
    if source == .directory { try endLeavers(but: present, &outcome, scene, connection) }
    guard writes, !outcome.isEmpty else { return outcome }
    let draft = MembershipEvent.imported(
      source == .directory ? MembershipEvent.pulledKind : MembershipEvent.importedKind, units: outcome.newUnits.count,
      added: outcome.added.count, changed: outcome.changed.count, left: outcome.left.count,
      by: source == .directory && actor == .system ? .system : .caller)
    try record([draft], actor, scene, connection)
    return outcome
  }

  // MARK: Tree

  private func placeUnits(
    _ roster: CheckedRoster, _ outcome: inout RosterOutcome, _ connection: any SQLConnection
  ) throws -> [Key: ID<OrgUnit>] {
    let store = OrgUnitStore(tenantID: organization.tenantID)
    let tree = OrgTree(try store.all(of: organization.id, in: connection))
    var known: [Key: OrgUnit] = [:]
    for unit in tree.units where unit.kind != .group { known[tree.key(of: unit)] = unit }
    var position = (tree.units.map(\.position).max() ?? -1) + 1
    var ids: [Key: ID<OrgUnit>] = [:]
    let root = try groupUnit(roster.group, tree, &position, &outcome, store, connection)
    for (key, parent) in roster.units {
      let parentID = parent.flatMap { ids[$0] } ?? root
      if var unit = known[key] {
        ids[key] = unit.id
        // A company keeps its place unless there is a group now; a department follows the roster.
        guard unit.parentID != parentID, unit.kind == .department || root != nil else { continue }
        unit.parentID = parentID
        if writes { try store.save(unit, in: connection) }
      } else {
        let unit = OrgUnit(
          id: ledger.random.id(at: now), tenantID: organization.tenantID, organizationID: organization.id, parentID: parentID,
          kind: key.department.isEmpty ? .company : .department, name: key.department.isEmpty ? key.company : key.department,
          position: position)
        position += 1
        ids[key] = unit.id
        outcome.newUnits.append(unit.name)
        if writes { try store.insert(unit, in: connection) }
      }
    }
    return ids
  }

  private func groupUnit(
    _ name: String, _ tree: OrgTree, _ position: inout Int, _ outcome: inout RosterOutcome, _ store: OrgUnitStore,
    _ connection: any SQLConnection
  ) throws -> ID<OrgUnit>? {
    if let present = tree.units.first(where: { $0.kind == .group }) {
      var renamed = present
      renamed.name = name
      if writes, !name.isEmpty, present.name != name { try store.save(renamed, in: connection) }
      return present.id
    }
    guard !name.isEmpty else { return nil }
    let unit = OrgUnit(
      id: ledger.random.id(at: now), tenantID: organization.tenantID, organizationID: organization.id, parentID: nil, kind: .group,
      name: String(name.prefix(OrgUnit.nameCharactersMax)), position: position)
    position += 1
    outcome.newUnits.append(unit.name)
    if writes { try store.insert(unit, in: connection) }
    return unit.id
  }

  // MARK: People

  private func place(
    _ person: CheckedRoster.Person, _ units: [Key: ID<OrgUnit>], _ outcome: inout RosterOutcome, _ actor: Actor, _ scene: Scene,
    _ connection: any SQLConnection
  ) throws -> ID<Membership> {
    let memberships = MembershipStore(vault: vault)
    let unitIDs = person.units.compactMap { units[$0] }
    if let known = try memberships.find(mobile: person.mobile, of: organization.id, in: connection) {
      var changed = known
      changed.unitIDs = unitIDs
      if known.status == .invited { changed.name = person.name.text }
      if let email = person.email { changed.email = email }
      if known == changed {
        outcome.unchanged += 1
      } else {
        outcome.changed.append(person.name.text)
        if writes { try memberships.save(changed, in: connection) }
      }
      return known.id
    }
    let membership = Membership(
      id: ledger.random.id(at: now), tenantID: organization.tenantID, organizationID: organization.id, accountID: nil,
      name: person.name.text, mobile: person.mobile, email: person.email, unitIDs: unitIDs, status: .invited, source: source,
      createdAt: now)
    outcome.added.append(person.name.text)
    if writes { try MemberDesk(ledger: ledger, vault: vault).add(membership, to: organization, actor: actor, scene: scene, at: now, in: connection) }
    return membership.id
  }

  /// Who came from the directory and is no longer in it has left (F-058). The legal representative stays: the licence
  /// decides that, not the directory.
  private func endLeavers(
    but present: Set<ID<Membership>>, _ outcome: inout RosterOutcome, _ scene: Scene, _ connection: any SQLConnection
  ) throws {
    let memberships = MembershipStore(vault: vault)
    for status in ["active", "invited"] {
      var last: Membership?
      while true {
        let page = try memberships.page(of: organization.id, status: status, after: last, limit: MembershipStore.pageCountMax, in: connection)
        for membership in page where membership.source == .directory && !present.contains(membership.id) && !membership.roles.contains(.legalRep) {
          outcome.left.append(membership.maskedName)
          if writes {
            try MemberDesk(ledger: ledger, vault: vault)
              .leave(membership, of: organization, by: .system, actor: .system, scene: scene, at: now, in: connection)
          }
        }
        guard page.count == MembershipStore.pageCountMax else { break }
        last = page.last
      }
    }
  }

  private func record(_ drafts: [EventDraft], _ actor: Actor, _ scene: Scene, _ connection: any SQLConnection) throws {
    try EventStore().append(
      ledger.events(drafts, tenantID: organization.tenantID, subject: organization.subject, actor: actor, scene: scene, at: now),
      in: connection)
  }
}
