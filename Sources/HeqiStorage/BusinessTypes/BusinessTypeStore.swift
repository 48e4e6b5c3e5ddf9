package import HeqiDomain
package import HeqiSQL

/// Business types of organizations (F-060). Every method asks for the organization; another's does not exist.
package struct BusinessTypeStore: Sendable {
  let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// Throws `BusinessTypeError` `.nameTaken` for a name or code the company has already.
  package func insert(_ type: BusinessType, in connection: any SQLConnection) throws {
    try translating {
      try connection.execute(
        BusinessTypeSQL.insert,
        key(type) + rules(type.rules) + [.text(type.status.rawValue), SQLValue(type.createdAt), .integer(type.revision)])
    }
    try putPeople(type, in: connection)
  }

  /// Throws `BusinessTypeError` `.staleRevision` when somebody was faster, `.nameTaken`.
  package func save(_ type: BusinessType, in connection: any SQLConnection) throws {
    let changed = try translating {
      try connection.execute(
        BusinessTypeSQL.update,
        [.text(tenantID), .text(type.organizationID.description), .text(type.id.description)] + rules(type.rules)
          + [.text(type.status.rawValue), .integer(type.revision)])
    }
    guard changed == 1 else { throw BusinessTypeError.staleRevision }
    try connection.execute(BusinessTypeSQL.deletePeople, [.text(tenantID), .text(type.id.description)])
    try putPeople(type, in: connection)
  }

  package func find(
    _ id: ID<BusinessType>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> BusinessType? {
    try connection.first(
      BusinessTypeSQL.selectOne, [.text(tenantID), .text(organization.description), .text(id.description)]
    ).map { try type($0, in: connection) }
  }

  /// By name; at most `BusinessType.typesMax`.
  package func list(of organization: ID<Organization>, in connection: any SQLConnection) throws -> [BusinessType] {
    try connection.query(BusinessTypeSQL.selectByOrganization, [.text(tenantID), .text(organization.description)])
      .map { try type($0, in: connection) }
  }

  /// Types in which a person has a role.
  package func types(
    of member: ID<Membership>, as role: BusinessRole, in connection: any SQLConnection
  ) throws -> Set<ID<BusinessType>> {
    Set(
      try connection.query(
        BusinessTypeSQL.selectTypesOfMember, [.text(tenantID), .text(member.description), .text(role.rawValue)]
      ).map { try $0.id("business_type_id") })
  }

  private func key(_ type: BusinessType) -> [SQLValue] {
    [.text(tenantID), .text(type.id.description), .text(type.organizationID.description)]
  }

  private func rules(_ rules: BusinessRules) -> [SQLValue] {
    [
      .text(rules.name), .text(rules.code), SQLValue(rules.numbering?.pattern), SQLValue(rules.numbering?.reset.rawValue),
      .text(rules.seals.map(\.description).joined(separator: " ")), .text(PlanText.write(rules.initiationPlan)),
      .text(PlanText.write(rules.receiptPlan)), .text(PlanText.write(rules.sealPlan)),
    ]
  }

  private func putPeople(_ type: BusinessType, in connection: any SQLConnection) throws {
    for role in BusinessRole.allCases {
      for (position, member) in type.rules.people(role).enumerated() {
        try connection.execute(
          BusinessTypeSQL.insertPerson,
          [
            .text(tenantID), .text(type.id.description), .text(role.rawValue), .text(member.description),
            SQLValue(position),
          ])
      }
    }
  }

  private func type(_ row: SQLRow, in connection: any SQLConnection) throws -> BusinessType {
    let id: ID<BusinessType> = try row.id("id")
    var people: [BusinessRole: [ID<Membership>]] = [:]
    for person in try connection.query(BusinessTypeSQL.selectPeople, [.text(tenantID), .text(id.description)]) {
      people[try person.choice("role"), default: []].append(try person.id("membership_id"))
    }
    let seals = try row.text("seals").split(separator: " ").map { text in
      guard let seal = ID<Seal>(String(text)) else { throw SQLError.decoding("column “seals” holds no identifier") }
      return seal
    }
    return BusinessType(
      id: id, tenantID: tenantID, organizationID: try row.id("organization_id"),
      rules: BusinessRules(
        name: try row.text("name"), code: try row.text("code"), numbering: try Self.numbering(row), seals: seals,
        handlers: people[.handler] ?? [], ccViewers: people[.ccViewer] ?? [], delegates: people[.delegate] ?? [],
        initiationPlan: try PlanText.read(row.text("initiation_plan")),
        receiptPlan: try PlanText.read(row.text("receipt_plan")), sealPlan: try PlanText.read(row.text("seal_plan"))),
      status: try row.choice("status"), createdAt: try row.instant("created_at_us"), revision: try row.integer("revision"))
  }

  private static func numbering(_ row: SQLRow) throws -> NumberingRule? {
    guard let pattern = try row.optionalText("number_pattern") else { return nil }
    guard let rule = try? NumberingRule(pattern, reset: try row.choice("number_reset")) else {
      throw SQLError.decoding("column “number_pattern” holds no rule")
    }
    return rule
  }

  @discardableResult
  private func translating<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as SQLError where error.isUniqueViolation(of: "business_type", "tenant_id", "organization_id", "name") {
      throw BusinessTypeError(
        .nameTaken, Bilingual("已有同名的业务类型。", "There is a type of this name already."), field: "name")
    } catch let error as SQLError where error.isUniqueViolation(of: "business_type", "tenant_id", "organization_id", "code") {
      throw BusinessTypeError(
        .nameTaken, Bilingual("这个代号已被其他业务类型使用。", "Another type has this code."), field: "code")
    }
  }
}
