/// A tree with its look-ups.
package struct OrgTree: Sendable {
  package let units: [OrgUnit]
  private let byID: [ID<OrgUnit>: OrgUnit]

  package init(_ units: [OrgUnit]) {
    self.units = units
    byID = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(id: ID<OrgUnit>) -> OrgUnit? { byID[id] }

  /// The names by which a roster knows a unit: its nearest company and itself.
  package func key(of unit: OrgUnit) -> CheckedRoster.UnitKey {
    if unit.kind == .company { return CheckedRoster.UnitKey(company: unit.name) }
    return CheckedRoster.UnitKey(company: company(above: unit.parentID)?.name ?? "", department: unit.name)
  }

  /// Units in the order of the tree with their depth, parents before children.
  package var rows: [(unit: OrgUnit, depth: Int)] {
    var children: [ID<OrgUnit>?: [OrgUnit]] = [:]
    for unit in units { children[unit.parentID.flatMap { byID[$0]?.id }, default: []].append(unit) }
    var rows: [(unit: OrgUnit, depth: Int)] = []
    func walk(_ parent: ID<OrgUnit>?, _ depth: Int) {
      guard depth <= OrgUnit.depthMax * 2 else { return }
      for unit in children[parent] ?? [] {
        rows.append((unit, depth))
        walk(unit.id, depth + 1)
      }
    }
    walk(nil, 0)
    return rows
  }

  /// The units right under one, in order; nil stands for the top.
  package func children(of parent: ID<OrgUnit>?) -> [OrgUnit] {
    units.filter { $0.parentID == parent }.sorted { ($0.position, $0.id) < ($1.position, $1.id) }
  }

  /// A unit and everything below it.
  package func subtree(of id: ID<OrgUnit>) -> Set<ID<OrgUnit>> {
    var found: Set<ID<OrgUnit>> = [id]
    var next = [id]
    while let parent = next.popLast() {
      for child in units where child.parentID == parent && found.insert(child.id).inserted { next.append(child.id) }
    }
    return found
  }

  /// Names from the top down to the unit.
  package func path(to unit: OrgUnit) -> [String] { (ancestors(of: unit.parentID).reversed() + [unit]).map(\.name) }

  func company(above parent: ID<OrgUnit>?) -> OrgUnit? { ancestors(of: parent).first { $0.kind == .company } }

  /// From the parent up; a circle ends it.
  func ancestors(of parent: ID<OrgUnit>?) -> [OrgUnit] {
    var found: [OrgUnit] = []
    var seen: Set<ID<OrgUnit>> = []
    var next = parent
    while let id = next, seen.insert(id).inserted, let unit = byID[id] {
      found.append(unit)
      next = unit.parentID
    }
    return found
  }
}
