/// A person of an organization: what they may do there, where they sit, to whom they report (F-056, F-060).
///
/// Before the person has registered, `accountID` is nil and the invitation is found by mobile or e-mail.
package struct Membership: Equatable, Sendable {
  /// Departments one person may sit in.
  package static let unitsMax = 20

  package let id: ID<Membership>
  package let tenantID: String
  package let organizationID: ID<Organization>
  package var accountID: ID<Account>?
  /// Clear name as in the roster; the verified name once linked.
  package var name: String
  package var mobile: MobileNumber?
  package var email: EmailAddress?
  package var roles: Set<CompanyRole>
  /// Departments, the main one first; a person may sit in several (F-056, B-32).
  package var unitIDs: [ID<OrgUnit>]
  /// 逐级审批 climbs this line (T-007).
  package var managerID: ID<Membership>?
  package var status: MembershipStatus
  package let source: MembershipSource
  package let createdAt: Instant
  package var revision: Int64

  package init(
    id: ID<Membership>, tenantID: String, organizationID: ID<Organization>, accountID: ID<Account>?, name: String,
    mobile: MobileNumber? = nil, email: EmailAddress? = nil, roles: Set<CompanyRole> = [], unitIDs: [ID<OrgUnit>] = [],
    managerID: ID<Membership>? = nil, status: MembershipStatus, source: MembershipSource, createdAt: Instant, revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.organizationID = organizationID
    self.accountID = accountID
    self.name = name
    self.mobile = mobile
    self.email = email
    self.roles = roles
    self.unitIDs = unitIDs
    self.managerID = managerID
    self.status = status
    self.source = source
    self.createdAt = createdAt
    self.revision = revision
  }

  /// Name as logs print it (F-028).
  package var maskedName: String { Mask.name(name) }
  /// True while the person may act for the organization.
  package var isActive: Bool { status == .active && accountID != nil }
  package var subject: Event.Subject { Event.Subject(kind: "membership", id: id.description) }
}

/// Where a membership stands.
package enum MembershipStatus: Equatable, Sendable {
  /// Known to the organization, not registered yet or not linked.
  case invited
  case active
  /// Gone: no right is left, at once (F-058). The row stays for the logs.
  case left(at: Instant)

  /// Stable name for columns.
  package var name: String {
    switch self {
    case .invited: "invited"
    case .active: "active"
    case .left: "left"
    }
  }

  package var label: Bilingual {
    switch self {
    case .invited: Bilingual("待注册", "Invited")
    case .active: Bilingual("在职", "Active")
    case .left: Bilingual("已离职", "Left")
    }
  }
}

/// How a membership came to be. Only rows of the directory are ended when the directory no longer names them.
package enum MembershipSource: String, Sendable, CaseIterable { case verification, manual, imported, directory }
