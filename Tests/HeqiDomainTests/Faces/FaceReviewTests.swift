import Testing

@testable import HeqiDomain

@Suite("Manual face checks as state machines (B-26, M-035)")
struct FaceReviewTests {
  private static let start = Instant(seconds: 1_800_000_000)
  private static let end = start.adding(.seconds(1800))
  private static let due = start.adding(.seconds(2 * 86_400))
  private static let hash = Digest(Array(repeating: UInt8(1), count: 32))!
  private static let consent = FaceConsent(at: start, ip: "192.0.2.1", userAgent: "test", textDigest: hash)
  private static let session = FaceSession(vendor: "tencent", token: Sensitive("t"), url: Sensitive("u"))
  private static let reviewer: ID<Account> = ID(at: start, random: [7])

  private static let review = FaceReview(
    id: ID(at: start, random: [9]), tenantID: "t", checkID: ID(at: start, random: [1]), consent: consent,
    front: StoredImage(digest: hash, length: 1), live: StoredImage(digest: hash, length: 2), openedAt: start, dueAt: due)

  private static func check(
    _ status: FaceStatus = .pending, consent: FaceConsent? = consent, session: FaceSession? = nil, exhaustedAt: Instant? = nil
  ) -> FaceVerification {
    FaceVerification(
      id: ID(at: start, random: [1]), tenantID: "t", clientID: ID(at: start, random: [2]), bizID: "B", purpose: .signature,
      person: FacePerson(name: Sensitive("张三"), idCardNumber: Sensitive("31010119900101123X")), requestHash: hash, createdAt: start,
      expiresAt: end, tokenHash: hash, status: status, consent: consent, session: session, exhaustedAt: exhaustedAt)
  }

  private func apply(_ command: FaceCommand, _ check: FaceVerification, at now: Instant = start) throws -> FaceVerification {
    try FaceLifecycle.apply(command, to: check, at: now)
  }

  @Test("who does not consent to face recognition may have a reviewer at once; after that no service looks at the face")
  func instead() throws {
    let declined = Self.check(consent: nil)
    #expect(declined.mayAskReview)
    let waiting = try apply(.review(Self.review.session, until: Self.due), declined)
    #expect(waiting.status == .processing && waiting.isReviewed && waiting.consent == nil)
    #expect(throws: ClientError(.wrongState)) { try apply(.begin(Self.session), waiting) }
  }

  @Test("a check that a service has, or may still begin after consent, does not go to a reviewer")
  func gate() throws {
    let command = FaceCommand.review(Self.review.session, until: Self.due)
    for check in [
      Self.check(), Self.check(.processing, session: Self.session),
      Self.check(.failed, session: Self.session, exhaustedAt: Self.start), Self.check(.expired, exhaustedAt: Self.start),
    ] {
      #expect(!check.mayAskReview)
      #expect(throws: ClientError(.wrongState)) { try apply(command, check) }
    }
    let foreign = FaceCommand.review(Self.session, until: Self.due)
    #expect(throws: ClientError(.wrongState)) { try apply(foreign, Self.check(exhaustedAt: Self.start)) }
    #expect(throws: ClientError(.wrongState)) { try apply(command, Self.check(exhaustedAt: Self.start), at: Self.end) }
  }

  @Test("a reviewer gets until the end of the review, and settles it by number without a score")
  func reviewed() throws {
    let tried = try apply(.exhausted, Self.check())
    #expect(tried.status == .pending && tried.mayAskReview)
    #expect(FaceLifecycle.events(from: Self.check(), to: tried).map(\.kind) == ["face.exhausted"])
    let waiting = try apply(.review(Self.review.session, until: Self.due), tried)
    #expect(waiting.status == .processing && waiting.isReviewed && waiting.expiresAt == Self.due && !waiting.mayAskReview)
    // No service may take it back meanwhile, and nobody else's session settles it.
    #expect(throws: ClientError(.wrongState)) { try apply(.begin(Self.session), waiting) }
    #expect(throws: ClientError(.wrongState)) { try apply(.exhausted, waiting) }
    let answer = FaceAnswer.passed(score: nil, transactionNo: Self.review.number)
    #expect(throws: ClientError(.wrongState)) { try apply(.settle(answer, session: Self.session), waiting) }
    let done = try apply(.settle(answer, session: Self.review.session), waiting, at: Self.end.adding(.seconds(60)))
    #expect(done.status == .success && done.score == nil && done.transactionNo == Self.review.number)
  }

  @Test("a service that answers after all ends the way to the reviewer")
  func recovered() throws {
    let begun = try apply(.begin(Self.session), Self.check(exhaustedAt: Self.start))
    #expect(begun.exhaustedAt == nil && !begun.mayAskReview)
  }

  @Test("a decision needs a reason, is made once, and a withdrawn one takes none")
  func decisions() throws {
    func decide(_ review: FaceReview, _ reason: String) throws(IdentityError) -> FaceReview {
      try FaceReviewLifecycle.decide(review, fault: .mismatch, reason: reason, by: Self.reviewer, name: "王*明", at: Self.end)
    }
    for reason in ["", "  ", String(repeating: "长", count: 501)] {
      #expect(throws: IdentityError(.reasonMissing)) { try decide(Self.review, reason) }
    }
    let decided = try decide(Self.review, " 不是同一个人 ")
    #expect(decided.state == .decided(by: Self.reviewer, name: "王*明", at: Self.end, fault: .mismatch, reason: "不是同一个人"))
    #expect(throws: IdentityError(.taskClosed)) { try decide(decided, "再来") }
    let withdrawn = FaceReviewLifecycle.withdraw(Self.review, at: Self.end)
    #expect(withdrawn.state == .withdrawn(at: Self.end))
    #expect(throws: IdentityError(.taskClosed)) { try decide(withdrawn, "晚了") }
    #expect(FaceReviewLifecycle.withdraw(decided, at: Self.due) == decided)
    #expect(Self.review.isOverdue(at: Self.due.adding(.seconds(1))) && !decided.isOverdue(at: Self.due.adding(.seconds(1))))
  }
}
