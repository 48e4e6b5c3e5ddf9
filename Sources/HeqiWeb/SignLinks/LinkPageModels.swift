import HeqiDomain

/// First page behind a signing link: who asks, what, until when (G-05).
struct LinkOpenPage: PageModel {
  static let template = "links/open"
  let surroundings: LinkSurroundings
  let theme: String?
  let name: String
  let sender: String
  let greeting: String
  let facts: [FactRow]
  let action: String
  let canRefuse: Bool
  let refusal: String
  func title(_ texts: LocaleTexts) -> String { texts("link.title", ["title": name]) }
}

/// One of several files, by its first page.
struct FileLink: Sendable {
  let name: String
  let href: String
  let pages: String

  static func list(_ file: ContractFile?, texts: LocaleTexts) -> [FileLink] {
    (file?.parts ?? []).map { part in
      FileLink(
        name: part.name, href: "#page-\(part.firstPage)",
        pages: texts("link.filePages", ["first": String(part.firstPage), "last": String(part.lastPage)]))
    }
  }
}

/// The signing page of a signer without an account: the file, and one panel.
struct LinkSignPage: PageModel {
  static let template = "links/sign"
  let surroundings: LinkSurroundings
  let theme: String?
  let name: String
  let sender: String
  let turn: String
  let steps: [SignPage.Step]
  let readingURL: String
  let digest: String
  let digestShort: String
  let secondsLeft: String
  let pageCount: String
  let sheets: [PageSheet]
  let form: FormFields
  let parties: [PartyRow]
  /// The files put into one, for jumping; empty for a single file.
  let files: [FileLink]
  let hasFiles: Bool
  let download: String
  let action: String
  let signerLine: String
  /// The party ticks, and no certificate is made (J-002).
  let isTick: Bool
  /// The group's page, where this contract is signed with others; nil when it stands alone.
  let groupHref: String?
  let confirmText: String
  let offersSeal: Bool
  let sealImage: String
  let isSeal: Bool
  let offersHandwriting: Bool
  let isHandwriting: Bool
  let isConfirmed: Bool
  let readingText: String
  let codeHint: String
  let codeURL: String
  let isCodeSent: Bool
  let consequence: String
  let canRefuse: Bool
  let refusal: String
  func title(_ texts: LocaleTexts) -> String { texts("link.title", ["title": name]) }
}

/// Where a link leads that cannot sign now: signed, expired, ended, not yet its turn; always with what to do.
struct LinkStatePage: PageModel {
  static let template = "links/state"
  let surroundings: LinkSurroundings
  let theme: String?
  let heading: String
  let text: String
  let isGood: Bool
  let facts: [FactRow]
  let download: String?
  let fresh: String?
  let isSent: Bool
  let returnURL: String?
  func title(_ texts: LocaleTexts) -> String { heading }
}

/// Refusing, with a reason.
struct LinkRefusalPage: PageModel {
  static let template = "links/refusal"
  let surroundings: LinkSurroundings
  let theme: String?
  let name: String
  let action: String
  let back: String
  let form: FormFields
  func title(_ texts: LocaleTexts) -> String { texts("link.refuseTitle", ["title": name]) }
}
