/// Where a company verification stands (企业认证状态).
package enum OrganizationVerificationStatus: String, Sendable, CaseIterable {
  case unverified, checking, awaitingAuthorization, awaitingProof, awaitingPayout, awaitingAmount, awaitingReview, failed, verified,
    withdrawn

  package var label: Bilingual {
    switch self {
    case .unverified: Bilingual("未认证", "Not verified")
    case .checking: Bilingual("核验中", "Checking")
    case .awaitingAuthorization: Bilingual("待法定代表人授权", "Letter of authority needed")
    case .awaitingProof: Bilingual("待对公打款验证", "Account proof needed")
    case .awaitingPayout: Bilingual("等待平台打款", "Payout under way")
    case .awaitingAmount: Bilingual("待回填打款金额", "Amount to be typed back")
    case .awaitingReview: Bilingual("后台审核中", "In review")
    case .failed: Bilingual("认证未通过", "Not passed")
    case .verified: Bilingual("已认证", "Verified")
    case .withdrawn: Bilingual("已撤销申请", "Withdrawn")
    }
  }

  /// True while something is still to come.
  package var isOpen: Bool {
    switch self {
    case .unverified, .failed, .verified, .withdrawn: false
    default: true
    }
  }
}

/// The checks of a company (F-014, F-016, F-018).
package enum OrganizationCheck: String, Sendable, CaseIterable {
  /// 登录人 or the name typed = 法定代表人 of the licence.
  case person
  case name, code
  /// 法定代表人授权书, for a delegate.
  case authorization
  /// 对公账户.
  case account

  package var label: Bilingual {
    switch self {
    case .person: Bilingual("法定代表人", "Legal representative")
    case .name: Bilingual("企业名称", "Company name")
    case .code: Bilingual("统一社会信用代码", "Credit code")
    case .authorization: Bilingual("法定代表人授权书", "Letter of authority")
    case .account: Bilingual("对公账户", "Corporate account")
    }
  }
}

/// The states of all checks of a company.
package struct OrganizationChecks: Equatable, Sendable {
  private var states: [OrganizationCheck: CheckState]

  package init(_ states: [OrganizationCheck: CheckState] = [:]) { self.states = states.filter { $0.value != .notRun } }

  package subscript(check: OrganizationCheck) -> CheckState {
    get { states[check] ?? .notRun }
    set { states[check] = newValue == .notRun ? nil : newValue }
  }

  package var allPassed: Bool { OrganizationCheck.allCases.allSatisfy { self[$0].isPassed } }
  package var failed: [OrganizationCheck] { OrganizationCheck.allCases.filter { self[$0] == .failed } }
  package var forReview: [OrganizationCheck] { OrganizationCheck.allCases.filter { self[$0] == .needsReview } }
}
