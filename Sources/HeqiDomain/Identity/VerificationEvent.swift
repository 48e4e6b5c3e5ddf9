/// Events of registration and verification: stable kinds and masked facts. The log lines of F-019 to F-028 come from
/// these alone (`IdentityLog`).
package enum VerificationEvent {
  package static let registered = "account.registered"
  package static let agreementAccepted = "account.agreementAccepted"
  package static let mobileChecked = "account.mobileChecked"
  package static let statusChangedKind = "verification.statusChanged"
  package static let submittedKind = "verification.submitted"
  package static let cardReadKind = "verification.cardRead"
  package static let portraitKind = "verification.portraitStored"
  package static let comparedKind = "verification.fieldsCompared"
  package static let editedKind = "verification.edited"
  package static let policeKind = "verification.policeChecked"
  package static let faceKind = "verification.faceCompared"
  package static let reviewRequestedKind = "verification.reviewRequested"
  package static let reviewedKind = "verification.reviewed"
  package static let lookedAtKind = "verification.lookedAt"
  package static let certificateIssued = "certificate.issued"
  package static let certificateRevoked = "certificate.revoked"
  package static let sealMade = "seal.created"
  package static let liveImageShown = "verification.liveImageShown"

  /// 【注册日志】提交注册信息 (F-019).
  package static func registered(name: PersonName, mobile: MobileNumber, email: EmailAddress) -> EventDraft {
    EventDraft(
      registered, by: .caller,
      [
        .init("name", Mask.name(name.text)), .init("mobile", Mask.mobile(mobile.text)), .init("email", Mask.email(email.text)),
      ])
  }

  /// The agreement's version and hash (F-008).
  package static func accepted(version: String, digest: Digest) -> EventDraft {
    EventDraft(agreementAccepted, by: .caller, [.init("version", version), .init("hash", digest.description)])
  }

  /// 【系统日志】验证手机短信 (F-019).
  package static func mobileChecked(passed: Bool) -> EventDraft {
    EventDraft(mobileChecked, by: .system, [.init("result", passed ? "passed" : "failed")])
  }

  /// 【系统日志】用户认证状态 (F-019, F-026).
  package static func statusChanged(_ verification: IdentityVerification, account: Account) -> EventDraft {
    EventDraft(
      statusChangedKind, by: .system,
      [
        .init("name", Mask.name(verification.name ?? account.name)), .init("mobile", Mask.mobile(account.mobile.text)),
        .init("status", verification.status.rawValue),
      ])
  }

  static func submitted(number: IDCardNumber, hasLive: Bool, faceConsent: Bool, showConsent: Bool) -> EventDraft {
    EventDraft(
      submittedKind, by: .caller,
      [
        .init("idCardNumber", Mask.idCardNumber(number.text)), .init("front", hidden), .init("back", hidden),
        .init("live", hasLive ? hidden : "absent"), .init("faceConsent", faceConsent ? "given" : "notGiven"),
        .init("showConsent", showConsent ? "given" : "notGiven"),
      ])
  }

  static func cardRead(_ reading: CardReading) -> EventDraft {
    EventDraft(
      cardReadKind, by: .caller,
      [
        .init("idCardNumber", reading.idCardNumber.map { Mask.idCardNumber($0.text) } ?? "unread"),
        .init("name", reading.name.map(Mask.name) ?? "unread"),
      ])
  }

  static func portraitStored(hasFront: Bool) -> EventDraft {
    EventDraft(portraitKind, by: .caller, [.init("portrait", hasFront ? hidden : "absent")])
  }

  static func compared(number: CheckState, name: CheckState) -> EventDraft {
    EventDraft(comparedKind, by: .caller, [.init("checkNumber", word(number)), .init("checkName", word(name))])
  }

  static func edited(_ edit: VerificationEdit) -> EventDraft {
    var facts: [Event.Fact] = []
    if let name = edit.name { facts.append(.init("name", Mask.name(name.text))) }
    if let mobile = edit.mobile { facts.append(.init("mobile", Mask.mobile(mobile.text))) }
    if let email = edit.email { facts.append(.init("email", Mask.email(email.text))) }
    if let number = edit.idCardNumber { facts.append(.init("idCardNumber", Mask.idCardNumber(number.text))) }
    if edit.front != nil { facts.append(.init("front", hidden)) }
    if edit.back != nil { facts.append(.init("back", hidden)) }
    if edit.live != nil { facts.append(.init("live", hidden)) }
    if let given = edit.consentsToFaceData { facts.append(.init("faceConsent", given ? "given" : "notGiven")) }
    if let given = edit.consentsToShowLiveImage { facts.append(.init("showConsent", given ? "given" : "notGiven")) }
    return EventDraft(editedKind, by: .caller, facts)
  }

  static func policeChecked(_ answer: CheckAnswer) -> EventDraft {
    EventDraft(policeKind, by: .system, [.init("result", answer.rawValue)])
  }

  static func faceCompared(_ answer: CheckAnswer) -> EventDraft {
    EventDraft(faceKind, by: .system, [.init("result", answer.rawValue)])
  }

  static func reviewRequested(confirmed: Bool) -> EventDraft {
    EventDraft(reviewRequestedKind, by: .caller, [.init("request", confirmed ? "confirmed" : "cancelled")])
  }

  static func reviewed(approved: Bool, reason: String) -> EventDraft {
    EventDraft(reviewedKind, by: .caller, [.init("review", approved ? "approved" : "refused"), .init("reason", reason)])
  }

  /// A reviewer opened images or masked data of a case; each look is logged.
  package static func lookedAt(_ what: ReviewedItem) -> EventDraft {
    EventDraft(lookedAtKind, by: .caller, [.init("item", what.rawValue)])
  }

  /// A key pair was made and certified (F-011).
  package static func issued(serial: String, until notAfter: Instant) -> EventDraft {
    EventDraft(certificateIssued, by: .system, [.init("serial", serial), .init("notAfter", notAfter.iso8601())])
  }

  package static func revoked(serial: String, reason: String) -> EventDraft {
    EventDraft(certificateRevoked, by: .system, [.init("serial", serial), .init("reason", reason)])
  }

  /// The live image was shown to a counterparty who may rate it (F-027, B-26).
  package static func liveImageShown(to viewer: Actor, contract: String) -> EventDraft {
    EventDraft(liveImageShown, by: .caller, [.init("viewer", viewer.maskedName), .init("contract", contract)])
  }

  /// Images are never printed (F-028).
  static let hidden = "****"

  private static func word(_ state: CheckState) -> String {
    switch state {
    case .passed: "passed"
    case .failed: "failed"
    case .notRun, .running, .needsReview: "needsReview"
    }
  }
}

/// What a reviewer looked at.
package enum ReviewedItem: String, Sendable, CaseIterable { case data, front, back, live, log }
