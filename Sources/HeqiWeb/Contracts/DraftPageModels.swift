/// What stands above every step of starting a contract.
struct DraftHead: Sendable {
  let name: String
  /// nil before there is a contract, and then nothing is saved yet.
  let transactionNo: String?
  let lead: String
  let note: String?
  let steps: [Step]

  struct Step: Sendable {
    let label: String
    let href: String
    let isDone: Bool
    let isNow: Bool
    /// May be opened now.
    let isOpen: Bool
  }
}

/// Step 文件, and the first page of a new contract.
struct DraftFilePage: PageModel {
  static let template = "contracts/start"
  let draft: DraftHead
  let action: String
  let form: FormFields
  /// The file that is there already.
  let file: CurrentFile?
  let next: String
  let dropTitle: String
  let isNew: Bool
  /// Where the parameters of a text that was made from a template are changed.
  let parameters: String?

  struct CurrentFile: Sendable {
    let fileName: String
    let fileFacts: String
    let hash: String
    let hashShort: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("draft.newTitle") }
}

/// Step 接收方.
struct DraftReceiversPage: PageModel {
  static let template = "contracts/receivers"
  let draft: DraftHead
  let action: String
  let form: FormFields
  let myInitial: String
  let myName: String
  let rows: [Row]
  let canAdd: Bool
  let back: String
  let contacts: [Choice]
  let hasContacts: Bool

  struct Row: Sendable {
    let index: String
    let legend: String
    let removeLabel: String
    let canRemove: Bool
    let partyID: String
    let isCompany: Bool
    let person: String
    let mobile: String
    let email: String
    let hasError: Bool
    let rowError: String
    let showTurn: Bool
    let turnNo: String
    let contactID: String
  }

  struct Choice: Sendable {
    let value: String
    let label: String
    let chooseLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("draft.stepReceivers") }
}

/// Step 签署位置.
struct DraftPlacesPage: PageModel {
  static let template = "contracts/places"
  let draft: DraftHead
  let action: String
  let form: FormFields
  let pageCount: String
  let sheets: [PageSheet]
  let parties: [Party]
  let kindOptions: [Kind]
  let hasPlaces: Bool
  let places: [Place]
  let canSeam: Bool
  let pageHeight: String
  let isSeamOpen: Bool
  /// The forms without script hold what is to be corrected.
  let isExactOpen: Bool
  let seams: [Seam]
  let back: String

  struct Party: Sendable {
    let partyID: String
    let partyName: String
    let side: String
    let tone: String
    let kinds: [Kind]
  }

  /// A button that adds a place.
  struct Kind: Sendable {
    let kind: String
    let kindLabel: String
    let kindParty: String
    let kindTone: String
    let kindText: String
    let kindWidth: String
    let kindHeight: String
  }

  struct Seam: Sendable {
    let index: String
    let tone: String
    let text: String
    let removeLabel: String
  }

  struct Place: Sendable {
    let index: String
    let value: String
    let tone: String
    let text: String
    let `where`: String
    let removeLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("draft.stepPlaces") }
}

/// Step 设置.
/// What an office file became, to be looked at before it goes on (F-070).
struct ConvertedFilePage: PageModel {
  static let template = "contracts/converted"
  let draft: DraftHead
  let text: String
  let pageCount: String
  let sheets: [PageSheet]
  let next: String
  let again: String

  func title(_ texts: LocaleTexts) -> String { texts("converted.heading") }
}

struct DraftSettingsPage: PageModel {
  static let template = "contracts/settings"
  let draft: DraftHead
  let action: String
  let form: FormFields
  let isSendThenSign: Bool
  let hasSeveral: Bool
  let isSequential: Bool
  let isMoreOpen: Bool
  let isDeclared: Bool
  /// 合同业务类型, for a company.
  let isCompany: Bool
  let types: [SelectOption]
  let back: String

  func title(_ texts: LocaleTexts) -> String { texts("draft.stepSettings") }
}

/// Step 确认并发起.
struct DraftSendPage: PageModel {
  static let template = "contracts/send"
  let draft: DraftHead
  let form: FormFields
  let problems: [Missing]
  let rows: [Row]
  let steps: [NextStep]
  let action: String
  let isReady: Bool
  let submit: String
  let consequence: String
  /// Sends the text for agreement first; nil where that makes no sense any more.
  let negotiate: String?
  /// The receivers have agreed to this very text.
  let isAgreed: Bool
  let later: String

  /// What still keeps it from being started, and where to mend it.
  struct Missing: Sendable {
    let problem: String
    let fixHref: String
  }

  struct Row: Sendable {
    let label: String
    let value: String
    let extra: String?
    let href: String
    let changeLabel: String
  }

  struct NextStep: Sendable {
    let label: String
    let text: String
    let state: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("draft.stepSend") }
}
