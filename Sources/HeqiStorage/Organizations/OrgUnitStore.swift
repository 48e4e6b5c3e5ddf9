package import HeqiDomain
package import HeqiSQL

/// The tree of one organization; every statement carries the organization's id.
package struct OrgUnitStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func insert(_ unit: OrgUnit, in connection: any SQLConnection) throws {
    try connection.execute(
      OrgUnitSQL.insert,
      [
        .text(tenantID), .text(unit.id.description), .text(unit.organizationID.description), SQLValue(unit.parentID),
        .text(unit.kind.rawValue), .text(unit.name), SQLValue(unit.position), SQLValue(unit.linkedOrganizationID),
      ])
  }

  /// Throws `OrganizationError` `.notFound` when the unit is not of this organization.
  package func save(_ unit: OrgUnit, in connection: any SQLConnection) throws {
    let changed = try connection.execute(
      OrgUnitSQL.update,
      [
        .text(tenantID), .text(unit.organizationID.description), .text(unit.id.description), SQLValue(unit.parentID),
        .text(unit.kind.rawValue), .text(unit.name), SQLValue(unit.position), SQLValue(unit.linkedOrganizationID),
      ])
    guard changed == 1 else { throw OrganizationError(.notFound) }
  }

  /// Removes an empty unit; one that has people or children must be emptied first.
  package func remove(_ id: ID<OrgUnit>, of organization: ID<Organization>, in connection: any SQLConnection) throws {
    try connection.execute(OrgUnitSQL.delete, [.text(tenantID), .text(organization.description), .text(id.description)])
  }

  /// Makes edits of this tree wait for each other. The first statement of a transaction that edits it by hand.
  package func lock(_ organization: ID<Organization>, in connection: any SQLConnection) throws {
    try connection.execute(OrgUnitSQL.lock, [.text(tenantID), .text(organization.description)])
  }

  /// All units in the order of their positions; trees are small (`OrgUnit.unitsMax`).
  package func all(of organization: ID<Organization>, in connection: any SQLConnection) throws -> [OrgUnit] {
    try connection.query(OrgUnitSQL.selectAll, [.text(tenantID), .text(organization.description)]).map { row in
      OrgUnit(
        id: try row.id("id"), tenantID: try row.text("tenant_id"), organizationID: try row.id("organization_id"),
        parentID: try row.optionalID("parent_id"), kind: try row.choice("kind"), name: try row.text("name"),
        position: try row.int("position"), linkedOrganizationID: try row.optionalID("linked_organization_id"))
    }
  }
}
