import HeqiApplication
import HeqiDomain

extension VerificationPage {
  /// `warning` is something to consider, such as a guardian's consent; `imageProblems` are messages by field.
  init(
    _ profile: Profile, log lines: [LogLine], form: FormFields, authority: String?, reviewDue: Instant?, texts: LocaleTexts
  ) {
    let verification = profile.verification
    let state = VerificationState(verification, texts: texts)
    let status = verification.status
    tabs = PageTab.account(current: Links.verification, texts: texts)
    self.form = form
    lead = texts(Self.lead(status))
    self.status = state.label
    statusKind = state.kind
    steps = Self.steps(status, texts)
    correction = status == .failed ? verification.reason ?? Self.failed(verification, texts) : nil
    isWaiting = status == .checking || status == .awaitingReview
    waitingTitle = texts(status == .awaitingReview ? "verification.waitingReview" : "verification.waitingChecks")
    waitingText =
      status == .awaitingReview
      ? texts("verification.waitingReviewText", ["due": reviewDue?.shortText ?? texts("verification.twoDays")])
      : texts("verification.waitingChecksText")
    canRequestReview = status == .failed && verification.checks.face == .failed && verification.checks.failed.count == 1
    certificate = profile.certificate.map { CertificateFacts($0, authority: authority, texts: texts) }
    showForm = state.canSubmit
    cardImages = [
      Self.image("front", "verification.front", "verification.frontGuide", verification.images.front != nil, form, texts),
      Self.image("back", "verification.back", "verification.backGuide", verification.images.back != nil, form, texts),
    ]
    faceImage = Self.image("live", "verification.live", "verification.liveGuide", verification.images.live != nil, form, texts)
    consentFace = form.values["consentFace"].map { $0 == "on" } ?? (verification.consents.faceData != nil)
    consentShow = form.values["consentShow"].map { $0 == "on" } ?? (verification.consents.showLiveImage != nil)
    submitLabel = texts(status == .unverified ? "verification.submit" : "verification.resubmit")
    checks = IdentityCheck.allCases.map { check in
      let (state, kind) = Self.check(verification.checks[check], texts)
      return Check(label: texts(check.label), state: state, kind: kind)
    }
    log = lines.reversed().map { LogEntry($0, texts: texts) }
  }

  private static func lead(_ status: VerificationStatus) -> String {
    switch status {
    case .unverified: "verification.leadStart"
    case .checking, .awaitingReview: "verification.leadWaiting"
    case .failed: "verification.leadFailed"
    case .verified: "verification.leadVerified"
    }
  }

  private static func steps(_ status: VerificationStatus, _ texts: LocaleTexts) -> [Step] {
    let current =
      switch status {
      case .unverified, .failed: 0
      case .checking: 1
      case .awaitingReview: 2
      case .verified: 4
      }
    return ["verification.stepOne", "verification.stepTwo", "verification.stepThree", "verification.stepFour"].enumerated().map {
      Step(label: texts($1), isDone: $0 < current, isCurrent: $0 == current)
    }
  }

  private static func failed(_ verification: IdentityVerification, _ texts: LocaleTexts) -> String {
    texts("verification.failedChecks", ["checks": verification.checks.failed.map { texts($0.label) }.joined(separator: texts("list.comma"))])
  }

  private static func image(
    _ id: String, _ label: String, _ guide: String, _ isStored: Bool, _ form: FormFields, _ texts: LocaleTexts
  ) -> ImageField {
    ImageField(
      id: id, label: texts(label), guide: texts(guide), isStored: isStored, stored: texts("verification.stored"),
      problem: form.errors[id])
  }

  private static func check(_ state: CheckState, _ texts: LocaleTexts) -> (String, String) {
    switch state {
    case .notRun: (texts("verification.checkNotRun"), "")
    case .running: (texts("verification.checkRunning"), "info")
    case .passed: (texts("verification.checkPassed"), "ok")
    case .failed: (texts("verification.checkFailed"), "turn")
    case .needsReview: (texts("verification.checkReview"), "wait")
    }
  }
}

extension VerificationPage.CertificateFacts {
  init(_ certificate: Certificate, authority: String?, texts: LocaleTexts) {
    subject = certificate.subjectName
    issuer = texts("verification.issuerName")
    serial = certificate.serial
    validity = "\(certificate.notBefore.shortText.prefix(10)) — \(certificate.notAfter.shortText.prefix(10))"
    statement = authority
  }
}
