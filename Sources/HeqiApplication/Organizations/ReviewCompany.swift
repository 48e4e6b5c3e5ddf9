package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A company's case as a reviewer sees it, with the log the applicant sees (F-017).
package struct CompanyCase: Sendable {
  package let task: ReviewTask
  package let verification: OrganizationVerification
  package let maskedApplicant: String
  package let claimedBy: String?
  package let files: [CompanyFiles.Kind]
  package let log: [LogLine]
}

/// The back office's part in company verification: look, confirm or refuse, pay and enter the amount (F-016, F-096).
package struct ReviewCompany: Sendable {
  private let desk: CompanyDesk
  private let files: CompanyFiles
  private let checks: RunCompanyChecks
  /// Evaluation mode shows there what a bank's statement would show.
  private let bank: EvaluationOutbox?

  package init(desk: CompanyDesk, files: CompanyFiles, checks: RunCompanyChecks, bank: EvaluationOutbox? = nil) {
    self.desk = desk
    self.files = files
    self.checks = checks
    self.bank = bank
  }

  /// Takes the case for this reviewer and logs the look. A closed case, or one another reviewer is at, is shown without taking.
  /// - Throws: `IdentityError` `.notPermitted`, `.taskClosed`, `.ownCase`.
  package func open(_ id: ID<ReviewTask>, caller: Caller) async throws -> CompanyCase {
    try PeoplePolicy.require(.review, caller)
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    let (task, verification, account, holder) = try await desk.ledger.engine.write { [desk] connection in
      var (task, verification, account) = try found(id, caller, vault, connection)
      if let claimed = try? ReviewTaskLifecycle.claim(task, by: caller.accountID, at: now) {
        task = try ReviewTaskStore(tenantID: caller.tenantID).save(claimed, in: connection)
      }
      try look("data", verification, caller, now, connection)
      var holder: String?
      if case .claimed(let other, let until) = task.state, now < until {
        holder = try AccountStore(vault: vault).find(other, in: connection).map { Mask.name($0.name) }
      }
      verification = try desk.of(verification.id, vault, in: connection).0
      return (task, verification, account, holder)
    }
    return CompanyCase(
      task: task, verification: verification, maskedApplicant: Mask.name(account.name), claimedBy: holder,
      files: CompanyFiles.Kind.allCases.filter { verification.file($0) != nil },
      log: try await ReadCompanyVerifications.log(of: verification, desk.ledger.engine))
  }

  /// One file of an open case; each look is logged.
  package func file(_ kind: CompanyFiles.Kind, of id: ID<ReviewTask>, caller: Caller) async throws -> [UInt8] {
    try PeoplePolicy.require(.review, caller)
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    let verification = try await desk.ledger.engine.write { connection in
      let (task, verification, _) = try found(id, caller, vault, connection)
      guard task.state.isOpen, verification.file(kind) != nil else { throw OrganizationError(.notFound) }
      try look(kind == .signedLetter ? "letter" : String(kind.rawValue.dropFirst("company-".count)), verification, caller, now, connection)
      return verification
    }
    guard let file = verification.file(kind) else { throw OrganizationError(.notFound) }
    return try await files.read(file, kind, of: verification.accountID, tenantID: verification.tenantID)
  }

  /// 后台审核 通过|不通过 with a reason.
  @discardableResult
  package func decide(
    _ id: ID<ReviewTask>, approved: Bool, reason: String, caller: Caller
  ) async throws -> OrganizationVerification {
    let decided = try await close(id, caller, approved, reason) {
      .decide(approved: approved, reason: reason, reviewer: caller.accountID)
    }
    return await checks.proceed(decided.id, tenantID: caller.tenantID, scene: caller.scene) ?? decided
  }

  /// The back office has paid this amount, in cents.
  @discardableResult
  package func recordPayout(
    _ id: ID<ReviewTask>, amountMinor: Int, reference: String, caller: Caller
  ) async throws -> OrganizationVerification {
    let paid = try await close(id, caller, true, reference) { .recordPayout(amountMinor: amountMinor, reference: reference) }
    if let bank, let account = paid.data?.account {
      let cents = amountMinor < 10 ? "0\(amountMinor)" : "\(amountMinor)"
      _ = try? await bank.send(
        SMSMessage(
          to: Sensitive("对公账户 \(account.maskedNumber)"),
          text: "【\(account.bank)】您尾号 \(account.number.suffix(4)) 的账户入账 0.\(cents) 元，流水号 \(reference)。（评估模式：代替银行流水）",
          code: nil, idempotencyKey: "bank:\(paid.id):\(paid.revision)"))
    }
    return paid
  }

  private func close(
    _ id: ID<ReviewTask>, _ caller: Caller, _ approved: Bool, _ reason: String,
    command: @escaping @Sendable () -> OrganizationVerificationCommand
  ) async throws -> OrganizationVerification {
    try PeoplePolicy.require(.review, caller)
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    return try await desk.ledger.engine.write { [desk] connection in
      let (task, verification, account) = try found(id, caller, vault, connection)
      let closed = try ReviewTaskLifecycle.decide(
        task, by: caller.accountID, approved: approved, reason: reason.trimmingWhitespace, at: now)
      try ReviewTaskStore(tenantID: caller.tenantID).save(closed, in: connection)
      return try desk.apply(
        command(), to: verification, of: account, by: caller.backOfficeActor, scene: caller.scene, vault: vault, at: now,
        in: connection
      ).verification
    }
  }

  private func found(
    _ id: ID<ReviewTask>, _ caller: Caller, _ vault: TenantVault, _ connection: any SQLConnection
  ) throws -> (ReviewTask, OrganizationVerification, Account) {
    guard let task = try ReviewTaskStore(tenantID: caller.tenantID).find(id, in: connection), let subject = task.companyVerificationID
    else { throw IdentityError(.taskClosed) }
    guard task.accountID != caller.accountID else { throw IdentityError(.ownCase) }
    let (verification, account) = try desk.of(subject, vault, in: connection)
    return (task, verification, account)
  }

  private func look(
    _ item: String, _ verification: OrganizationVerification, _ caller: Caller, _ now: Instant, _ connection: any SQLConnection
  ) throws {
    try EventStore().append(
      desk.ledger.events(
        [OrganizationVerificationEvent.lookedAt(item)], tenantID: caller.tenantID, subject: verification.subject,
        actor: caller.backOfficeActor, scene: caller.scene, at: now), in: connection)
  }
}
