/// One thing to choose in a list.
struct ChoiceOption: Sendable {
  let value: String
  let text: String
  let isChosen: Bool
}

/// The company's powers of attorney (F-047).
struct PowersPage: PageModel {
  static let template = "powers/list"
  let powers: [Row]
  let mayGrant: Bool
  let draft: String

  struct Row: Sendable {
    let href: String
    let kind: String
    let grantee: String
    let scope: String
    let term: String
    let state: String
    let stateKind: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("powers.title") }
}

/// Drafting one: whom, which seal, for what, how long.
struct PowerDraftPage: PageModel {
  static let template = "powers/draft"
  let form: FormFields
  let action: String
  let back: String
  let isRules: Bool
  let people: [ChoiceOption]
  let seals: [ChoiceOption]
  let types: [ChoiceOption]
  let hasTypes: Bool

  func title(_ texts: LocaleTexts) -> String { texts("powers.draft") }
}

/// One paper: read, sign, download, revoke.
struct PowerPage: PageModel {
  static let template = "powers/power"
  let form: FormFields
  let heading: String
  let back: String
  let state: String
  let stateKind: String
  let facts: [FactRow]
  let digest: String
  let digestShort: String
  let pages: [Sheet]
  let file: String
  let isDraft: Bool
  let canSign: Bool
  let canRevoke: Bool
  let signAction: String
  let codeURL: String
  let isCodeSent: Bool
  let revokeAction: String
  let isConfirmed: Bool

  struct Sheet: Sendable {
    let image: String
    let alt: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}
