/// The caller's company verifications.
struct CompaniesPage: PageModel {
  static let template = "organizations/companies"
  let hasRows: Bool
  let rows: [Row]

  struct Row: Sendable {
    let name: String
    let code: String
    let status: String
    let kind: String
    let href: String
    let action: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("companies.title") }
}

/// One company verification: what to hand in, where it stands, what was checked (F-013 to F-018).
struct CompanyVerificationPage: PageModel {
  static let template = "organizations/verification"
  let heading: String
  let lead: String
  let status: String
  let statusKind: String
  let steps: [VerificationPage.Step]
  let needsIdentity: Bool
  let correction: String?
  let waiting: Waiting?
  let isVerified: Bool
  let renew: String
  let authorization: AuthorizationForms?
  let proof: ProofForms?
  let amount: AmountForm?
  let showForm: Bool
  let action: String
  let hasLicence: Bool
  let kinds: [Choice]
  let capacities: [Choice]
  let form: FormFields
  let withdrawAction: String?
  let hasChecks: Bool
  let checks: [VerificationPage.Check]
  let log: [LogEntry]

  struct Waiting: Sendable {
    let title: String
    let text: String
  }

  struct AuthorizationForms: Sendable {
    let asked: String?
    let askAction: String
    let scanAction: String
  }

  struct ProofForms: Sendable {
    let voucherAction: String
    let mayAskPayout: Bool
    let payoutAction: String
  }

  struct AmountForm: Sendable {
    let text: String
    let action: String
    let left: String
  }

  struct Choice: Sendable {
    let value: String
    let label: String
    let text: String
    let isChosen: Bool
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// 法定代表人授权书 before it is signed.
struct LetterPage: PageModel {
  static let template = "organizations/letter"
  let lead: String
  let company: String
  let code: String
  let representative: String
  let applicant: String
  let digest: String
  let file: String
  let action: String
  let codeSent: Bool
  let form: FormFields

  func title(_ texts: LocaleTexts) -> String { texts("letter.title") }
}

/// A company's case in the back office (F-016, F-096).
struct CompanyCasePage: PageModel {
  static let template = "review/company"
  let heading: String
  let lead: String
  let due: String
  let dueKind: String
  let images: [Picture]
  let letter: String?
  let facts: [ReviewCasePage.Fact]
  let checks: [VerificationPage.Check]
  let log: [LogEntry]
  let isClosed: Bool
  let closed: String
  let isPayout: Bool
  let payoutText: String
  let payoutAction: String
  let question: String
  let action: String
  let form: FormFields
  let isApprove: Bool
  let isReject: Bool

  struct Picture: Sendable {
    let label: String
    let source: String
    let key: String
    let zoom: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}
