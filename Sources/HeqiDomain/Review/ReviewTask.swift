/// A case waiting for a person of the back office (F-096).
package struct ReviewTask: Equatable, Sendable {
  package let id: ID<ReviewTask>
  package let tenantID: String
  package let kind: ReviewKind
  /// Whose case it is.
  package let accountID: ID<Account>
  package let verificationID: ID<IdentityVerification>
  package let openedAt: Instant
  /// End of the last working day on which an answer is still in time.
  package let dueAt: Instant
  package var state: ReviewState
  package var revision: Int64

  package init(
    id: ID<ReviewTask>, tenantID: String, kind: ReviewKind, accountID: ID<Account>,
    verificationID: ID<IdentityVerification>, openedAt: Instant, dueAt: Instant, state: ReviewState = .open,
    revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.kind = kind
    self.accountID = accountID
    self.verificationID = verificationID
    self.openedAt = openedAt
    self.dueAt = dueAt
    self.state = state
    self.revision = revision
  }

  /// The company verification it is about; `nil` for a person's.
  package var companyVerificationID: ID<OrganizationVerification>? {
    kind == .face ? nil : verificationID.cast(to: OrganizationVerification.self)
  }

  package func isOverdue(at now: Instant) -> Bool { state.isOpen && now > dueAt }
}

/// The queues (F-096).
package enum ReviewKind: String, Sendable, CaseIterable {
  case face
  /// Licence, letter of authority and transfer record of a company (F-014, F-016).
  case company
  /// A small amount to be paid to a company's account (E-18).
  case payout
}

/// Where a task stands.
package enum ReviewState: Equatable, Sendable {
  case open
  /// A reviewer is at it; the claim lapses so that a closed browser blocks nobody.
  case claimed(by: ID<Account>, until: Instant)
  case decided(by: ID<Account>, at: Instant, approved: Bool, reason: String)
  /// The person edited the data, so the question is gone.
  case withdrawn(at: Instant)

  package var isOpen: Bool {
    switch self {
    case .open, .claimed: true
    case .decided, .withdrawn: false
    }
  }
}

/// Rules of a review task.
package enum ReviewTaskLifecycle {
  package static let claimLifetime = Duration.seconds(30 * 60)

  /// Takes the task for `reviewer`, or renews the claim.
  package static func claim(
    _ task: ReviewTask, by reviewer: ID<Account>, at now: Instant
  ) throws(IdentityError) -> ReviewTask {
    try check(task, reviewer, now)
    var claimed = task
    claimed.state = .claimed(by: reviewer, until: now.adding(claimLifetime))
    return claimed
  }

  /// Ends the task with a decision.
  package static func decide(
    _ task: ReviewTask, by reviewer: ID<Account>, approved: Bool, reason: String, at now: Instant
  ) throws(IdentityError) -> ReviewTask {
    try check(task, reviewer, now)
    var decided = task
    decided.state = .decided(by: reviewer, at: now, approved: approved, reason: reason)
    return decided
  }

  /// Ends the task because its question is gone; closed tasks stay as they are.
  package static func withdraw(_ task: ReviewTask, at now: Instant) -> ReviewTask {
    guard task.state.isOpen else { return task }
    var withdrawn = task
    withdrawn.state = .withdrawn(at: now)
    return withdrawn
  }

  private static func check(_ task: ReviewTask, _ reviewer: ID<Account>, _ now: Instant) throws(IdentityError) {
    guard reviewer != task.accountID else { throw IdentityError(.ownCase) }
    switch task.state {
    case .open: break
    case .claimed(let other, let until):
      if other != reviewer, now < until { throw IdentityError(.takenByAnother) }
    case .decided, .withdrawn: throw IdentityError(.taskClosed)
    }
  }
}
