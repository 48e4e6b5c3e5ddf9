import Testing

@testable import HeqiDomain

@Suite("Face checks as a state machine (B-20, M-012)")
struct FaceLifecycleTests {
  private static let start = Instant(seconds: 1_800_000_000)
  private static let end = start.adding(.seconds(1800))
  private static let hash = Digest(Array(repeating: UInt8(1), count: 32))!
  private static let consent = FaceConsent(at: start, ip: "192.0.2.1", userAgent: "test", textDigest: hash)
  private static let session = FaceSession(vendor: "v", token: Sensitive("t"), url: Sensitive("u"))
  private static let other = FaceSession(vendor: "v", token: Sensitive("other"), url: Sensitive("u"))
  private static let passed = FaceAnswer.passed(score: 0.98, transactionNo: "N1")

  private static func check(
    _ status: FaceStatus = .pending, consent: FaceConsent? = nil, session: FaceSession? = nil
  ) -> FaceVerification {
    FaceVerification(
      id: ID(at: start, random: [1]), tenantID: "t", clientID: ID(at: start, random: [2]), bizID: "B", purpose: .relationshipBinding,
      person: FacePerson(name: Sensitive("张三"), idCardNumber: Sensitive("31010119900101123X")), requestHash: hash, createdAt: start,
      expiresAt: end, tokenHash: hash, status: status, consent: consent, session: session)
  }

  private static let running = check(.processing, consent: consent, session: session)

  private func apply(_ command: FaceCommand, _ check: FaceVerification, at now: Instant = start) throws -> FaceVerification {
    try FaceLifecycle.apply(command, to: check, at: now)
  }

  @Test("no vendor sees a face without consent")
  func consentFirst() {
    #expect(throws: ClientError(.wrongState)) { try apply(.begin(Self.session), Self.check()) }
  }

  @Test("consent, begin and a pass lead from PENDING over PROCESSING to SUCCESS with score and number")
  func passes() throws {
    let agreed = try apply(.consent(Self.consent), Self.check())
    #expect(agreed.status == .pending && agreed.consent == Self.consent)
    let begun = try apply(.begin(Self.session), agreed)
    #expect(begun.status == .processing)
    #expect(try apply(.settle(.pending, session: Self.session), begun) == begun)
    let done = try apply(.settle(Self.passed, session: Self.session), begun)
    #expect(done.status == .success && done.score == 0.98 && done.transactionNo == "N1" && done.verifiedAt == Self.start)
    #expect(FaceLifecycle.events(from: begun, to: done).map(\.kind) == ["face.settled"])
  }

  @Test("each fault of the vendor ends in FAILED with that reason", arguments: FaceFault.allCases)
  func fails(fault: FaceFault) throws {
    let done = try apply(.settle(.failed(fault, score: nil, transactionNo: nil), session: Self.session), Self.running)
    #expect(done.status == .failed && done.fault == fault && !done.status.isLive)
  }

  @Test("a result that comes again, or another one after it, changes nothing (drill 8)")
  func duplicates() throws {
    let done = try apply(.settle(Self.passed, session: Self.session), Self.running)
    #expect(try apply(.settle(Self.passed, session: Self.session), done) == done)
    #expect(try apply(.settle(.failed(.mismatch, score: 0, transactionNo: "N2"), session: Self.session), done) == done)
  }

  @Test("the result of another session does not count")
  func foreignSession() {
    #expect(throws: ClientError(.wrongState)) { try apply(.settle(Self.passed, session: Self.other), Self.running) }
    #expect(throws: ClientError(.wrongState)) { try apply(.settle(Self.passed, session: Self.session), Self.check()) }
  }

  @Test("it lives until its end, to the microsecond; a pass after it is EXPIRED")
  func expiry() throws {
    let before = Self.end.adding(.microseconds(-1))
    #expect(Self.running.status(at: before) == .processing)
    #expect(Self.running.status(at: Self.end) == .expired)
    #expect(try apply(.settle(Self.passed, session: Self.session), Self.running, at: before).status == .success)
    #expect(try apply(.settle(Self.passed, session: Self.session), Self.running, at: Self.end).status == .expired)
    #expect(throws: ClientError(.wrongState)) { try apply(.consent(Self.consent), Self.check(), at: Self.end) }
    #expect(throws: ClientError(.wrongState)) { try apply(.lapse, Self.running, at: before) }
    #expect(try apply(.lapse, Self.running, at: Self.end).status == .expired)
  }

  @Test("the first consent stays", arguments: [FaceStatus.success, .failed, .expired])
  func consentStays(status: FaceStatus) throws {
    let later = FaceConsent(at: Self.start.adding(.seconds(5)), ip: "192.0.2.2", userAgent: "other", textDigest: Self.hash)
    #expect(try apply(.consent(later), Self.running).consent == Self.consent)
    #expect(throws: ClientError(.wrongState)) { try apply(.consent(later), Self.check(status)) }
  }

  @Test("a person is the same only by name and number; the last X may be small (M-023)")
  func samePerson() {
    let person = Self.check().person
    #expect(person.isSame(name: "张三", idCardNumber: "31010119900101123x"))
    #expect(!person.isSame(name: "张四", idCardNumber: "31010119900101123X"))
    #expect(!person.isSame(name: "张三", idCardNumber: "310101199001011234"))
  }
}
