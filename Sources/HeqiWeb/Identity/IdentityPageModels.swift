/// Registration with the agreement in full (F-007, F-008).
struct RegisterPage: PageModel {
  static let template = "identity/register"
  let form: FormFields
  let codePurpose = "register"
  let isEmailCode = false
  let accountKind = "person"
  let codeSent: Bool
  let agreementTitle: String
  let agreementVersion: String
  let agreementVersionLine: String
  let agreementSections: [LegalDocument.Section]

  init(form: FormFields, codeSent: Bool = false, agreement: LegalDocument, texts: LocaleTexts) {
    self.form = form
    self.codeSent = codeSent
    agreementTitle = agreement.title
    agreementVersion = agreement.version
    agreementVersionLine = texts("document.version", ["version": agreement.version])
    agreementSections = agreement.sections
  }

  func title(_ texts: LocaleTexts) -> String { texts("register.title") }
}

/// Sign-in by password or by code.
struct LoginPage: PageModel {
  static let template = "identity/login"
  let form: FormFields
  let isPassword: Bool
  let method: String
  let passwordLink: String
  let codeLink: String
  let next: String
  let codePurpose = "login"
  let isEmailCode = false
  let codeSent: Bool
  let isOffice: Bool
  let accountKind: String
  let action: String
  let heading: String
  let lead: String

  init(
    form: FormFields, isPassword: Bool, next: String?, codeSent: Bool = false, isOffice: Bool = false, texts: LocaleTexts
  ) {
    self.isOffice = isOffice
    accountKind = isOffice ? "backOffice" : "person"
    action = isOffice && next == nil ? Links.officeLogin : "/login"
    heading = texts(isOffice ? "login.officeTitle" : "login.title")
    lead = texts(isOffice ? "login.officeLead" : next == nil ? "login.lead" : "login.noticeNext")
    self.form = form
    self.isPassword = isPassword
    method = isPassword ? "password" : "code"
    self.next = next ?? ""
    self.codeSent = codeSent
    let base = isOffice && next == nil ? Links.officeLogin : Links.login(next: next)
    passwordLink = base
    codeLink = base + (base.contains("?") ? "&" : "?") + "method=code"
  }

  func title(_ texts: LocaleTexts) -> String { texts("login.title") }
}

/// A new password against a code.
struct ResetPage: PageModel {
  static let template = "identity/reset"
  let form: FormFields
  let codePurpose = "resetPassword"
  let isEmailCode = false
  let accountKind = "person"
  let codeSent: Bool

  func title(_ texts: LocaleTexts) -> String { texts("reset.title") }
}

/// A tab of the user centre or of a list.
struct PageTab: Sendable {
  let label: String
  let href: String
  let isCurrent: Bool

  /// Tabs of the user centre; `current` is one of their addresses.
  static func account(current: String, texts: LocaleTexts) -> [PageTab] {
    [
      ("account.tabProfile", Links.account), ("account.tabVerification", Links.verification), ("account.tabSeals", Links.seals),
      ("account.tabNotices", Links.noticeSettings), ("account.tabSessions", Links.sessions), ("account.tabLog", Links.personalLog),
    ].map { PageTab(label: texts($0.0), href: $0.1, isCurrent: $0.1 == current) }
  }
}

/// User centre, first tab (F-044a).
struct AccountPage: PageModel {
  static let template = "identity/account"
  let tabs: [PageTab]
  let form: FormFields
  let name: String
  let mobile: String
  let email: String
  let isEmailConfirmed: Bool
  let codePurpose = "confirmEmail"
  let isEmailCode = true
  let accountKind = "person"
  let codeSent = false
  let since: String
  let agreement: String
  let status: String
  let statusKind: String
  let statusText: String
  let canVerify: Bool

  func title(_ texts: LocaleTexts) -> String { texts("account.title") }
}

/// A new mobile number or e-mail (F-022).
struct ContactPage: PageModel {
  static let template = "identity/contact"
  let tabs: [PageTab]
  let form: FormFields
  let isMobile: Bool
  let heading: String
  let present: String
  let action: String
  let codePurpose = "changeMobile"
  let isEmailCode = false
  let accountKind = "person"
  let codeSent: Bool

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// Signed-in devices.
struct SessionsPage: PageModel {
  static let template = "identity/sessions"
  let tabs: [PageTab]
  let hasOthers: Bool
  let sessions: [Device]

  struct Device: Sendable {
    let device: String
    let icon: String
    let address: String
    let lastSeen: String
    let opened: String
    let isCurrent: Bool
    let end: String
    let endLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("sessions.title") }
}

/// One line of a log: when, and the rest of the line.
struct LogEntry: Sendable {
  let at: String
  let text: String
}

/// Personal operation log (F-090).
struct ActivityLogPage: PageModel {
  static let template = "identity/log"
  let tabs: [PageTab]
  let lines: [LogEntry]
  let older: String?
  let csv: String
  let pdf: String
  let topics: [SelectOption]
  let form: FormFields
  /// Where filters can be dropped; nil where there are none.
  let clear: String?

  func title(_ texts: LocaleTexts) -> String { texts("log.title") }
}
