import HeqiApplication
import HeqiDomain

/// One list of approvers of one company, step by step (F-083, F-084).
struct ApprovalCard: Sendable {
  let heading: String
  let text: String
  let steps: [Step]

  struct Step: Sendable {
    let stepTitle: String
    let mode: String
    /// `done`, `now`, `later` or `ended`.
    let state: String
    let stateKind: String
    let stateText: String
    let isNow: Bool
    let people: [Person]
  }

  struct Person: Sendable {
    let who: String
    let what: String
    let opinion: String?
  }

  /// Business before seal, the initiator before the receivers.
  static func cards(_ view: ContractView, now: Instant, texts: LocaleTexts) -> [ApprovalCard] {
    view.contract.round.parties.flatMap { party in
      [party.company?.business, party.company?.seal].compactMap(\.self).map { flow in
        card(flow, party, view, now: now, texts: texts)
      }
    }
  }

  private static func card(
    _ flow: ApprovalFlow, _ party: ContractParty, _ view: ContractView, now: Instant, texts: LocaleTexts
  ) -> ApprovalCard {
    let isAsked = party.state.review == flow.stage && view.contract.stage.isLive
    let steps = flow.steps.enumerated().map { index, step in
      let isNow = isAsked && flow.current == index
      let state = step.outcome == .approved ? "done" : step.outcome == .rejected ? "ended" : isNow ? "now" : "later"
      let words = step.outcome.map { texts($0.title) } ?? texts(isNow ? "approval.waiting" : "approval.later")
      return Step(
        stepTitle: step.title, mode: step.tasks.count > 1 ? texts(step.mode.title) : "", state: state,
        stateKind: state == "done" ? "ok" : state == "now" ? "wait" : state == "ended" ? "late" : "", stateText: words,
        isNow: isNow, people: step.tasks.map { person($0, of: step, view.names, now: now, texts: texts) })
    }
    return ApprovalCard(
      heading: "\(party.name) · \(texts(flow.stage.title))",
      text: texts(
        "approval.text", ["done": String(flow.steps.count - flow.stepsLeft), "count": String(flow.steps.count)]),
      steps: steps)
  }

  private static func person(
    _ task: ApprovalTask, of step: ApprovalStep, _ names: ApprovalNames, now: Instant, texts: LocaleTexts
  ) -> Person {
    let who =
      task.holder == task.approver
      ? names.text(task.holder)
      : texts("approval.standsIn", ["name": names.text(task.holder), "other": names.text(task.approver)])
    let what = task.decision.map {
      texts("approval.decidedAt", ["outcome": texts($0.outcome.title), "at": ShortTime.text($0.at, now: now, texts: texts)])
    }
    let silent = step.outcome == nil ? "" : texts("approval.notAsked")
    return Person(who: who, what: what ?? silent, opinion: task.decision?.opinion)
  }
}

/// One approver decides (rows 7 to 9, 14, 15).
struct ApprovalPage: PageModel {
  static let template = "approvals/decide"
  let back: String
  let contractTitle: String
  let heading: String
  let action: String
  let form: FormFields
  let hasPages: Bool
  let pageCount: String
  let sheets: [PageSheet]
  let facts: [FactRow]
  let approvals: [ApprovalCard]
  let handOver: String
  let hasColleagues: Bool
  let colleagues: [SelectOption]

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// More approvers or copies for one contract (F-065).
struct ApprovalPeoplePage: PageModel {
  static let template = "approvals/people"
  let back: String
  let contractTitle: String
  let action: String
  let form: FormFields
  let mayAdd: Bool
  let stages: [Stage]
  let mayCopy: Bool
  let ccViewers: [SelectOption]

  struct Stage: Sendable {
    let stage: String
    let stageLabel: String
    let hasApprovers: Bool
    let approvers: [SelectOption]
  }

  func title(_ texts: LocaleTexts) -> String { texts("approval.peopleHeading") }
}

/// A company receives: which business type (F-039).
struct CompanyReceiptPage: PageModel {
  static let template = "approvals/receipt"
  let back: String
  let contractTitle: String
  let heading: String
  let action: String
  let form: FormFields
  let types: [SelectOption]
  let hasTypes: Bool

  func title(_ texts: LocaleTexts) -> String { heading }
}

/// 或签: who may sign for the company, any one of them.
struct SignersPage: PageModel {
  static let template = "approvals/signers"
  let back: String
  let contractTitle: String
  let action: String
  let form: FormFields
  let candidates: [Candidate]
  let hasCandidates: Bool

  struct Candidate: Sendable {
    let value: String
    let candidateName: String
    let isChosen: Bool
    /// What stands in the way of this person's signature; nil where nothing does.
    let lack: String?
  }

  func title(_ texts: LocaleTexts) -> String { texts("signers.heading") }
}

/// Who decides while an approver is away (T-007).
struct StandInPage: PageModel {
  static let template = "approvals/stand-in"
  let form: FormFields
  let state: String
  let isAway: Bool
  let colleagues: [SelectOption]
  let hasColleagues: Bool
  let action: String

  func title(_ texts: LocaleTexts) -> String { texts("standIn.title") }
}
