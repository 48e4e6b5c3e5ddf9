import HeqiDomain
import Testing

@Suite("Identity verification lifecycle")
struct IdentityVerificationLifecycleTests {
  let good = CardReading(name: "叶小三", idCardNumber: Sample.adult)

  @Test("a submission without consent to face data is refused when it holds a live image")
  func consent() throws {
    #expect(throws: IdentityError(.consentMissing)) {
      _ = try Sample.verification().apply(.submit(Sample.submission(face: false)))
    }
    let without = try Sample.verification().after(.submit(Sample.submission(live: nil, face: false)))
    #expect(without.status == .checking)
    #expect(without.consents == VerificationConsents())
  }

  @Test("under eight is refused, under eighteen is warned, eighteen is not", arguments: [
    (2026, 11, 20, true, false), (2018, 11, 22, true, false), (2018, 11, 21, false, true), (2008, 11, 22, false, true),
    (2008, 11, 21, false, false),
  ])
  func ages(year: Int, month: Int, day: Int, isRefused: Bool, isWarned: Bool) throws {
    let number = try IDCardNumber(Self.number(year, month, day))
    do throws(IdentityError) {
      let transition = try Sample.verification().apply(.submit(Sample.submission(number: number)))
      #expect(!isRefused)
      #expect((transition.warning != nil) == isWarned)
    } catch {
      #expect(isRefused)
      #expect(error.code == .tooYoung)
    }
  }

  @Test("all four outside checks passing verifies without a reviewer and asks for the certificate")
  func straightThrough() throws {
    let submitted = try Sample.verification().apply(.submit(Sample.submission()))
    #expect(submitted.tasks == [.readCard])
    let read = try submitted.verification.apply(.recordCard(good, submission: 1))
    #expect(read.tasks == [.checkPolice])
    let police = try read.verification.apply(.recordPolice(.passed, submission: 1))
    #expect(police.tasks == [.compareFace])
    let face = try police.verification.apply(.recordFace(.passed, submission: 1))
    #expect(face.verification.status == .verified)
    #expect(face.tasks == [.complete])
    #expect(face.events.map(\.kind) == ["verification.faceCompared", "verification.statusChanged"])
    #expect(face.verification.checks.allPassed)
  }

  @Test("whatever no party could decide goes to a reviewer by itself")
  func review() throws {
    let waiting = try Sample.verification().after(
      .submit(Sample.submission()), .recordCard(.nothing, submission: 1), .recordPolice(.needsReview, submission: 1))
    let transition = try waiting.apply(.recordFace(.needsReview, submission: 1))
    #expect(transition.verification.status == .awaitingReview)
    #expect(transition.tasks == [.openReview])
    let approved = try transition.verification.apply(.decide(approved: true, reason: "两图一致", reviewer: Sample.reviewer))
    #expect(approved.verification.status == .verified)
    #expect(approved.verification.checks.face == .passed(.reviewer))
    #expect(approved.tasks == [.complete])
    let refused = try transition.verification.apply(.decide(approved: false, reason: "不是同一人", reviewer: Sample.reviewer))
    #expect(refused.verification.status == .failed)
    #expect(refused.verification.reason == "不是同一人")
    #expect(refused.tasks.isEmpty)
  }

  @Test("a different number on the card fails and says what to correct; a misread name is reviewed")
  func cardMismatch() throws {
    let submitted = try Sample.verification().after(.submit(Sample.submission()))
    let wrong = try submitted.apply(.recordCard(CardReading(name: "王五", idCardNumber: Sample.other), submission: 1))
    #expect(wrong.verification.status == .failed)
    #expect(wrong.verification.checks.failed == [.name, .idCardNumber])
    #expect(wrong.verification.checks.police == .notRun)
    #expect(wrong.verification.reason?.contains("号码") == true)
    let misread = try submitted.apply(.recordCard(CardReading(name: "叶小二", idCardNumber: Sample.adult), submission: 1))
    #expect(misread.verification.checks.name == .needsReview)
    #expect(misread.tasks == [.checkPolice])
  }

  @Test("the police database saying no ends it: no review, only corrected data")
  func police() throws {
    let failed = try Sample.verification().after(
      .submit(Sample.submission()), .recordCard(good, submission: 1), .recordPolice(.failed, submission: 1))
    #expect(failed.status == .failed)
    #expect(throws: IdentityError(.terminated)) { _ = try failed.apply(.requestReview(confirmed: true)) }
    var edit = VerificationEdit()
    edit.back = Sample.image(7)
    let edited = try failed.apply(.edit(edit))
    #expect(edited.verification.status == .checking)
    #expect(edited.verification.submission == 2)
    #expect(edited.tasks == [.checkPolice])
  }

  @Test("a failed face may be reviewed on request; cancelling only logs")
  func faceReview() throws {
    let failed = try Sample.verification().after(
      .submit(Sample.submission()), .recordCard(good, submission: 1), .recordPolice(.passed, submission: 1),
      .recordFace(.failed, submission: 1))
    let cancelled = try failed.apply(.requestReview(confirmed: false))
    #expect(cancelled.verification == failed)
    #expect(cancelled.events.count == 1)
    let asked = try failed.apply(.requestReview(confirmed: true))
    #expect(asked.verification.checks.forReview == [.face])
    #expect(asked.tasks == [.openReview])
  }

  @Test("an edit re-arms the right checks", arguments: [
    ("front", [.name, .idCardNumber, .police, .face]), ("back", [.police, .face]), ("live", [.face]),
    ("name", [.name, .police]), ("number", [.idCardNumber, .police]), ("email", []),
  ] as [(String, Set<IdentityCheck>)])
  func rearming(field: String, checks: Set<IdentityCheck>) throws {
    let verified = try Sample.verification().after(
      .submit(Sample.submission()), .recordCard(good, submission: 1), .recordPolice(.passed, submission: 1),
      .recordFace(.passed, submission: 1))
    let transition = try verified.apply(.edit(Self.edit(field)))
    let running = IdentityCheck.allCases.filter { transition.verification.checks[$0] == .running }
    #expect(Set(running) == checks)
    #expect(transition.verification.status == (checks.isEmpty ? .verified : .checking))
    #expect(transition.tasks.contains(.revokeCertificate) == (!checks.isDisjoint(with: [.name, .idCardNumber])))
  }

  @Test("an edit while in review withdraws the review")
  func editInReview() throws {
    let waiting = try Sample.verification().after(
      .submit(Sample.submission()), .recordCard(.nothing, submission: 1), .recordPolice(.needsReview, submission: 1),
      .recordFace(.needsReview, submission: 1))
    #expect(try waiting.apply(.edit(Self.edit("live"))).tasks == [.withdrawReview, .readCard])
  }

  @Test("answers to an older submission and repeated answers change nothing")
  func duplicates() throws {
    let submitted = try Sample.verification().after(.submit(Sample.submission()))
    for command in [
      VerificationCommand.recordCard(good, submission: 0), .recordPolice(.failed, submission: 0),
      .recordFace(.passed, submission: 2),
    ] {
      let transition = try submitted.apply(command)
      #expect(transition.verification == submitted)
      #expect(transition.events.isEmpty)
    }
    let read = try submitted.after(.recordCard(good, submission: 1))
    let again = try read.apply(.recordCard(.nothing, submission: 1))
    #expect(again == VerificationTransition(read))
  }

  @Test("withdrawing the consent removes the live image and the consent to show it")
  func withdrawConsent() throws {
    let submitted = try Sample.verification().after(
      .submit(Sample.submission()), .recordCard(good, submission: 1), .recordPolice(.passed, submission: 1),
      .recordFace(.passed, submission: 1))
    var edit = VerificationEdit()
    edit.consentsToFaceData = false
    let withdrawn = try submitted.after(.edit(edit))
    #expect(withdrawn.images.live == nil)
    #expect(withdrawn.consents == VerificationConsents())
    #expect(withdrawn.status == .verified)
  }

  @Test("every status × every command answers with a transition or a refusal that has words")
  func total() throws {
    for status in VerificationStatus.allCases {
      for command in Self.everyCommand {
        var verification = Sample.verification()
        verification.status = status
        verification.submission = 1
        do throws(IdentityError) {
          let transition = try verification.apply(command)
          #expect(transition.verification.accountID == verification.accountID)
        } catch {
          #expect(!error.message.chinese.isEmpty && !error.message.english.isEmpty)
        }
      }
    }
  }

  @Test("a person cannot decide their own case, and a reason is needed")
  func ownCase() throws {
    var verification = Sample.verification()
    verification.status = .awaitingReview
    #expect(throws: IdentityError(.ownCase)) {
      _ = try verification.apply(.decide(approved: true, reason: "本人", reviewer: Sample.account.id))
    }
    #expect(throws: IdentityError(.reasonMissing)) {
      _ = try verification.apply(.decide(approved: true, reason: " x ", reviewer: Sample.reviewer))
    }
  }

  static let everyCommand: [VerificationCommand] = [
    .submit(Sample.submission()), .edit(edit("front")), .recordCard(.nothing, submission: 1),
    .recordPolice(.passed, submission: 1), .recordFace(.failed, submission: 1), .requestReview(confirmed: true),
    .requestReview(confirmed: false), .decide(approved: true, reason: "一致", reviewer: Sample.reviewer),
  ]

  static func edit(_ field: String) -> VerificationEdit {
    var edit = VerificationEdit()
    switch field {
    case "front": edit.front = Sample.image(11)
    case "back": edit.back = Sample.image(12)
    case "live": edit.live = Sample.image(13)
    case "name": edit.name = PersonName("叶三三")
    case "number": edit.idCardNumber = Sample.other
    default: edit.email = EmailAddress("new@example.com")
    }
    return edit
  }

  /// A valid number with this birth date (GB 11643 check character).
  static func number(_ year: Int, _ month: Int, _ day: Int) -> String {
    let stem = "310101\(year)\(month < 10 ? "0" : "")\(month)\(day < 10 ? "0" : "")\(day)123"
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(stem.utf8, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
    return stem + String(Array("10X98765432")[sum % 11])
  }
}
