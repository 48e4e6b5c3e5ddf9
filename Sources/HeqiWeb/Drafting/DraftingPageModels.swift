import HeqiApplication
import HeqiDomain

/// A receiver reads the drafted text and agrees, or says what is wrong (rows 2 and 4).
struct DraftingPage: PageModel {
  static let template = "drafting/agree"
  let back: String
  let contractTitle: String
  let heading: String
  let form: FormFields
  let seen: String
  let hasPages: Bool
  let pageCount: String
  let sheets: [PageSheet]
  let facts: [FactRow]
  let confirmAction: String
  let rejectAction: String
  /// Where the last two versions are compared; nil for the first text.
  let compare: String?
  /// Where the receiver's own parameters are filled in; nil without any.
  let parameters: String?
  /// False while some of them are empty.
  let canAgree: Bool
  let openText: String

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// The initiator sends another version after the text was declined (row 3).
struct RedraftPage: PageModel {
  static let template = "drafting/revise"
  let back: String
  let contractTitle: String
  let form: FormFields
  let action: String
  let reason: String
  /// Where the parameters are changed instead; nil for an uploaded text.
  let parameters: String?

  func title(_ texts: LocaleTexts) -> String { texts("drafting.reviseTitle") }
}

/// Two versions of a text side by side in lines (F-067).
struct ComparisonPage: PageModel {
  static let template = "drafting/compare"
  let back: String
  let contractTitle: String
  let lead: String
  let hasText: Bool
  let isSame: Bool
  let pages: [Page]
  let versions: [Version]
  let action: String
  let froms: [SelectOption]
  let tos: [SelectOption]

  struct Page: Sendable {
    let label: String
    let isChanged: Bool
    let lines: [Line]
  }

  struct Line: Sendable {
    /// `same`, `added` or `removed`.
    let change: String
    /// Read out before the line.
    let said: String
    let text: String
  }

  struct Version: Sendable {
    let label: String
    let at: String
    let hash: String
    let hashShort: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("drafting.compareTitle") }
}
