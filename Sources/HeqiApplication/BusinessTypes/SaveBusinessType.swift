package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Creates or changes a business type (F-060, F-061).
package struct SaveBusinessType: Sendable {
  private let desk: BusinessTypeDesk

  package init(desk: BusinessTypeDesk) { self.desk = desk }

  /// - Parameters:
  ///   - id: nil creates.
  ///   - revision: the revision the editor began from; somebody else's change in between is not overwritten.
  /// - Throws: `BusinessTypeError` with the field to correct.
  package func callAsFunction(
    _ id: ID<BusinessType>?, _ rules: BusinessRules, revision: Int64 = 0, caller: Caller
  ) async throws -> BusinessType {
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    let fresh: ID<BusinessType> = desk.ledger.random.id(at: now)
    return try await desk.ledger.engine.write { connection in
      let members = MembershipStore(vault: vault)
      let standing = try desk.requireEditing(nil, caller, at: now, in: connection)
      let before = try id.map { try desk.find($0, standing, caller, in: connection) }
      if let before { _ = try desk.requireEditing(before, caller, at: now, in: connection) }
      var rules = rules
      // A delegate cannot lock themselves out of the type they make.
      if !caller.scopes(of: .businessTypeEdit).contains(.wholeCompany), !rules.delegates.contains(standing.membershipID) {
        rules.delegates.append(standing.membershipID)
      }
      try rules.check()
      try Self.checkPeople(rules, standing, members, in: connection)
      try Self.checkSeals(rules, standing, caller, in: connection)
      let store = BusinessTypeStore(tenantID: caller.tenantID)
      let type: BusinessType
      if var changed = before {
        guard changed.revision == revision else { throw BusinessTypeError.staleRevision }
        changed.rules = rules
        type = changed
        try store.save(type, in: connection)
      } else {
        guard try store.list(of: standing.organizationID, in: connection).count < BusinessType.typesMax else {
          throw BusinessTypeError(
            .nameInvalid, Bilingual("业务类型已有 500 个，请先整理。", "There are 500 types. Tidy them up first."), field: "name")
        }
        type = BusinessType(
          id: fresh, tenantID: caller.tenantID, organizationID: standing.organizationID, rules: rules, createdAt: now)
        try store.insert(type, in: connection)
      }
      let kind = before == nil ? SealLog.typeMade : SealLog.typeChanged
      try desk.record(
        EventDraft(kind, by: .caller, [.init("businessType", rules.name)]), about: type, caller, at: now, in: connection)
      return type
    }
  }

  /// Everybody named must be of this company and not gone. Approvers that leave later are passed over by the plan itself.
  private static func checkPeople(
    _ rules: BusinessRules, _ standing: CompanyStanding, _ members: MembershipStore, in connection: any SQLConnection
  ) throws {
    var named: [(id: ID<Membership>, field: String)] = []
    for role in BusinessRole.allCases { named += rules.people(role).map { ($0, role.rawValue) } }
    for (field, plan) in rules.plans {
      for node in plan.nodes {
        if case .people(let people) = node.approvers { named += people.map { ($0, field) } }
      }
    }
    var known: Set<ID<Membership>> = []
    for (id, field) in named where known.insert(id).inserted {
      let member = try members.find(id, of: standing.organizationID, in: connection)
      guard let member, member.status == .active else {
        throw BusinessTypeError(
          .peopleInvalid, Bilingual("有人员不在本单位或已离职，请重新选择。", "Somebody is not of this company, or has left. Choose again."),
          field: field)
      }
    }
  }

  private static func checkSeals(
    _ rules: BusinessRules, _ standing: CompanyStanding, _ caller: Caller, in connection: any SQLConnection
  ) throws {
    let own = try SealStore(tenantID: caller.tenantID).list(of: .organization(standing.organizationID), in: connection)
    let usable = Set(own.filter { $0.status == .active || $0.status == .suspended }.map(\.id))
    guard Set(rules.seals).isSubset(of: usable) else {
      throw BusinessTypeError(
        .sealInvalid, Bilingual("请选择本单位现有的印章。", "Choose seals that the company has."), field: "seals")
    }
  }
}
