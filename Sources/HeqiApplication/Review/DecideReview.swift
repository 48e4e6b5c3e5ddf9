package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// 后台审核 通过|不通过 with a reason (F-025, F-096).
package struct DecideReview: Sendable {
  private let desk: VerificationDesk
  private let checks: RunIdentityChecks

  package init(desk: VerificationDesk, checks: RunIdentityChecks) {
    self.desk = desk
    self.checks = checks
  }

  /// - Throws: `IdentityError` `.notPermitted`, `.ownCase`, `.takenByAnother`, `.taskClosed`, `.reasonMissing`,
  ///   `.idCardTaken`.
  package func callAsFunction(
    _ id: ID<ReviewTask>, approved: Bool, reason: String, caller: Caller
  ) async throws -> IdentityVerification {
    try PeoplePolicy.require(.review, caller)
    let ledger = desk.ledger
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    let author = VerificationDesk.Author(actor: caller.backOfficeActor, scene: caller.scene)
    let decided = try await ledger.engine.write { connection -> (IdentityVerification, Account) in
      let tasks = ReviewTaskStore(tenantID: caller.tenantID)
      guard let task = try tasks.find(id, in: connection) else { throw IdentityError(.taskClosed) }
      let closed = try ReviewTaskLifecycle.decide(
        task, by: caller.accountID, approved: approved, reason: reason.trimmingWhitespace, at: now)
      let (account, verification) = try VerificationLookup(vault: vault, ledger: ledger)
        .of(task.verificationID, in: connection)
      let outcome = try desk.apply(
        .decide(approved: approved, reason: reason, reviewer: caller.accountID), to: verification, of: account, by: author,
        vault: vault, at: now, in: connection)
      try tasks.save(closed, in: connection)
      try notify(outcome, reason, vault, now, connection)
      return (outcome.verification, account)
    }
    let after = await checks.proceed(decided.0.id, tenantID: caller.tenantID, scene: caller.scene)
    return after ?? decided.0
  }

  /// Tells the person how it ended (F-010).
  private func notify(
    _ outcome: VerificationDesk.Outcome, _ reason: String, _ vault: TenantVault, _ now: Instant,
    _ connection: any SQLConnection
  ) throws {
    let account = outcome.account
    let isVerified = outcome.verification.status == .verified
    let text =
      switch account.language {
      case .chinese: isVerified ? "【合契】您的实名认证已通过，现在可以签署合同。" : "【合契】您的实名认证未通过：\(reason)。请登录后修改资料。"
      case .english:
        isVerified
          ? "[Heqi] Your identity is verified. You can sign contracts now."
          : "[Heqi] Your identity was not verified: \(reason). Please log in and correct your data."
      }
    try MessageOutbox(vault: vault, random: desk.ledger.random).sms(
      to: Sensitive(account.mobile.text), text: text,
      key: "review:\(outcome.verification.id):\(outcome.verification.revision)", at: now, in: connection)
  }
}
