/// The state machine of personal verification: pure, deterministic (F-019 to F-028).
package enum IdentityVerificationLifecycle {
  /// Live images are destroyed this long after they were taken unless a newer one replaces them (B-26).
  package static let liveImageRetention = Duration.seconds(365 * 86_400)
  package static let ageMinimum = 8
  package static let ageOfMajority = 18

  /// Applies `command` for the owner `account` at `now`.
  /// - Throws: the `IdentityError` to show; the verification is then unchanged.
  package static func apply(
    _ command: VerificationCommand, to verification: IdentityVerification, account: Account, at now: Instant
  ) throws(IdentityError) -> VerificationTransition {
    switch command {
    case .submit(let submission): try submit(submission, verification, account, now)
    case .edit(let edit): try self.edit(edit, verification, account, now)
    case .recordCard(let reading, let number): recordCard(reading, number, verification, account, now)
    case .recordPolice(let answer, let number): recordPolice(answer, number, verification, account, now)
    case .recordFace(let answer, let number): recordFace(answer, number, verification, account, now)
    case .requestReview(let confirmed): try requestReview(confirmed, verification)
    case .decide(let approved, let reason, let reviewer): try decide(approved, reason, reviewer, verification, account, now)
    }
  }

  private static func submit(
    _ submission: VerificationSubmission, _ old: IdentityVerification, _ account: Account, _ now: Instant
  ) throws(IdentityError) -> VerificationTransition {
    switch old.status {
    case .verified: throw IdentityError(.alreadyVerified)
    case .checking, .awaitingReview: throw IdentityError(.checksRunning)
    case .unverified, .failed: break
    }
    let warning = try checkAge(submission.idCardNumber, now)
    guard submission.live == nil || submission.consentsToFaceData else { throw IdentityError(.consentMissing, field: "live") }
    var verification = old
    verification.name = submission.name.text
    verification.idCardNumber = submission.idCardNumber
    verification.images = VerificationImages(
      front: submission.front, back: submission.back, live: submission.live,
      liveRetainedUntil: submission.live.map { _ in now.adding(liveImageRetention) })
    verification.consents = VerificationConsents(
      faceData: submission.consentsToFaceData ? now : nil,
      showLiveImage: submission.consentsToShowLiveImage && submission.live != nil ? now : nil)
    verification.submittedAt = now
    let events = [
      VerificationEvent.submitted(
        number: submission.idCardNumber, hasLive: submission.live != nil, faceConsent: submission.consentsToFaceData,
        showConsent: verification.consents.showLiveImage != nil)
    ]
    return start([.name, .idCardNumber, .police, .face], of: verification, events: events, warning: warning)
  }

  private static func edit(
    _ edit: VerificationEdit, _ old: IdentityVerification, _ account: Account, _ now: Instant
  ) throws(IdentityError) -> VerificationTransition {
    if old.status == .checking { throw IdentityError(.checksRunning) }
    var warning: Bilingual?
    if let number = edit.idCardNumber { warning = try checkAge(number, now) }
    var verification = old
    if let consents = edit.consentsToFaceData { verification.consents.faceData = consents ? now : nil }
    guard edit.live == nil || verification.consents.faceData != nil else {
      throw IdentityError(.consentMissing, field: "live")
    }
    if edit.consentsToFaceData == false {
      // Consent withdrawn (PIPL art. 15): the image goes, what was decided while it stood remains.
      verification.images.live = nil
      verification.images.liveRetainedUntil = nil
      verification.consents.showLiveImage = nil
    }
    if let name = edit.name { verification.name = name.text }
    if let number = edit.idCardNumber { verification.idCardNumber = number }
    if let front = edit.front { verification.images.front = front }
    if let back = edit.back { verification.images.back = back }
    if let live = edit.live {
      verification.images.live = live
      verification.images.liveRetainedUntil = now.adding(liveImageRetention)
    }
    if let shows = edit.consentsToShowLiveImage {
      verification.consents.showLiveImage = shows && verification.images.live != nil ? now : nil
    }
    if edit.mobile != nil { verification.checks.mobile = .passed(.code) }
    let events = [VerificationEvent.edited(edit)]
    guard old.submission > 0, !edit.rearmed.isEmpty else {
      return VerificationTransition(verification, events: events, warning: warning)
    }
    let withdraws: [VerificationTask] = old.status == .awaitingReview ? [.withdrawReview] : []
    let revokes: [VerificationTask] =
      old.status == .verified && !edit.rearmed.isDisjoint(with: [.name, .idCardNumber]) ? [.revokeCertificate] : []
    var rearmed = edit.rearmed
    // Checks that were open keep being open: a failed or undecided one runs again with the new data.
    for check in [IdentityCheck.name, .idCardNumber, .police, .face] where !old.checks[check].isPassed { rearmed.insert(check) }
    let started = start(rearmed, of: verification, events: events, warning: warning)
    return VerificationTransition(
      started.verification, events: started.events, tasks: withdraws + revokes + started.tasks, warning: warning)
  }

  /// Arms `checks` and asks for the first of them; later ones follow from the answers.
  private static func start(
    _ checks: Set<IdentityCheck>, of old: IdentityVerification, events: [EventDraft], warning: Bilingual?
  ) -> VerificationTransition {
    var verification = old
    for check in checks { verification.checks[check] = .running }
    verification.submission += 1
    verification.status = .checking
    verification.decidedAt = nil
    verification.reason = nil
    return VerificationTransition(verification, events: events, tasks: nextTask(verification), warning: warning)
  }

  /// The first outside check still to be asked.
  static func nextTask(_ verification: IdentityVerification) -> [VerificationTask] {
    let checks = verification.checks
    if checks.name == .running || checks.idCardNumber == .running { return [.readCard] }
    if checks.police == .running { return [.checkPolice] }
    if checks.face == .running { return [.compareFace] }
    return []
  }

  /// Under 8 refused, under 18 warned (E-19).
  private static func checkAge(_ number: IDCardNumber, _ now: Instant) throws(IdentityError) -> Bilingual? {
    let age = number.age(at: now)
    guard age >= 0 else { throw .invalidIDCard(.birthDate) }
    guard age >= ageMinimum else { throw IdentityError(.tooYoung, field: "idCardNumber") }
    guard age < ageOfMajority else { return nil }
    return Bilingual(
      "您未满 18 周岁：订立与年龄、智力不相适应的合同需要监护人同意或追认。",
      "You are under 18: contracts beyond your age need your guardian's consent.")
  }
}

extension IdentityVerificationLifecycle {
  /// The outside check a verification waits for; `nil` when it waits for none.
  package static func openTask(of verification: IdentityVerification) -> VerificationTask? {
    verification.status == .checking ? nextTask(verification).first : nil
  }
}
