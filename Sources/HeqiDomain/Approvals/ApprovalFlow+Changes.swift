/// The verbs of a flow. Each throws before it changes anything.
extension ApprovalFlow {
  package static let opinionCharactersMax = 200
  /// 催办: first after half an hour, then every ten minutes (G-07).
  package static let firstReminder: Duration = .seconds(30 * 60)
  package static let nextReminder: Duration = .seconds(10 * 60)

  /// Asks the people of the first step.
  package mutating func start(at now: Instant) {
    guard let current, steps[current].openedAt == nil else { return }
    steps[current].openedAt = now
  }

  /// One person approves or rejects, with an opinion, in one step (F-084).
  package mutating func decide(
    _ outcome: ApprovalOutcome, opinion typed: String, by person: ID<Membership>, at now: Instant
  ) throws(ApprovalError) {
    guard let current else { throw ApprovalError(self.outcome == .rejected ? .alreadyRejected : .alreadyDecided) }
    let opinion = try Self.opinion(typed)
    guard let task = steps[current].tasks.firstIndex(where: { $0.holder == person && $0.decision == nil }) else {
      throw refusal(of: person, at: current)
    }
    steps[current].tasks[task].decision = ApprovalDecision(outcome: outcome, opinion: opinion, by: person, at: now)
    start(at: now)
  }

  /// A further step for this contract, right after the waiting one or last; nobody is ever taken out (F-065).
  ///
  /// Always a step of its own: another name in a node of 或签 would make that node weaker.
  package mutating func add(_ step: ApprovalStep, isNext: Bool = false) throws(ApprovalError) {
    guard let current else { throw ApprovalError(.alreadyDecided) }
    guard steps.count < Self.stepsMax else { throw ApprovalError(.tooManyNodes) }
    steps.insert(try Self.checked(step), at: isNext ? current + 1 : steps.count)
  }

  /// A flow of one added step, where the plan asks nobody.
  package static func added(_ step: ApprovalStep, to stage: ApprovalStage) throws(ApprovalError) -> ApprovalFlow {
    ApprovalFlow(stage: stage, steps: [try checked(step)])
  }

  private static func checked(_ step: ApprovalStep) throws(ApprovalError) -> ApprovalStep {
    let title = step.title.trimmingWhitespace
    guard !title.isEmpty, title.count <= ApprovalNode.titleCharactersMax else { throw ApprovalError(.titleInvalid) }
    guard !step.tasks.isEmpty else { throw ApprovalError(.noApprover) }
    guard step.tasks.count <= ApprovalNode.approversMax else { throw ApprovalError(.tooManyApprovers) }
    guard Set(step.tasks.map(\.approver)).count == step.tasks.count else { throw ApprovalError(.duplicateApprover) }
    return ApprovalStep(
      title: title, kind: step.kind, mode: step.mode, isAdded: true,
      tasks: step.tasks.map { ApprovalTask(approver: $0.approver, holder: $0.holder) })
  }

  /// Hands every undecided task of `person` to another: absence (T-007), or a leaver's tasks (issue of F-058).
  ///
  /// Where the other is asked in the same step already, one person would decide for two, so that is refused.
  package mutating func hand(from person: ID<Membership>, to other: ID<Membership>) throws(ApprovalError) {
    guard person != other else { throw ApprovalError(.duplicateApprover) }
    guard outcome == nil else { throw ApprovalError(.alreadyDecided) }
    var changed = steps
    var isFound = false
    for index in changed.indices where changed[index].outcome == nil {
      for task in changed[index].tasks.indices
      where changed[index].tasks[task].holder == person && changed[index].tasks[task].decision == nil {
        guard !changed[index].tasks.contains(where: { $0.holder == other }) else {
          throw ApprovalError(.duplicateApprover, node: changed[index].title)
        }
        changed[index].tasks[task].holder = other
        isFound = true
      }
    }
    guard isFound else { throw ApprovalError(.notAsked) }
    steps = changed
  }

  /// Notes that those asked now are reminded.
  package mutating func remind(at now: Instant) throws(ApprovalError) {
    guard let current else { throw ApprovalError(.alreadyDecided) }
    guard now >= nextReminderAt ?? now else { throw ApprovalError(.remindedTooSoon) }
    steps[current].remindedAt = now
  }

  /// Earliest time of the next reminder; nil when nobody is asked.
  package var nextReminderAt: Instant? {
    guard let current else { return nil }
    if let last = steps[current].remindedAt { return last.adding(Self.nextReminder) }
    return steps[current].openedAt?.adding(Self.firstReminder)
  }

  /// Why a person who is not asked now may not decide: the other is told what happened (drill 19).
  private func refusal(of person: ID<Membership>, at current: Int) -> ApprovalError {
    if steps[current].tasks.contains(where: { $0.holder == person }) { return ApprovalError(.alreadyDecided) }
    for step in steps[..<current].reversed() where step.tasks.contains(where: { $0.holder == person }) {
      let isOwn = step.tasks.contains { $0.holder == person && $0.decision != nil }
      return ApprovalError(isOwn ? .alreadyDecided : .decidedByOther)
    }
    return ApprovalError(isParticipant(person) ? .notYourTurn : .notAsked)
  }

  private static func opinion(_ typed: String) throws(ApprovalError) -> String {
    let opinion = typed.trimmingWhitespace
    guard !opinion.isEmpty else { throw ApprovalError(.opinionMissing) }
    guard opinion.count <= opinionCharactersMax else { throw ApprovalError(.opinionTooLong) }
    return opinion
  }
}
