/// What a person hands in (F-021). Images are blobs that are stored already.
package struct VerificationSubmission: Equatable, Sendable {
  package let name: PersonName
  package let idCardNumber: IDCardNumber
  package let front: StoredImage
  package let back: StoredImage
  package let live: StoredImage?
  package let consentsToFaceData: Bool
  package let consentsToShowLiveImage: Bool

  package init(
    name: PersonName, idCardNumber: IDCardNumber, front: StoredImage, back: StoredImage, live: StoredImage?,
    consentsToFaceData: Bool, consentsToShowLiveImage: Bool
  ) {
    self.name = name
    self.idCardNumber = idCardNumber
    self.front = front
    self.back = back
    self.live = live
    self.consentsToFaceData = consentsToFaceData
    self.consentsToShowLiveImage = consentsToShowLiveImage
  }
}

/// An edit of registered or submitted data (F-022); `nil` = unchanged.
package struct VerificationEdit: Equatable, Sendable {
  package var name: PersonName?
  /// Already confirmed by a code sent to it.
  package var mobile: MobileNumber?
  package var email: EmailAddress?
  package var idCardNumber: IDCardNumber?
  package var front: StoredImage?
  package var back: StoredImage?
  package var live: StoredImage?
  package var consentsToFaceData: Bool?
  package var consentsToShowLiveImage: Bool?

  package init() {}

  /// The checks these changes put back to the start (F-022): card image → police and face, live image → face.
  package var rearmed: Set<IdentityCheck> {
    var checks: Set<IdentityCheck> = []
    if name != nil { checks.formUnion([.name, .police]) }
    if idCardNumber != nil { checks.formUnion([.idCardNumber, .police]) }
    if front != nil { checks.formUnion([.name, .idCardNumber, .police, .face]) }
    if back != nil { checks.formUnion([.police, .face]) }
    if live != nil { checks.insert(.face) }
    return checks
  }
}

/// What a reader made out of the card's front, or that it could not be asked.
package struct CardReading: Equatable, Sendable {
  package let name: String?
  package let idCardNumber: IDCardNumber?

  package init(name: String?, idCardNumber: IDCardNumber?) {
    self.name = name
    self.idCardNumber = idCardNumber
  }

  package static let nothing = CardReading(name: nil, idCardNumber: nil)
}

/// Answer of an outside check.
package enum CheckAnswer: String, Sendable, CaseIterable { case passed, failed, needsReview }

/// Everything that can happen to a verification.
package enum VerificationCommand: Equatable, Sendable {
  case submit(VerificationSubmission)
  case edit(VerificationEdit)
  /// Answers carry the submission they belong to; older and repeated ones change nothing.
  case recordCard(CardReading, submission: Int)
  case recordPolice(CheckAnswer, submission: Int)
  case recordFace(CheckAnswer, submission: Int)
  /// 提交后台审核 确认|取消 (F-025).
  case requestReview(confirmed: Bool)
  /// 后台审核 通过|不通过 (F-025); `reviewer` may not be the person.
  case decide(approved: Bool, reason: String, reviewer: ID<Account>)
}

/// What the caller of the lifecycle must do next, outside any transaction.
package enum VerificationTask: String, Equatable, Sendable, CaseIterable {
  case readCard, checkPolice, compareFace
  /// Open a review task with its two-working-day clock.
  case openReview
  /// Withdraw an open review task.
  case withdrawReview
  /// Key pair, certificate and name seal (F-011, F-045).
  case complete
  /// A verified person changed identity data: the certificate no longer names them rightly.
  case revokeCertificate
}

/// Answer of the lifecycle: the verification afterwards, what to log, what to do.
package struct VerificationTransition: Equatable, Sendable {
  package let verification: IdentityVerification
  package let events: [EventDraft]
  package let tasks: [VerificationTask]
  /// Shown to the person, such as that a guardian's consent may be needed (E-19).
  package let warning: Bilingual?

  package init(
    _ verification: IdentityVerification, events: [EventDraft] = [], tasks: [VerificationTask] = [], warning: Bilingual? = nil
  ) {
    self.verification = verification
    self.events = events
    self.tasks = tasks
    self.warning = warning
  }
}
