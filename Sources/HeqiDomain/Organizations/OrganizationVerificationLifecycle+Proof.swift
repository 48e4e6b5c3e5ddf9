// The corporate account (F-016, E-18) and the reviewer's decision (F-096).
extension OrganizationVerificationLifecycle {
  /// The company paid in and shows the bank's record. Also instead of a payout that is under way.
  static func proveByVoucher(
    _ voucher: StoredImage, _ old: OrganizationVerification, _ now: Instant
  ) throws(OrganizationError) -> Transition {
    guard [.awaitingProof, .awaitingPayout, .awaitingAmount].contains(old.status) else { throw OrganizationError(.notExpected) }
    var verification = old
    verification.proof = .voucher(voucher)
    verification.checks[.account] = .needsReview
    let next = advance(verification, events: [OrganizationVerificationEvent.voucherSubmitted], now)
    let ends: [OrganizationVerificationTask] = old.status == .awaitingPayout ? [.withdrawReview] : []
    return Transition(next.verification, events: next.events, tasks: ends + next.tasks)
  }

  static func requestPayout(_ old: OrganizationVerification, _ now: Instant) throws(OrganizationError) -> Transition {
    guard old.status == .awaitingProof else { throw OrganizationError(.notExpected) }
    var verification = old
    verification.proof = .payoutRequested(at: now)
    verification.checks[.account] = .running
    let next = advance(verification, events: [OrganizationVerificationEvent.payoutRequested(old.data?.account)], now)
    return Transition(next.verification, events: next.events, tasks: [.openPayout])
  }

  static func recordPayout(
    _ amountMinor: Int, _ reference: String, _ old: OrganizationVerification, _ now: Instant
  ) throws(OrganizationError) -> Transition {
    guard old.status == .awaitingPayout else { throw OrganizationError(.notExpected) }
    guard Payout.amounts.contains(amountMinor) else { throw OrganizationError(.amountInvalid, field: "amount") }
    let reference = reference.trimmingWhitespace
    guard (2...64).contains(reference.count) else { throw OrganizationError(.referenceMissing, field: "reference") }
    var verification = old
    verification.proof = .payout(Payout(amountMinor: amountMinor, reference: reference, paidAt: now))
    let next = advance(verification, events: [OrganizationVerificationEvent.payoutRecorded(reference: reference)], now)
    return Transition(next.verification, events: next.events, tasks: [.withdrawReview])
  }

  /// Three wrong amounts, or seven days, and the proof fails (E-18).
  static func enterAmount(
    _ amountMinor: Int, _ old: OrganizationVerification, _ now: Instant
  ) throws(OrganizationError) -> Transition {
    guard old.status == .awaitingAmount, case .payout(let payout)? = old.proof else { throw OrganizationError(.notExpected) }
    guard (1...99_999_999).contains(amountMinor) else { throw OrganizationError(.amountInvalid, field: "amount") }
    var verification = old
    let isLate = now >= payout.endsAt
    if !isLate, amountMinor == payout.amountMinor {
      verification.checks[.account] = .passed(.provider)
      return advance(verification, events: [OrganizationVerificationEvent.amountEntered(passed: true, left: payout.triesLeft)], now)
    }
    let next = Payout(
      amountMinor: payout.amountMinor, reference: payout.reference, paidAt: payout.paidAt, failedTries: payout.failedTries + 1)
    verification.proof = .payout(next)
    let event = OrganizationVerificationEvent.amountEntered(passed: false, left: isLate ? 0 : next.triesLeft)
    guard isLate || next.triesLeft == 0 else { return Transition(verification, events: [event]) }
    verification.checks[.account] = .failed
    verification.reason = (isLate ? OrganizationError(.amountTooLate) : OrganizationError(.amountTriesUsed)).message.chinese
    return advance(verification, events: [event], now)
  }

  static func decide(
    _ approved: Bool, _ reason: String, _ reviewer: ID<Account>, _ old: OrganizationVerification, _ now: Instant
  ) throws(OrganizationError) -> Transition {
    guard old.status == .awaitingReview || (old.status == .awaitingPayout && !approved) else { throw OrganizationError(.notExpected) }
    guard reviewer != old.accountID else { throw OrganizationError(.ownCase) }
    let reason = reason.trimmingWhitespace
    guard (2...500).contains(reason.count) else { throw OrganizationError(.reasonMissing, field: "reason") }
    var verification = old
    for check in old.checks.forReview { verification.checks[check] = approved ? .passed(.reviewer) : .failed }
    if !approved {
      // A payout that cannot be made fails the account, not what waits for a review beside it.
      if old.status == .awaitingPayout { verification.checks = old.checks }
      if old.status == .awaitingPayout { verification.checks[.account] = .failed }
      verification.reason = reason
    }
    return advance(verification, events: [OrganizationVerificationEvent.reviewed(approved: approved, reason: reason)], now)
  }
}
