/// The signing page: the file, and one panel (G-05).
struct SignPage: PageModel {
  static let template = "signing/sign"
  let name: String
  let turn: String
  let back: String
  let steps: [Step]
  let readingURL: String
  let digest: String
  let digestShort: String
  let secondsLeft: String
  let pageCount: String
  let sheets: [PageSheet]
  let form: FormFields
  let parties: [PartyRow]
  let download: String
  let ratings: [Rating]
  let rated: [String]
  let skipped: [String]
  let isBlocked: Bool
  let blocked: String
  let action: String
  let seals: [SealChoice]
  let offersHandwriting: Bool
  let isHandwriting: Bool
  let isConfirmed: Bool
  let readingText: String
  let asksPIN: Bool
  let asksCode: Bool
  let codeHint: String
  let codeURL: String
  let isCodeSent: Bool
  let consequence: String
  let canReturn: Bool
  let returnHref: String

  struct Step: Sendable {
    let label: String
    let state: String
    let isNow: Bool
  }

  /// A counterparty whose live image waits for a rating (F-027, B-26).
  struct Rating: Sendable {
    let number: String
    let question: String
    let image: String
    let alt: String
    let action: String
  }

  struct SealChoice: Sendable {
    let number: String
    let sealID: String
    let sealName: String
    let image: String
    let isChecked: Bool
  }

  func title(_ texts: LocaleTexts) -> String { texts("sign.title", ["title": name]) }
}

/// What the signer is told afterwards.
struct SignedPage: PageModel {
  static let template = "signing/done"
  let heading: String
  let next: String
  let facts: [FactRow]
  let hash: String
  let hashShort: String
  let contract: String
  let download: String
  let hasWaiting: Bool
  let waiting: String

  func title(_ texts: LocaleTexts) -> String { heading }
}
