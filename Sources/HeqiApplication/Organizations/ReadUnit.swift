package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// One unit of the tree with all that can be done to it (F-056).
package struct UnitView: Sendable {
  package let unit: OrgUnit
  /// Names from the top down to the unit.
  package let path: [String]
  package let children: [OrganizationView.UnitRow]
  /// How many sit in it; the page shows `people` of them.
  package let count: Int
  package let people: [Membership]
  /// Who may be put into it: everybody of the company who is not, as far as the search found them.
  package let candidates: [Membership]
  /// Kinds that may be added under it.
  package let kinds: [OrgUnitKind]
  /// Where it may be moved, with their paths; nil is the top.
  package let places: [(id: ID<OrgUnit>?, path: [String])]
  /// Where its people may go when it is removed.
  package let heirs: [(id: ID<OrgUnit>, path: [String])]
  /// The verified company itself: neither renamed nor removed.
  package let isFixed: Bool
}

extension ReadOrganization {
  /// People shown at once, to choose from.
  package static let candidatesMax = 60

  /// - Parameter search: part of a name, to find people who are to be put into the unit.
  /// - Throws: `OrganizationError` `.notPermitted`, `.notFound` for another company's unit.
  package func unit(_ id: ID<OrgUnit>, search: String = "", caller: Caller) async throws -> UnitView {
    let standing = try caller.require(.orgUpdate)
    let vault = try await ledger.open(caller.tenantID)
    return try await ledger.engine.read { connection in
      let memberships = MembershipStore(vault: vault)
      let tree = OrgTree(try OrgUnitStore(tenantID: caller.tenantID).all(of: standing.organizationID, in: connection))
      guard let unit = tree[id] else { throw OrganizationError(.notFound) }
      let counts = try memberships.unitCounts(of: standing.organizationID, in: connection)
      let people = try memberships.page(
        of: standing.organizationID, unit: id, limit: MembershipStore.pageCountMax, in: connection)
      let found = try memberships.search(
        search.trimmingWhitespace, of: standing.organizationID, limit: Self.candidatesMax + people.count, in: connection)
      return UnitView(
        unit: unit, path: tree.path(to: unit),
        children: tree.children(of: id).map { .init(unit: $0, depth: 0, people: counts[$0.id] ?? 0) }, count: counts[id] ?? 0,
        people: people, candidates: Array(found.filter { !$0.unitIDs.contains(id) }.prefix(Self.candidatesMax)),
        kinds: tree.kinds(under: unit), places: Self.places(unit, tree), heirs: Self.heirs(unit, tree),
        isFixed: unit.linkedOrganizationID != nil)
    }
  }

  private static func places(_ unit: OrgUnit, _ tree: OrgTree) -> [(id: ID<OrgUnit>?, path: [String])] {
    let below = tree.subtree(of: unit.id)
    let others = OrgTree(tree.units.filter { $0.id != unit.id })
    var places: [(id: ID<OrgUnit>?, path: [String])] = others.kinds(under: nil).contains(unit.kind) ? [(nil, [])] : []
    for row in tree.rows where !below.contains(row.unit.id) && others.kinds(under: row.unit).contains(unit.kind) {
      places.append((row.unit.id, tree.path(to: row.unit)))
    }
    return places
  }

  private static func heirs(_ unit: OrgUnit, _ tree: OrgTree) -> [(id: ID<OrgUnit>, path: [String])] {
    tree.rows.filter { $0.unit.id != unit.id && $0.unit.kind != .group }.map { ($0.unit.id, tree.path(to: $0.unit)) }
  }

  /// What may be added at the top of the tree.
  package func topKinds(caller: Caller) async throws -> [OrgUnitKind] {
    let standing = try caller.require(.orgUpdate)
    return try await ledger.engine.read { connection in
      OrgTree(try OrgUnitStore(tenantID: caller.tenantID).all(of: standing.organizationID, in: connection)).kinds(under: nil)
    }
  }
}
