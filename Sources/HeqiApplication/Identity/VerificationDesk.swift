package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Applies one command to a verification and writes everything that follows from it in the same transaction:
/// verification, account, review task, certificates, events, and the job that goes on with the checks (house decision 2).
package struct VerificationDesk: Sendable {
  /// Queue of the job that runs checks and completes verifications; it is the safety net behind the running request.
  package static let queue = "identity.checks"
  /// The request itself runs the checks; the job looks after it later.
  static let jobDelay = Duration.seconds(20)

  let ledger: PeopleLedger
  let calendar: WorkingCalendar
  let reviewWorkingDays: Int

  package init(ledger: PeopleLedger, calendar: WorkingCalendar = .china, reviewWorkingDays: Int = 2) {
    self.ledger = ledger
    self.calendar = calendar
    self.reviewWorkingDays = reviewWorkingDays
  }

  /// Who commands, from where.
  struct Author: Sendable {
    let actor: Actor
    let scene: Scene
  }

  /// What the transaction left behind.
  struct Outcome: Sendable {
    let account: Account
    let verification: IdentityVerification
    let tasks: [VerificationTask]
    let warning: Bilingual?
  }

  /// Runs inside the caller's transaction. Throws `IdentityError`.
  func apply(
    _ command: VerificationCommand, to verification: IdentityVerification, of account: Account, by author: Author,
    vault: TenantVault, at now: Instant, in connection: any SQLConnection
  ) throws -> Outcome {
    let transition = try IdentityVerificationLifecycle.apply(command, to: verification, account: account, at: now)
    if transition.verification == verification, transition.events.isEmpty {
      return Outcome(account: account, verification: verification, tasks: [], warning: nil)
    }
    let saved = try VerificationStore(vault: vault).save(transition.verification, in: connection)
    var drafts = transition.events
    for task in transition.tasks {
      drafts += try follow(task, saved, account, at: now, in: connection)
    }
    var account = account
    if account.isVerified, saved.status != .verified {
      account.isVerified = false
      account = try AccountStore(vault: vault).save(account, in: connection)
    }
    try EventStore().append(
      ledger.events(
        drafts, tenantID: account.tenantID, subject: account.subject, actor: author.actor, scene: author.scene, at: now),
      in: connection)
    if transition.tasks.contains(where: { Self.outsideTasks.contains($0) }) { try enqueue(saved, at: now, in: connection) }
    return Outcome(account: account, verification: saved, tasks: transition.tasks, warning: transition.warning)
  }

  /// Tasks that need somebody outside the database.
  static let outsideTasks: Set<VerificationTask> = [.readCard, .checkPolice, .compareFace, .complete]

  private func follow(
    _ task: VerificationTask, _ verification: IdentityVerification, _ account: Account, at now: Instant,
    in connection: any SQLConnection
  ) throws -> [EventDraft] {
    let tasks = ReviewTaskStore(tenantID: account.tenantID)
    switch task {
    case .openReview:
      guard try tasks.open(of: verification.id, in: connection) == nil else { return [] }
      let review = ReviewTask(
        id: ledger.random.id(at: now), tenantID: account.tenantID, kind: .face, accountID: account.id,
        verificationID: verification.id, openedAt: now, dueAt: calendar.due(after: reviewWorkingDays, from: now))
      try tasks.insert(review, in: connection)
    case .withdrawReview:
      if let open = try tasks.open(of: verification.id, in: connection) {
        try tasks.save(ReviewTaskLifecycle.withdraw(open, at: now), in: connection)
      }
    case .revokeCertificate:
      let certificates = CertificateStore(tenantID: account.tenantID)
      return try certificates.list(account.id, in: connection).filter { $0.isUsable(at: now) }.map { certificate in
        try certificates.revoke(certificate.id, reason: .affiliationChanged, at: now, in: connection)
        return VerificationEvent.revoked(serial: certificate.serial, reason: "affiliationChanged")
      }
    case .readCard, .checkPolice, .compareFace, .complete: break
    }
    return []
  }

  private func enqueue(
    _ verification: IdentityVerification, at now: Instant, in connection: any SQLConnection
  ) throws {
    let job: ID<Job> = ledger.random.id(at: now)
    try JobQueue().enqueue(
      job, queue: Self.queue, tenantID: verification.tenantID, payload: verification.id.description,
      dedupKey: "\(verification.id):\(verification.revision)", availableAt: now.adding(Self.jobDelay), attemptsMax: 8,
      at: now, in: connection)
  }
}
