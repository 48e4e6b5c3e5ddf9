import HeqiDomain

/// The seals of a person or a company (F-045).
struct SealsPage: PageModel {
  static let template = "seals/list"
  let tabs: [PageTab]
  let lead: String
  let seals: [Card]
  let mayAdd: Bool
  let make: String
  let upload: String

  struct Card: Sendable {
    let kind: String
    let href: String
    let image: String
    let alt: String
    let size: String
    let state: String
    let stateKind: String
    let isDefault: Bool
  }

  func title(_ texts: LocaleTexts) -> String { texts("nav.seals") }
}

/// The seal maker: parameters on one side, the picture on the other (F-046, E-22).
struct SealMakerPage: PageModel {
  static let template = "seals/maker"
  let tabs: [PageTab]
  let form: FormFields
  let back: String
  let action: String
  let preview: String
  let previewAlt: String
  let isDrawn: Bool
  let name: String
  let kind: String
  let kinds: [Option]
  let hasKinds: Bool
  let faces: [Option]
  let colours: [Option]
  let isRound: Bool
  let isArc: Bool
  let hasSuffixChoice: Bool
  let isStar: Bool
  let isSuffix: Bool
  let codeLabel: String
  let codeHint: String
  let waits: Bool

  struct Option: Sendable {
    let value: String
    let text: String
    let isChosen: Bool
  }

  func title(_ texts: LocaleTexts) -> String { texts("maker.title") }
}

/// One seal: picture, state, PIN, uses, powers, log (F-048, F-060, F-062).
struct SealPage: PageModel {
  static let template = "seals/seal"
  let tabs: [PageTab]
  let form: FormFields
  let heading: String
  let back: String
  let image: String
  let alt: String
  let facts: [FactRow]
  let state: String
  let stateKind: String
  let stateText: String
  let buttons: [Button]
  let statusAction: String
  let canBeDefault: Bool
  let defaultAction: String
  let maySetPIN: Bool
  let hasPIN: Bool
  let isPINLocked: Bool
  let pinAction: String
  let uses: [Use]
  let grants: [Grant]
  let isCompany: Bool
  let mayGrant: Bool
  let grantHref: String
  let lines: [LogEntry]

  struct Button: Sendable {
    let command: String
    let label: String
    let style: String
    let consequence: String
  }

  struct Use: Sendable {
    let at: String
    let contract: String
    let number: String
    let user: String
    let pages: String
    let hash: String
    let hashShort: String
  }

  struct Grant: Sendable {
    let who: String
    let from: String
    let until: String
    let grantState: String
    let grantKind: String
    let paper: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}
