package import HeqiDomain
package import HeqiSQL

/// What approvals have to know of a company's people: who is active, who leads whom, who stands in for whom (T-007).
package struct ApprovalDirectoryStore: Sendable {
  /// Levels of a reporting line that are read at most.
  static let climbMax = ApprovalNode.levelsMax * 3

  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// The people named, their stand-ins, and the superiors of `handler`; nobody else is read, whatever the company's size.
  package func directory(
    of organization: ID<Organization>, people: Set<ID<Membership>>, handler: ID<Membership>, at now: Instant,
    in connection: any SQLConnection
  ) throws -> ApprovalDirectory {
    let standIns = try standIns(of: organization, at: now, in: connection)
    var found: [ID<Membership>: ApprovalDirectory.Person] = [:]
    func read(_ id: ID<Membership>) throws {
      guard found[id] == nil,
        let row = try connection.first(
          MembershipSQL.selectDirectoryPerson, [.text(tenantID), .text(organization.description), .text(id.description)])
      else { return }
      found[id] = ApprovalDirectory.Person(
        isActive: try row.text("status") == "active" && row.optionalText("account_id") != nil,
        managerID: try row.optionalID("manager_id"), standInID: standIns[id]?.standIn)
    }
    for person in people { try read(person) }
    for id in found.values.compactMap(\.standInID) { try read(id) }
    var next: ID<Membership>? = handler
    var climbed = 0
    while let id = next, climbed <= Self.climbMax {
      try read(id)
      if let standIn = found[id]?.standInID { try read(standIn) }
      next = found[id]?.managerID
      climbed += 1
    }
    return ApprovalDirectory(found)
  }

  /// Who is absent now, and who decides for them until when.
  package func standIns(
    of organization: ID<Organization>, at now: Instant, in connection: any SQLConnection
  ) throws -> [ID<Membership>: (standIn: ID<Membership>, until: Instant)] {
    var standIns: [ID<Membership>: (standIn: ID<Membership>, until: Instant)] = [:]
    for row in try connection.query(
      ApprovalSQL.selectStandIns, [.text(tenantID), .text(organization.description), .integer(now.microseconds)])
    {
      standIns[try row.id("membership_id")] = (try row.id("stand_in_id"), try row.instant("until_us"))
    }
    return standIns
  }

  package func putStandIn(
    _ standIn: ID<Membership>, for member: ID<Membership>, of organization: ID<Organization>, until: Instant,
    in connection: any SQLConnection
  ) throws {
    try connection.execute(
      ApprovalSQL.putStandIn,
      [
        .text(tenantID), .text(member.description), .text(organization.description), .text(standIn.description),
        .integer(until.microseconds),
      ])
  }

  package func removeStandIn(
    for member: ID<Membership>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      ApprovalSQL.deleteStandIn, [.text(tenantID), .text(organization.description), .text(member.description)])
  }
}
