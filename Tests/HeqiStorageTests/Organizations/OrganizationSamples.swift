import HeqiDomain
import HeqiSQL
import HeqiStorage

extension PeopleBase {
  func organization(_ number: UInt8 = 40, code: String = "91350100M000100Y43", name: String = "示例科技有限公司") throws -> Organization {
    Organization(
      id: id(number), tenantID: "main", kind: .legalEntity, name: name, code: try UnifiedSocialCreditCode(code),
      legalRepresentative: "叶小三", verifiedAt: now, createdAt: now)
  }

  /// Inserts and returns an organization.
  func insertOrganization(_ number: UInt8 = 40, code: String = "91350100M000100Y43", name: String = "示例科技有限公司") async throws
    -> Organization
  {
    let organization = try organization(number, code: code, name: name)
    try await engine.write { try OrganizationStore(tenantID: "main").insert(organization, in: $0) }
    return organization
  }

  func membership(
    _ number: UInt8, of organization: Organization, account: ID<Account>? = nil, name: String = "叶小三", mobile: String? = nil,
    email: String? = nil, roles: Set<CompanyRole> = [], units: [ID<OrgUnit>] = [], status: MembershipStatus = .active
  ) -> Membership {
    Membership(
      id: id(number), tenantID: "main", organizationID: organization.id, accountID: account, name: name,
      mobile: mobile.flatMap { MobileNumber($0) }, email: email.flatMap { EmailAddress($0) }, roles: roles, unitIDs: units,
      status: status, source: .manual, createdAt: now)
  }
}
