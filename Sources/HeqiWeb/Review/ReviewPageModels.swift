/// A queue of the back office (F-096).
struct ReviewQueuePage: PageModel {
  static let template = "review/queue"
  let heading: String
  let tabs: [PageTab]
  let hasCases: Bool
  let cases: [ReviewCaseRow]
  let hasPager: Bool
  /// Back to the most urgent; nil on the first page.
  let first: String?
  let next: String?

  struct ReviewCaseRow: Sendable {
    /// Masked.
    let person: String
    let idNumber: String
    let question: String
    let claimed: String
    let opened: String
    let due: String
    let remaining: String
    let isOverdue: Bool
    let href: String
    let openLabel: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("review.title") }
}

/// One case: images side by side, masked data, the decision (F-025).
struct ReviewCasePage: PageModel {
  static let template = "review/case"
  let heading: String
  let lead: String
  let due: String
  let dueKind: String
  let images: [CaseImage]
  let facts: [Fact]
  let log: [LogEntry]
  let isClosed: Bool
  let closed: String
  let action: String
  let form: FormFields
  let isApprove: Bool
  let isReject: Bool

  struct CaseImage: Sendable {
    let label: String
    let source: String?
    let key: String
    let zoom: String
  }

  struct Fact: Sendable {
    let label: String
    let value: String
  }

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// Jobs that stopped ("why is it stuck").
struct JobsPage: PageModel {
  static let template = "review/jobs"
  let stats: [Statistic]
  let hasJobs: Bool
  let jobs: [DeadJob]

  struct DeadJob: Sendable {
    let topic: String
    let id: String
    let error: String
    let tries: String
    let since: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("jobs.title") }
}
