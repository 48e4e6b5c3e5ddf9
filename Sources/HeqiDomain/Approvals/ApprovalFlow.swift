/// 通过 or 失败, as the source's logs name them.
package enum ApprovalOutcome: String, Sendable, CaseIterable {
  case approved, rejected

  package var title: Bilingual {
    switch self {
    case .approved: Bilingual("通过", "Approved")
    case .rejected: Bilingual("失败", "Rejected")
    }
  }
}

/// What one person decided (审批意见), visible to all participants (F-084).
package struct ApprovalDecision: Equatable, Sendable {
  package let outcome: ApprovalOutcome
  package let opinion: String
  /// Who decided: the task's holder at that moment.
  package let by: ID<Membership>
  package let at: Instant

  package init(outcome: ApprovalOutcome, opinion: String, by: ID<Membership>, at: Instant) {
    self.outcome = outcome
    self.opinion = opinion
    self.by = by
    self.at = at
  }
}

/// The question put to one person at one step.
package struct ApprovalTask: Equatable, Sendable {
  /// Whom the plan or the handler named; never changes, so the record shows who was meant to decide.
  package let approver: ID<Membership>
  /// Who decides: the approver, their stand-in, or who took over from a leaver.
  package internal(set) var holder: ID<Membership>
  package internal(set) var decision: ApprovalDecision?

  package init(approver: ID<Membership>, holder: ID<Membership>? = nil, decision: ApprovalDecision? = nil) {
    self.approver = approver
    self.holder = holder ?? approver
    self.decision = decision
  }
}

/// One node of a running flow.
package struct ApprovalStep: Equatable, Sendable {
  package let title: String
  package let kind: ApprovalNodeKind
  package let mode: ApprovalMode
  /// Added for this contract by the handler, on top of the plan (F-065).
  package let isAdded: Bool
  package internal(set) var tasks: [ApprovalTask]
  /// When its people were first asked.
  package internal(set) var openedAt: Instant?
  package internal(set) var remindedAt: Instant?

  package init(
    title: String, kind: ApprovalNodeKind, mode: ApprovalMode, isAdded: Bool = false, tasks: [ApprovalTask],
    openedAt: Instant? = nil, remindedAt: Instant? = nil
  ) {
    self.title = title
    self.kind = kind
    self.mode = mode
    self.isAdded = isAdded
    self.tasks = tasks
    self.openedAt = openedAt
    self.remindedAt = remindedAt
  }

  /// A step that asks `approvers`, or their stand-ins where that does not make one person decide twice.
  package init(
    title: String, kind: ApprovalNodeKind, mode: ApprovalMode, isAdded: Bool = false, approvers: [ID<Membership>],
    directory: ApprovalDirectory
  ) {
    var taken = Set(approvers)
    var tasks: [ApprovalTask] = []
    for approver in approvers {
      let holder = directory.holder(for: approver)
      let isFree = holder == approver || taken.insert(holder).inserted
      tasks.append(ApprovalTask(approver: approver, holder: isFree ? holder : approver))
    }
    self.init(title: title, kind: kind, mode: mode, isAdded: isAdded, tasks: tasks)
  }

  /// nil while it waits. One rejection rejects in both modes; one approval suffices where one is asked (或签).
  package var outcome: ApprovalOutcome? {
    let decided = tasks.compactMap(\.decision)
    if decided.contains(where: { $0.outcome == .rejected }) { return .rejected }
    switch mode {
    case .all: return decided.count == tasks.count ? .approved : nil
    case .any: return decided.isEmpty ? nil : .approved
    }
  }

  package var openTasks: [ApprovalTask] { outcome == nil ? tasks.filter { $0.decision == nil } : [] }
}

/// A plan under way on one contract: its steps in order and what was decided. Pure; changed only by its own verbs.
package struct ApprovalFlow: Equatable, Sendable {
  package static let stepsMax = 60

  package let stage: ApprovalStage
  package internal(set) var steps: [ApprovalStep]

  package init(stage: ApprovalStage, steps: [ApprovalStep]) {
    self.stage = stage
    self.steps = steps
  }

  /// Position of the step that waits; nil when the flow is decided.
  package var current: Int? {
    for (index, step) in steps.enumerated() {
      switch step.outcome {
      case nil: return index
      case .rejected: return nil
      case .approved: continue
      }
    }
    return nil
  }

  /// nil while it waits; a rejection is final (B-29).
  package var outcome: ApprovalOutcome? {
    if steps.contains(where: { $0.outcome == .rejected }) { return .rejected }
    return current == nil ? .approved : nil
  }

  /// Steps that still have to approve.
  package var stepsLeft: Int { steps.count { $0.outcome != .approved } }

  /// Those asked now.
  package var holders: [ID<Membership>] { current.map { steps[$0].openTasks.map(\.holder) } ?? [] }

  /// Everybody who was, is or will be asked: they may read the contract (scopes inBusinessApproval, inSealApproval).
  package var participants: Set<ID<Membership>> {
    Set(steps.flatMap(\.tasks).flatMap { [$0.approver, $0.holder] })
  }

  package func isParticipant(_ id: ID<Membership>) -> Bool {
    steps.contains { step in step.tasks.contains { $0.approver == id || $0.holder == id } }
  }

  /// The same steps before anybody was asked, for a new round.
  package var restarted: ApprovalFlow {
    ApprovalFlow(
      stage: stage,
      steps: steps.map { step in
        ApprovalStep(
          title: step.title, kind: step.kind, mode: step.mode, isAdded: step.isAdded,
          tasks: step.tasks.map { ApprovalTask(approver: $0.approver) })
      })
  }
}
