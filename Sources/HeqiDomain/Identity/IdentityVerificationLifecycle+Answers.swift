// What outside parties and reviewers answer.
extension IdentityVerificationLifecycle {
  /// Compares what was read with what was typed. A valid but different number fails; a name that differs beside the
  /// right number was most likely misread and goes to a reviewer (F-010, F-021).
  static func recordCard(
    _ reading: CardReading, _ number: Int, _ old: IdentityVerification, _ account: Account, _ now: Instant
  ) -> VerificationTransition {
    guard isOpen([.name, .idCardNumber], number, old) else { return VerificationTransition(old) }
    var verification = old
    let numberState: CheckState = reading.idCardNumber.map { $0 == old.idCardNumber ? .passed(.ocr) : .failed } ?? .needsReview
    let matches = reading.name.flatMap { read in old.name.flatMap(PersonName.init)?.matches(read) } ?? false
    let nameState: CheckState = matches ? .passed(.ocr) : numberState == .failed && reading.name != nil ? .failed : .needsReview
    if old.checks.name == .running { verification.checks.name = nameState }
    if old.checks.idCardNumber == .running { verification.checks.idCardNumber = numberState }
    let events = [
      VerificationEvent.cardRead(reading), VerificationEvent.portraitStored(hasFront: old.images.front != nil),
      VerificationEvent.compared(number: verification.checks.idCardNumber, name: verification.checks.name),
    ]
    return advance(verification, events: events, account, now)
  }

  static func recordPolice(
    _ answer: CheckAnswer, _ number: Int, _ old: IdentityVerification, _ account: Account, _ now: Instant
  ) -> VerificationTransition {
    guard isOpen([.police], number, old) else { return VerificationTransition(old) }
    var verification = old
    verification.checks.police = state(answer)
    return advance(verification, events: [VerificationEvent.policeChecked(answer)], account, now)
  }

  static func recordFace(
    _ answer: CheckAnswer, _ number: Int, _ old: IdentityVerification, _ account: Account, _ now: Instant
  ) -> VerificationTransition {
    guard isOpen([.face], number, old) else { return VerificationTransition(old) }
    var verification = old
    verification.checks.face = state(answer)
    return advance(verification, events: [VerificationEvent.faceCompared(answer)], account, now)
  }

  /// F-025: the person asks for a reviewer after a failed check, unless the police database said no (F-023).
  static func requestReview(
    _ confirmed: Bool, _ old: IdentityVerification
  ) throws(IdentityError) -> VerificationTransition {
    guard old.submission > 0 else { throw IdentityError(.notSubmitted) }
    switch old.status {
    case .verified: throw IdentityError(.alreadyVerified)
    case .checking, .awaitingReview: throw IdentityError(.checksRunning)
    case .unverified: throw IdentityError(.notSubmitted)
    case .failed: break
    }
    guard confirmed else { return VerificationTransition(old, events: [VerificationEvent.reviewRequested(confirmed: false)]) }
    guard old.checks.police != .failed else { throw IdentityError(.terminated) }
    var verification = old
    for check in IdentityCheck.allCases where !verification.checks[check].isPassed { verification.checks[check] = .needsReview }
    verification.status = .awaitingReview
    verification.decidedAt = nil
    verification.reason = nil
    return VerificationTransition(
      verification, events: [VerificationEvent.reviewRequested(confirmed: true)], tasks: [.openReview])
  }

  /// A reviewer compared both images (F-025, F-096).
  static func decide(
    _ approved: Bool, _ reason: String, _ reviewer: ID<Account>, _ old: IdentityVerification, _ account: Account,
    _ now: Instant
  ) throws(IdentityError) -> VerificationTransition {
    guard old.status == .awaitingReview else { throw IdentityError(.notAwaitingReview) }
    guard reviewer != old.accountID else { throw IdentityError(.ownCase) }
    let reason = reason.trimmingWhitespace
    guard (2...500).contains(reason.count) else { throw IdentityError(.reasonMissing, field: "reason") }
    var verification = old
    for check in old.checks.forReview { verification.checks[check] = approved ? .passed(.reviewer) : .failed }
    let events = [VerificationEvent.reviewed(approved: approved, reason: reason)]
    let next = advance(verification, events: events, account, now)
    var decided = next.verification
    if !approved { decided.reason = reason }
    return VerificationTransition(decided, events: next.events, tasks: next.tasks)
  }

  /// Ends the verification or names the next step, after one check has been answered.
  private static func advance(
    _ old: IdentityVerification, events: [EventDraft], _ account: Account, _ now: Instant
  ) -> VerificationTransition {
    var verification = old
    if !verification.checks.failed.isEmpty {
      // One failed check stops the others: they are asked again after an edit (F-023 ends the verification).
      for check in IdentityCheck.allCases where verification.checks[check] == .running { verification.checks[check] = .notRun }
      verification.status = .failed
      verification.decidedAt = now
      verification.reason = advice(verification.checks).chinese
      return VerificationTransition(
        verification, events: events + [VerificationEvent.statusChanged(verification, account: account)])
    }
    let next = nextTask(verification)
    if !next.isEmpty { return VerificationTransition(verification, events: events, tasks: next) }
    if verification.checks.allPassed {
      verification.status = .verified
      verification.decidedAt = now
      verification.reason = nil
      return VerificationTransition(
        verification, events: events + [VerificationEvent.statusChanged(verification, account: account)], tasks: [.complete])
    }
    verification.status = .awaitingReview
    return VerificationTransition(
      verification, events: events + [VerificationEvent.statusChanged(verification, account: account)], tasks: [.openReview])
  }

  /// What the person should correct (F-010).
  package static func advice(_ checks: VerificationChecks) -> Bilingual {
    if checks.police == .failed {
      return Bilingual("公安身份信息核验未通过，请核对姓名、身份证号码和证件图片。",
        "The police database did not confirm the data. Check name, number and card images.")
    }
    if checks.idCardNumber == .failed {
      return Bilingual("身份证图片上的号码与填写的不一致，请修改号码或重新拍摄正面。",
        "The number on the card differs from the one you typed. Correct it or photograph the front again.")
    }
    if checks.name == .failed {
      return Bilingual("身份证图片上的姓名与填写的不一致，请修改姓名或重新拍摄正面。",
        "The name on the card differs from the one you typed. Correct it or photograph the front again.")
    }
    return Bilingual("活体图像与身份证头像不一致，请重新拍摄，或提交后台审核。",
      "Your live image does not match the card. Take it again, or ask for a review.")
  }

  private static func isOpen(_ checks: [IdentityCheck], _ number: Int, _ verification: IdentityVerification) -> Bool {
    verification.status == .checking && verification.submission == number
      && checks.contains { verification.checks[$0] == .running }
  }

  private static func state(_ answer: CheckAnswer) -> CheckState {
    switch answer {
    case .passed: .passed(.provider)
    case .failed: .failed
    case .needsReview: .needsReview
    }
  }
}
