/// The verbs of editing a tree by hand (F-056). Each gives the units that change, or throws before anything does.
///
/// What holds afterwards: one group at most, at the top; companies under it or at the top; departments under a company or
/// a department; no circle; names by which a roster finds a unit are unique; the limits of `OrgUnit`.
extension OrgTree {
  /// Kinds that may stand under this unit; nil is the top.
  package func kinds(under parent: OrgUnit?) -> [OrgUnitKind] {
    switch parent?.kind {
    case nil: units.contains { $0.kind == .group } ? [.company] : [.group, .company]
    case .group: [.company]
    case .company, .department: [.department]
    }
  }

  /// A new unit, last among its siblings.
  /// - Throws: `OrganizationError` `.unitUnknown`, `.unitMisplaced`, `.unitNameInvalid`, `.unitNameTaken`, `.unitTooDeep`,
  ///   `.tooManyUnits`.
  package func adding(
    _ kind: OrgUnitKind, _ typed: String, under parent: ID<OrgUnit>?, as id: ID<OrgUnit>, in organization: Organization
  ) throws(OrganizationError) -> OrgUnit {
    guard units.count < OrgUnit.unitsMax else { throw OrganizationError(.tooManyUnits) }
    let unit = OrgUnit(
      id: id, tenantID: organization.tenantID, organizationID: organization.id, parentID: parent, kind: kind,
      name: try Self.name(typed), position: (units.map(\.position).max() ?? -1) + 1)
    try check(unit, under: parent, height: 1)
    return unit
  }

  /// - Throws: also `.unitFixed` for a unit that is the verified company: its name follows from the verification.
  package func renaming(_ id: ID<OrgUnit>, _ typed: String) throws(OrganizationError) -> OrgUnit {
    var unit = try unit(id)
    guard unit.linkedOrganizationID == nil else { throw OrganizationError(.unitFixed, field: "name") }
    unit.name = try Self.name(typed)
    try check(unit, under: unit.parentID, height: height(of: id))
    return unit
  }

  /// The unit with everything below it under another parent, last among the new siblings.
  /// - Throws: also `.unitCircle` for a place below itself.
  package func moving(_ id: ID<OrgUnit>, under parent: ID<OrgUnit>?) throws(OrganizationError) -> OrgUnit {
    var unit = try unit(id)
    if let parent {
      _ = try self.unit(parent)
      guard !subtree(of: id).contains(parent) else { throw OrganizationError(.unitCircle, field: "parent") }
    }
    guard unit.parentID != parent else { return unit }
    unit.parentID = parent
    unit.position = (units.map(\.position).max() ?? -1) + 1
    try check(unit, under: parent, height: height(of: id))
    return unit
  }

  /// The unit one place up or down among its siblings; nothing at the end of the list.
  package func shifting(_ id: ID<OrgUnit>, up isUp: Bool) throws(OrganizationError) -> [OrgUnit] {
    let unit = try unit(id)
    var siblings = children(of: unit.parentID)
    guard let index = siblings.firstIndex(where: { $0.id == id }) else { return [] }
    let other = isUp ? index - 1 : index + 1
    guard siblings.indices.contains(other) else { return [] }
    let positions = siblings.map(\.position)
    siblings.swapAt(index, other)
    // Positions of an import may be equal; then they are numbered anew.
    let isStrict = zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
    return siblings.enumerated().compactMap { place, sibling in
      var changed = sibling
      changed.position = isStrict ? positions[place] : place
      return changed == self[sibling.id] ? nil : changed
    }
  }

  /// What is needed to remove a unit; its people go to `heir`, or only out of it where that is nil.
  /// - Throws: `.unitNotEmpty` while others stand under it, `.unitFixed` for the verified company, `.unitUnknown`.
  package func removing(_ id: ID<OrgUnit>, peopleTo heir: ID<OrgUnit>?) throws(OrganizationError) -> OrgUnit {
    let unit = try unit(id)
    guard unit.linkedOrganizationID == nil else { throw OrganizationError(.unitFixed) }
    guard children(of: id).isEmpty else { throw OrganizationError(.unitNotEmpty) }
    if let heir {
      guard heir != id, let target = self[heir], target.kind != .group else { throw OrganizationError(.unitUnknown, field: "heir") }
    }
    return unit
  }

  private func unit(_ id: ID<OrgUnit>) throws(OrganizationError) -> OrgUnit {
    guard let unit = self[id] else { throw OrganizationError(.unitUnknown) }
    return unit
  }

  /// Levels from the unit down to its deepest.
  private func height(of id: ID<OrgUnit>) -> Int {
    1 + (children(of: id).map { height(of: $0.id) }.max() ?? 0)
  }

  private func check(_ unit: OrgUnit, under parent: ID<OrgUnit>?, height: Int) throws(OrganizationError) {
    let above = try parent.map { id throws(OrganizationError) in try self.unit(id) }
    let others = OrgTree(units.filter { $0.id != unit.id })
    guard others.kinds(under: above).contains(unit.kind) else { throw OrganizationError(.unitMisplaced, field: "parent") }
    guard ancestors(of: parent).count + height <= OrgUnit.depthMax else { throw OrganizationError(.unitTooDeep, field: "parent") }
    // The whole subtree takes its names to the company where it goes.
    let moved = OrgTree(others.units + [unit])
    let own = moved.subtree(of: unit.id)
    let keys = Set(moved.units.filter { !own.contains($0.id) && $0.kind != .group }.map(moved.key))
    guard !moved.units.contains(where: { own.contains($0.id) && $0.kind != .group && keys.contains(moved.key(of: $0)) }) else {
      throw OrganizationError(.unitNameTaken, field: "name")
    }
  }

  private static func name(_ typed: String) throws(OrganizationError) -> String {
    let name = typed.trimmingWhitespace
    guard (1...OrgUnit.nameCharactersMax).contains(name.count), name.unicodeScalars.allSatisfy({ $0.value >= 32 }) else {
      throw OrganizationError(.unitNameInvalid, field: "name")
    }
    return name
  }
}

extension OrgTree {
  /// The tree after units were changed.
  package func replacing(_ changed: [OrgUnit]) -> OrgTree {
    let byID = Dictionary(changed.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    return OrgTree(units.map { byID[$0.id] ?? $0 })
  }
}
