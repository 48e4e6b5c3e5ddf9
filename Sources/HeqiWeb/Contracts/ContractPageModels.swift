/// What stands above every tab of a contract: whose turn, what next, until when; the one thing to do now.
struct ContractHead: Sendable {
  let name: String
  let folder: String
  let folderHref: String
  let transactionNo: String
  /// nil in the first round.
  let round: String?
  let stage: String
  let stageKind: String
  let turn: String
  /// `yours`, `ok` or empty.
  let turnKind: String
  let remaining: String?
  let isSoon: Bool
  /// The people who are asked now, by name; nil where the line above says it all.
  let asked: String?
  let events: String
  let hasMain: Bool
  let main: ContractButton
  /// Address of 催签 where it may be done now.
  let urge: String?
  /// From when it may be done again.
  let urgeLater: String?
  let tabs: [PageTab]
}

/// Something a party can do, with its consequence beside it.
struct ContractButton: Sendable {
  let label: String
  let href: String
  /// True for a change that needs no further page.
  let isPost: Bool
  let isWarning: Bool
  let consequence: String
}

/// A party as the others see it.
struct PartyRow: Sendable {
  let partyName: String
  let side: String
  let tone: String
  let state: String
  let stateKind: String
  let stateText: String
}

/// A name and its value.
struct FactRow: Sendable {
  let label: String
  let value: String
}

/// One state of the file.
struct RevisionRow: Sendable {
  let what: String
  let at: String
  let hash: String
  let hashShort: String
  let copyLabel: String
}

/// Tab 文件.
struct ContractFilePage: PageModel {
  static let template = "contracts/file"
  let head: ContractHead
  let hasPages: Bool
  let pageCount: String
  let sheets: [PageSheet]
  let parties: [PartyRow]
  let facts: [FactRow]
  let revisions: [RevisionRow]
  let more: [ContractButton]

  func title(_ texts: LocaleTexts) -> String { head.name }
}

/// Tab 进度.
struct ContractProgressPage: PageModel {
  static let template = "contracts/progress"
  let head: ContractHead
  let steps: [Step]
  /// One per company and stage, in the order they are asked.
  let approvals: [ApprovalCard]
  let lines: [LogEntry]
  let csv: String

  struct Step: Sendable {
    let label: String
    let text: String
    /// `done`, `now`, `later` or `ended`.
    let state: String
    let isDone: Bool
    let isNow: Bool
  }

  func title(_ texts: LocaleTexts) -> String { "\(head.name) · \(texts("contract.tabProgress"))" }
}

/// Tab 日志.
struct ContractLogPage: PageModel {
  static let template = "contracts/log"
  let head: ContractHead
  let lines: [LogEntry]
  let csv: String
  let pdf: String

  func title(_ texts: LocaleTexts) -> String { "\(head.name) · \(texts("contract.tabLog"))" }
}

/// Tab 附件.
struct ContractAttachmentsPage: PageModel {
  static let template = "contracts/attachments"
  let head: ContractHead
  let note: String?
  /// The contract itself and what the platform made of it.
  let files: [Attachment]
  /// What the parties put beside it.
  let papers: [Attachment]
  let mayAttach: Bool
  let isCompleted: Bool
  let action: String
  let form: FormFields

  struct Attachment: Sendable {
    let icon: String
    let fileTitle: String
    let text: String
    let size: String
    let hash: String
    let hashShort: String
    let copyLabel: String
    let isMain: Bool
    let href: String
    let openLabel: String
    /// Set where it came after everybody had signed.
    let badge: String?
    /// Where it is taken away; nil where the viewer may not.
    let remove: String?
    let removeLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { "\(head.name) · \(texts("contract.tabAttachments"))" }
}

/// A step that ends something: what happens, why, and the way back.
struct ContractDecisionPage: PageModel {
  static let template = "contracts/decide"
  let back: String
  let contractTitle: String
  let heading: String
  let action: String
  let form: FormFields
  let consequences: [String]
  let asksReason: Bool
  let isReasonRequired: Bool
  let reasonLabel: String
  let buttonKind: String
  let label: String

  func title(_ texts: LocaleTexts) -> String { heading }
}
