import HeqiApplication
import HeqiDomain

/// 个人合同 or 企业合同 (F-029).
struct ModePage: PageModel {
  static let template = "organizations/mode"
  let modes: [Choice]
  let isUnverified: Bool

  struct Choice: Sendable {
    let name: String
    let detail: String
    let icon: String
    /// Empty for personal mode.
    let organization: String
    let next: String
    let isCurrent: Bool
  }

  func title(_ texts: LocaleTexts) -> String { texts("mode.title") }
}

extension ModePage {
  init(_ companies: [CompanyChoice], caller: Caller, next: String?, texts: LocaleTexts) {
    let standing = caller.mode.standing
    let personal = Choice(
      name: texts("mode.personal"), detail: caller.name, icon: "person", organization: "", next: next ?? "",
      isCurrent: standing == nil)
    modes =
      [personal]
      + companies.map { company in
        Choice(
          name: company.organization.name,
          detail: company.roles.isEmpty
            ? texts("mode.noRoles") : company.roles.sorted().map { texts($0.label) }.joined(separator: texts("list.comma")),
          icon: "users", organization: company.organization.id.description, next: next ?? "",
          isCurrent: standing?.organizationID == company.organization.id)
      }
    isUnverified = !caller.isVerified
  }
}
