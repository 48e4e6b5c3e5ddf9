package import HeqiDomain
package import HeqiSQL

/// The people of a department as a whole (F-056).
extension MembershipStore {
  /// People whose name holds `text`, by name, but those who have left.
  package func search(
    _ text: String, of organization: ID<Organization>, limit: Int, in connection: any SQLConnection
  ) throws -> [Membership] {
    let escaped = text.reduce(into: "") { $0 += "%_\\".contains($1) ? "\\\($1)" : String($1) }
    return try connection.query(
      MembershipSQL.selectNamed,
      [tenant, .text(organization.description), .text("%\(escaped)%"), SQLValue(max(1, min(limit, Self.pageCountMax)))]
    ).map { try membership($0, connection) }
  }

  /// Everybody of a unit, leavers too, goes to `other`, or only out of it where that is nil.
  package func movePeople(
    from unit: ID<OrgUnit>, to other: ID<OrgUnit>?, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws {
    let key: [SQLValue] = [tenant, .text(unit.description)]
    try connection.execute(MembershipSQL.touchUnit, [tenant, .text(organization.description), .text(unit.description)])
    guard let other else {
      try connection.execute(MembershipSQL.clearUnit, key)
      return
    }
    try connection.execute(MembershipSQL.deleteDoubled, key + [.text(other.description)])
    try connection.execute(MembershipSQL.moveUnit, key + [.text(other.description)])
  }

  /// Makes `manager` the superior of everybody of the unit but themselves; returns of how many.
  package func lead(
    _ unit: ID<OrgUnit>, by manager: ID<Membership>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> Int {
    try connection.execute(
      MembershipSQL.leadUnit,
      [tenant, .text(organization.description), .text(unit.description), .text(manager.description)])
  }
}
