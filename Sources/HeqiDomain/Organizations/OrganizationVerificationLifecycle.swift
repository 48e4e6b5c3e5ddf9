/// The state machine of company verification: pure, deterministic (F-013 to F-018, E-18). Printed to
/// `docs/company-verification.md`.
package enum OrganizationVerificationLifecycle {
  typealias Transition = OrganizationVerificationTransition

  /// Applies `command` for the applicant `account` at `now`.
  /// - Throws: the `OrganizationError` to show; the verification is then unchanged.
  package static func apply(
    _ command: OrganizationVerificationCommand, to old: OrganizationVerification, account: Account, at now: Instant
  ) throws(OrganizationError) -> OrganizationVerificationTransition {
    switch command {
    case .submit(let submission): try submit(submission, old, account, now)
    case .recordLicence(let reading, let number): recordLicence(reading, number, old, now)
    case .askRepresentative(let mobile): try askRepresentative(mobile, old, account)
    case .authorize(let authorization): try authorize(authorization, old, now)
    case .proveByVoucher(let voucher): try proveByVoucher(voucher, old, now)
    case .requestPayout: try requestPayout(old, now)
    case .recordPayout(let amount, let reference): try recordPayout(amount, reference, old, now)
    case .enterAmount(let amount): try enterAmount(amount, old, now)
    case .decide(let approved, let reason, let reviewer): try decide(approved, reason, reviewer, old, now)
    case .withdraw: try withdraw(old)
    }
  }

  private static func submit(
    _ submission: OrganizationSubmission, _ old: OrganizationVerification, _ account: Account, _ now: Instant
  ) throws(OrganizationError) -> Transition {
    switch old.status {
    case .verified, .withdrawn: throw OrganizationError(.verificationClosed)
    case .checking, .awaitingPayout, .awaitingReview: throw OrganizationError(.underReview)
    case .unverified, .failed, .awaitingAuthorization, .awaitingProof, .awaitingAmount: break
    }
    guard account.isVerified else { throw OrganizationError(.identityUnverified) }
    if submission.capacity == .legalRepresentative, !submission.legalRepresentative.matches(account.name) {
      throw OrganizationError(.notLegalRepresentative, field: "legalRepresentative")
    }
    var verification = old
    verification.data = submission
    verification.authorization = nil
    verification.representativeMobile = nil
    verification.proof = nil
    verification.checks = OrganizationChecks([
      .person: .running, .name: .running, .code: .running,
      // The legal representative needs nobody's letter.
      .authorization: submission.capacity == .legalRepresentative ? .passed(.provider) : .notRun,
    ])
    verification.submission += 1
    verification.submittedAt = now
    verification.decidedAt = nil
    verification.reason = nil
    verification.status = .checking
    return Transition(verification, events: [OrganizationVerificationEvent.submitted(submission)], tasks: [.readLicence])
  }

  /// The three comparisons (F-014): a valid but different code fails; a name that differs beside the right code was most
  /// likely misread and goes to a reviewer.
  private static func recordLicence(
    _ reading: LicenceReading, _ number: Int, _ old: OrganizationVerification, _ now: Instant
  ) -> Transition {
    guard old.status == .checking, old.submission == number, let data = old.data else { return Transition(old) }
    var verification = old
    let code: CheckState = reading.code.map { $0 == data.code ? .passed(.ocr) : .failed } ?? .needsReview
    func compared(_ read: String?, _ matches: (String) -> Bool) -> CheckState {
      guard let read else { return .needsReview }
      return matches(read) ? .passed(.ocr) : code == .failed ? .failed : .needsReview
    }
    verification.checks[.code] = code
    verification.checks[.name] = compared(reading.name, data.name.matches)
    verification.checks[.person] = compared(reading.legalRepresentative, data.legalRepresentative.matches)
    return advance(
      verification,
      events: [OrganizationVerificationEvent.licenceRead(reading), OrganizationVerificationEvent.compared(verification.checks)], now)
  }

  private static func askRepresentative(
    _ mobile: MobileNumber, _ old: OrganizationVerification, _ account: Account
  ) throws(OrganizationError) -> Transition {
    guard old.status == .awaitingAuthorization else { throw OrganizationError(.notExpected) }
    guard mobile != account.mobile else { throw OrganizationError(.ownMobile, field: "mobile") }
    var verification = old
    verification.representativeMobile = mobile
    return Transition(verification, events: [OrganizationVerificationEvent.representativeAsked(mobile)])
  }

  private static func authorize(
    _ authorization: Authorization, _ old: OrganizationVerification, _ now: Instant
  ) throws(OrganizationError) -> Transition {
    guard old.status == .awaitingAuthorization else { throw OrganizationError(.notExpected) }
    var verification = old
    verification.authorization = authorization
    switch authorization {
    case .scan: verification.checks[.authorization] = .needsReview
    case .signed(let representative, _):
      guard representative != old.accountID else { throw OrganizationError(.ownCase) }
      verification.checks[.authorization] = .passed(.signature)
    }
    return advance(verification, events: [OrganizationVerificationEvent.authorized(authorization)], now)
  }

  private static func withdraw(_ old: OrganizationVerification) throws(OrganizationError) -> Transition {
    guard old.status.isOpen || old.status == .failed else { throw OrganizationError(.verificationClosed) }
    var verification = old
    verification.status = .withdrawn
    return Transition(verification, events: [OrganizationVerificationEvent.withdrawn], tasks: [.withdrawReview])
  }

  /// Ends the verification or names the next step.
  static func advance(_ old: OrganizationVerification, events: [EventDraft], _ now: Instant) -> Transition {
    var verification = old
    let checks = old.checks
    var tasks: [OrganizationVerificationTask] = []
    if !checks.failed.isEmpty {
      verification.status = .failed
      verification.decidedAt = now
      verification.reason = old.reason ?? advice(checks).chinese
    } else if checks[.authorization] == .notRun {
      verification.status = .awaitingAuthorization
    } else if checks[.account] == .notRun {
      verification.status = .awaitingProof
    } else if checks[.account] == .running {
      if case .payout? = old.proof { verification.status = .awaitingAmount } else { verification.status = .awaitingPayout }
    } else if checks.allPassed {
      verification.status = .verified
      verification.decidedAt = now
      verification.reason = nil
      tasks = [.complete]
    } else {
      verification.status = .awaitingReview
      tasks = [.openReview]
    }
    return Transition(
      verification, events: events + [OrganizationVerificationEvent.statusChanged(verification)], tasks: tasks)
  }

  /// What to correct (F-015).
  package static func advice(_ checks: OrganizationChecks) -> Bilingual {
    if checks[.code] == .failed {
      return Bilingual("营业执照上的统一社会信用代码与填写的不一致，请更新企业资料后重新提交。",
        "The credit code on the licence differs from the one you typed. Update the company data and submit again.")
    }
    if checks[.name] == .failed {
      return Bilingual("营业执照上的企业名称与填写的不一致，请更新企业资料后重新提交。",
        "The name on the licence differs from the one you typed. Update the company data and submit again.")
    }
    if checks[.person] == .failed {
      return Bilingual("营业执照上的法定代表人与填写的不一致，请更新企业资料后重新提交。",
        "The legal representative on the licence differs from what you typed. Update the company data and submit again.")
    }
    if checks[.account] == .failed {
      return Bilingual("对公账户验证未通过，请核对账户后重新提交。", "The account could not be proved. Check it and submit again.")
    }
    return Bilingual("法定代表人授权书未通过，请更新后重新提交。", "The letter of authority was not accepted. Update it and submit again.")
  }
}
