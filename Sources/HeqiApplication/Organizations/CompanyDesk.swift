package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Applies one command to a company verification and writes everything that follows from it in the same transaction:
/// verification, review case, events, notice, and the job that goes on (house decision 2).
package struct CompanyDesk: Sendable {
  /// Queue of the job that reads licences and completes verifications; the safety net behind the running request.
  package static let queue = "company.checks"
  static let jobDelay = Duration.seconds(20)

  let ledger: PeopleLedger
  let calendar: WorkingCalendar
  let reviewWorkingDays: Int

  package init(ledger: PeopleLedger, calendar: WorkingCalendar = .china, reviewWorkingDays: Int = 2) {
    self.ledger = ledger
    self.calendar = calendar
    self.reviewWorkingDays = reviewWorkingDays
  }

  /// Runs inside the caller's transaction. Throws `OrganizationError`.
  @discardableResult
  func apply(
    _ command: OrganizationVerificationCommand, to verification: OrganizationVerification, of account: Account, by actor: Actor,
    scene: Scene, vault: TenantVault, at now: Instant, in connection: any SQLConnection
  ) throws -> OrganizationVerificationTransition {
    let transition = try OrganizationVerificationLifecycle.apply(command, to: verification, account: account, at: now)
    if transition.verification == verification, transition.events.isEmpty { return transition }
    let saved = try OrganizationVerificationStore(vault: vault).save(transition.verification, in: connection)
    for task in transition.tasks { try follow(task, saved, at: now, in: connection) }
    try EventStore().append(
      ledger.events(
        transition.events, tenantID: saved.tenantID, subject: saved.subject, actor: actor, scene: scene, at: now), in: connection)
    if saved.status != verification.status { try notify(saved, account, vault, now, connection) }
    return OrganizationVerificationTransition(saved, events: transition.events, tasks: transition.tasks)
  }

  /// The applicant's verification with their account. Somebody else's does not exist.
  func own(
    _ id: ID<OrganizationVerification>, _ caller: Caller, _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> (OrganizationVerification, Account) {
    let account = try ledger.account(caller, AccountStore(vault: vault), in: connection)
    guard let found = try OrganizationVerificationStore(vault: vault).find(id, in: connection), found.accountID == account.id else {
      throw OrganizationError(.notFound)
    }
    return (found, account)
  }

  /// The verification of a case, with its applicant.
  func of(
    _ id: ID<OrganizationVerification>, _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> (OrganizationVerification, Account) {
    guard let found = try OrganizationVerificationStore(vault: vault).find(id, in: connection),
      let account = try AccountStore(vault: vault).find(found.accountID, in: connection)
    else { throw OrganizationError(.notFound) }
    return (found, account)
  }

  private func follow(
    _ task: OrganizationVerificationTask, _ verification: OrganizationVerification, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let tasks = ReviewTaskStore(tenantID: verification.tenantID)
    let open = try tasks.open(of: verification.id.cast(to: IdentityVerification.self), in: connection)
    switch task {
    case .openReview, .openPayout:
      guard open == nil else { return }
      try tasks.insert(
        ReviewTask(
          id: ledger.random.id(at: now), tenantID: verification.tenantID, kind: task == .openPayout ? .payout : .company,
          accountID: verification.accountID, verificationID: verification.id.cast(to: IdentityVerification.self), openedAt: now,
          dueAt: calendar.due(after: reviewWorkingDays, from: now)), in: connection)
    case .withdrawReview:
      if let open { try tasks.save(ReviewTaskLifecycle.withdraw(open, at: now), in: connection) }
    case .readLicence, .complete:
      try JobQueue().enqueue(
        ledger.random.id(at: now), queue: Self.queue, tenantID: verification.tenantID, payload: verification.id.description,
        dedupKey: "\(verification.id):\(verification.revision)", availableAt: now.adding(Self.jobDelay), attemptsMax: 8, at: now,
        in: connection)
    }
  }

  /// Tells the applicant what the back office did (F-015, F-016).
  private func notify(
    _ verification: OrganizationVerification, _ account: Account, _ vault: TenantVault, _ now: Instant,
    _ connection: any SQLConnection
  ) throws {
    let company = verification.data?.name.text ?? ""
    let text: Bilingual
    switch verification.status {
    case .verified:
      text = Bilingual("【合契】“\(company)”已通过企业认证。", "[Heqi] \(company) is verified.")
    case .failed:
      text = Bilingual(
        "【合契】“\(company)”企业认证未通过：\(verification.reason ?? "")请登录后更新企业资料。",
        "[Heqi] \(company) was not verified: \(verification.reason ?? "") Please log in and update the company data.")
    case .awaitingAmount:
      text = Bilingual(
        "【合契】已向“\(company)”的对公账户打款，请在 7 天内登录并回填到账金额。",
        "[Heqi] A small amount was paid to the account of \(company). Log in within 7 days and enter it.")
    default: return
    }
    try MessageOutbox(vault: vault, random: ledger.random).sms(
      to: Sensitive(account.mobile.text), text: text.text(in: account.language),
      key: "company:\(verification.id):\(verification.revision)", at: now, in: connection)
  }
}
