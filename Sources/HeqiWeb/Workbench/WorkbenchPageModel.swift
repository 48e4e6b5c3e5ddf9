/// The first page after sign-in: what waits for this person, live (F-091).
struct WorkbenchPage: PageModel {
  static let template = "workbench/workbench"
  let heading: String
  let lead: String
  let needsVerification: Bool
  let showGuide: Bool
  /// A contract waits for this person already.
  let hasSample: Bool
  let guide: [GuideStep]
  /// nil for those who have everything, and for those who do not set up their company.
  let onboarding: OnboardingCard?
  let stats: [Statistic]
  let requests: [RequestRow]
  /// Where several can be signed together; nil for fewer than two.
  let batch: String?
  /// What waits in the person's other modes.
  let elsewhere: [String]
  let mode: String
  /// What became of contracts, newest first.
  let news: [NewsRow]
  let hasNews: Bool
  let hasUnread: Bool
  let reading: String
  let hasDone: Bool
  let done: [DoneRow]

  struct GuideStep: Sendable {
    let label: String
    let text: String
    /// `done`, `current` or `later`.
    let state: String
    let isCurrent: Bool
    let link: GuideLink?
  }

  struct GuideLink: Sendable {
    let href: String
    let action: String
  }

  struct RequestRow: Sendable {
    /// First character of the title, on the small seal.
    let initial: String
    /// Whose turn, what next: the first line of every row.
    let turn: String
    let title: String
    let href: String
    let counterparty: String
    let transactionNo: String
    let folder: String
    let hash: String
    let hashShort: String
    let due: String
    let remaining: String
    /// When the initiator last urged.
    let urged: String?
    let isSoon: Bool
    /// The one primary action of the page.
    let isFirst: Bool
    let action: String
  }

  struct NewsRow: Sendable {
    let sentence: String
    let href: String
    let at: String
    let isNew: Bool
  }

  struct DoneRow: Sendable {
    let turn: String
    let title: String
    let at: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("workbench.title") }
}

/// A number with its name.
struct Statistic: Sendable {
  let number: String
  let label: String
}
