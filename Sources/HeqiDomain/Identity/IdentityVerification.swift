/// Personal verification of one account (F-009 to F-012, F-019 to F-028). One per account; edits re-arm its checks.
package struct IdentityVerification: Equatable, Sendable {
  package let id: ID<IdentityVerification>
  package let accountID: ID<Account>
  package let tenantID: String
  package var status: VerificationStatus
  /// As typed; `nil` before the first submission.
  package var name: String?
  package var idCardNumber: IDCardNumber?
  package var images: VerificationImages
  package var consents: VerificationConsents
  package var checks: VerificationChecks
  /// Rises with each submission or edit that re-arms a check; a provider's answer to an older one is ignored (drill 8).
  package var submission: Int
  package var submittedAt: Instant?
  /// When it ended as verified or failed.
  package var decidedAt: Instant?
  /// What the person is told to correct, or the reviewer's reason.
  package var reason: String?
  package var revision: Int64

  /// A verification before anything was submitted; the mobile number was confirmed at registration (F-019).
  package init(id: ID<IdentityVerification>, accountID: ID<Account>, tenantID: String) {
    self.init(
      id: id, accountID: accountID, tenantID: tenantID, status: .unverified, name: nil, idCardNumber: nil,
      images: VerificationImages(), consents: VerificationConsents(), checks: VerificationChecks(mobile: .passed(.code)),
      submission: 0, submittedAt: nil, decidedAt: nil, reason: nil, revision: 0)
  }

  package init(
    id: ID<IdentityVerification>, accountID: ID<Account>, tenantID: String, status: VerificationStatus, name: String?,
    idCardNumber: IDCardNumber?, images: VerificationImages, consents: VerificationConsents, checks: VerificationChecks,
    submission: Int, submittedAt: Instant?, decidedAt: Instant?, reason: String?, revision: Int64
  ) {
    self.id = id
    self.accountID = accountID
    self.tenantID = tenantID
    self.status = status
    self.name = name
    self.idCardNumber = idCardNumber
    self.images = images
    self.consents = consents
    self.checks = checks
    self.submission = submission
    self.submittedAt = submittedAt
    self.decidedAt = decidedAt
    self.reason = reason
    self.revision = revision
  }

  /// Subject of all its events: the account, so that registration and verification read as one log (F-017).
  package var subject: Event.Subject { Event.Subject(kind: "account", id: accountID.description) }
}

/// Where a verification stands (用户认证状态).
package enum VerificationStatus: String, Sendable, CaseIterable {
  case unverified, checking, awaitingReview, failed, verified

  package var label: Bilingual {
    switch self {
    case .unverified: Bilingual("未认证", "Not verified")
    case .checking: Bilingual("核验中", "Checking")
    case .awaitingReview: Bilingual("人工审核中", "In review")
    case .failed: Bilingual("认证未通过", "Not passed")
    case .verified: Bilingual("已认证", "Verified")
    }
  }
}

/// The five checks of a person (F-009a–e).
package enum IdentityCheck: String, Sendable, CaseIterable {
  case mobile, name, idCardNumber, police, face

  package var label: Bilingual {
    switch self {
    case .mobile: Bilingual("手机号码", "Mobile number")
    case .name: Bilingual("姓名", "Name")
    case .idCardNumber: Bilingual("身份证号码", "Identity card number")
    case .police: Bilingual("公安身份信息", "Police database")
    case .face: Bilingual("人脸比对", "Face comparison")
    }
  }
}

/// Who or what passed a check.
package enum CheckSource: String, Sendable, CaseIterable { case code, ocr, provider, reviewer, signature }

/// State of one check.
package enum CheckState: Equatable, Sendable {
  case notRun
  /// Waiting for an outside party; a retry is queued.
  case running
  case passed(CheckSource)
  case failed
  /// No party could decide; a reviewer does.
  case needsReview

  package var isPassed: Bool { if case .passed = self { true } else { false } }

  /// `passed:ocr`, `running` …, as it is stored.
  package var text: String {
    switch self {
    case .notRun: "notRun"
    case .running: "running"
    case .passed(let source): "passed:\(source.rawValue)"
    case .failed: "failed"
    case .needsReview: "needsReview"
    }
  }

  /// Reads the stored text; `nil` for anything else.
  package init?(text: String) {
    switch text {
    case "notRun": self = .notRun
    case "running": self = .running
    case "failed": self = .failed
    case "needsReview": self = .needsReview
    default:
      guard text.hasPrefix("passed:"), let source = CheckSource(rawValue: String(text.dropFirst(7))) else { return nil }
      self = .passed(source)
    }
  }
}

/// The states of all five checks.
package struct VerificationChecks: Equatable, Sendable {
  package var mobile: CheckState
  package var name: CheckState
  package var idCardNumber: CheckState
  package var police: CheckState
  package var face: CheckState

  package init(
    mobile: CheckState = .notRun, name: CheckState = .notRun, idCardNumber: CheckState = .notRun, police: CheckState = .notRun,
    face: CheckState = .notRun
  ) {
    self.mobile = mobile
    self.name = name
    self.idCardNumber = idCardNumber
    self.police = police
    self.face = face
  }

  package subscript(check: IdentityCheck) -> CheckState {
    get {
      switch check {
      case .mobile: mobile
      case .name: name
      case .idCardNumber: idCardNumber
      case .police: police
      case .face: face
      }
    }
    set {
      switch check {
      case .mobile: mobile = newValue
      case .name: name = newValue
      case .idCardNumber: idCardNumber = newValue
      case .police: police = newValue
      case .face: face = newValue
      }
    }
  }

  package var allPassed: Bool { IdentityCheck.allCases.allSatisfy { self[$0].isPassed } }
  package var failed: [IdentityCheck] { IdentityCheck.allCases.filter { self[$0] == .failed } }
  package var forReview: [IdentityCheck] { IdentityCheck.allCases.filter { self[$0] == .needsReview } }
}

/// One stored image: SHA-256 and length of its bytes; the bytes are an encrypted blob owned by the account.
package struct StoredImage: Hashable, Sendable {
  package let digest: Digest
  /// Bytes.
  package let length: Int64

  package init(digest: Digest, length: Int64) {
    self.digest = digest
    self.length = length
  }
}

/// The stored images of a verification.
package struct VerificationImages: Equatable, Sendable {
  package var front: StoredImage?
  package var back: StoredImage?
  /// Live image; absent when the person did not consent to it (E-15).
  package var live: StoredImage?
  /// After this the live image is destroyed (B-26).
  package var liveRetainedUntil: Instant?

  package init(
    front: StoredImage? = nil, back: StoredImage? = nil, live: StoredImage? = nil, liveRetainedUntil: Instant? = nil
  ) {
    self.front = front
    self.back = back
    self.live = live
    self.liveRetainedUntil = liveRetainedUntil
  }
}

/// Two separate consents (B-26, E-11, E-15), each with its time; `nil` = not given.
package struct VerificationConsents: Equatable, Sendable {
  /// Processing of the live image for comparison.
  package var faceData: Instant?
  /// Showing the live image, with watermark, to a counterparty of a contract (F-027).
  package var showLiveImage: Instant?

  package init(faceData: Instant? = nil, showLiveImage: Instant? = nil) {
    self.faceData = faceData
    self.showLiveImage = showLiveImage
  }
}
