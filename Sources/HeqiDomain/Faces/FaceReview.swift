/// A person's check by a reviewer, where no face service could do it (B-26, M-035): card and live image side by side.
package struct FaceReview: Equatable, Sendable {
  /// Stands as the vendor of a session that a reviewer settles.
  package static let vendor = "review"
  /// How long the images stay after the end.
  package static let imagesKept = Duration.seconds(30 * 86_400)
  /// Time for the person to go on after the reviewer's last day.
  package static let grace = Duration.seconds(86_400)

  package let id: ID<FaceReview>
  /// Of the check.
  package let tenantID: String
  package let checkID: ID<FaceVerification>
  /// A consent of its own: here the images do reach the platform.
  package let consent: FaceConsent
  package let front: StoredImage
  package let live: StoredImage
  package let openedAt: Instant
  /// End of the last working day on which an answer is still in time.
  package let dueAt: Instant
  package internal(set) var state: FaceReviewState
  package let revision: Int

  package init(
    id: ID<FaceReview>, tenantID: String, checkID: ID<FaceVerification>, consent: FaceConsent, front: StoredImage,
    live: StoredImage, openedAt: Instant, dueAt: Instant, state: FaceReviewState = .open, revision: Int = 1
  ) {
    self.id = id
    self.tenantID = tenantID
    self.checkID = checkID
    self.consent = consent
    self.front = front
    self.live = live
    self.openedAt = openedAt
    self.dueAt = dueAt
    self.state = state
    self.revision = revision
  }

  /// Stands as the transaction number.
  package var number: String { "REVIEW-\(id.description)" }
  package var session: FaceSession { FaceSession(vendor: Self.vendor, token: Sensitive(id.description), url: Sensitive("")) }
  package func isOverdue(at now: Instant) -> Bool { state == .open && now > dueAt }
}

/// Where a manual check stands.
package enum FaceReviewState: Equatable, Sendable {
  case open
  /// `fault` is nil when the person was recognised.
  case decided(by: ID<Account>, name: String, at: Instant, fault: FaceFault?, reason: String)
  /// The check ended otherwise, such as by its time.
  case withdrawn(at: Instant)
}

/// Rules of a manual check. Pure.
package enum FaceReviewLifecycle {
  package static let reasonMax = 500

  /// Throws `IdentityError` `.taskClosed`, `.reasonMissing`.
  package static func decide(
    _ review: FaceReview, fault: FaceFault?, reason: String, by reviewer: ID<Account>, name: String, at now: Instant
  ) throws(IdentityError) -> FaceReview {
    guard review.state == .open else { throw IdentityError(.taskClosed) }
    let words = reason.trimmingWhitespace
    guard !words.isEmpty, words.count <= reasonMax else { throw IdentityError(.reasonMissing, field: "reason") }
    var decided = review
    decided.state = .decided(by: reviewer, name: name, at: now, fault: fault, reason: words)
    return decided
  }

  package static func withdraw(_ review: FaceReview, at now: Instant) -> FaceReview {
    guard review.state == .open else { return review }
    var withdrawn = review
    withdrawn.state = .withdrawn(at: now)
    return withdrawn
  }
}
