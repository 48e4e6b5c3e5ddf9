import HeqiDomain

/// Business systems in the back office.
struct ClientsPage: PageModel {
  static let template = "clients/list"
  let rows: [Row]
  let hasRows: Bool
  let mayManage: Bool

  struct Row: Sendable {
    let heading: String
    let href: String
    let identifier: String
    let state: String
    let stateKind: String
    let lastUsed: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("clients.title") }
}

/// The form of a new client or of changed terms.
struct ClientFormPage: PageModel {
  static let template = "clients/form"
  let heading: String
  let action: String
  let back: String
  let isNew: Bool
  let scopes: [Scope]
  let form: FormFields

  struct Scope: Sendable {
    let word: String
    let text: String
    let isChosen: Bool
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// A secret, shown this once.
struct ClientSecretPage: PageModel {
  static let template = "clients/secret"
  let heading: String
  let lead: String
  let identifier: String
  let secret: String
  let href: String

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// The question before a secret is changed or a client is ended.
struct ClientQuestionPage: PageModel {
  static let template = "clients/question"
  let heading: String
  let text: String
  let action: String
  let label: String
  let back: String
  let isGrave: Bool

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// One client: terms, secrets, use by day and refused requests.
struct ClientPage: PageModel {
  static let template = "clients/client"
  let heading: String
  let identifier: String
  let state: String
  let stateKind: String
  let facts: [Fact]
  let secrets: [SecretRow]
  let hasSecrets: Bool
  let stats: [Stat]
  let hasUse: Bool
  let top: String
  let plotLabel: String
  let days: [Day]
  let requests: [RequestRow]
  let hasRequests: Bool
  let older: String?
  let settings: String?
  let rotation: String?
  let revocation: String?

  struct Fact: Sendable {
    let label: String
    let value: String
  }

  struct SecretRow: Sendable {
    let text: String
    let ending: String?
    let endLabel: String
  }

  struct Stat: Sendable {
    let number: String
    let label: String
  }

  /// Two bars of a day; all numbers in units of the drawing.
  struct Day: Sendable {
    let label: String
    let short: String
    let labelX: String
    let x: String
    let requests: String
    let requestsY: String
    let requestsHeight: String
    let refusals: String
    let refusalsY: String
    let refusalsHeight: String
  }

  struct RequestRow: Sendable {
    let at: String
    let call: String
    let status: String
    let reason: String
    let address: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}
