import HeqiDomain
import Testing

/// F-013 to F-018, F-096, E-18.
@Suite("Company verification lifecycle")
struct OrganizationVerificationLifecycleTests {
  private func submitted(_ capacity: ApplicantCapacity = .legalRepresentative) throws -> [OrganizationVerificationCommand] {
    let data = try CompanySample.data(capacity)
    return [.submit(data), .recordLicence(CompanySample.reading(data), submission: 1)]
  }

  @Test("only a verified person applies, and as legal representative only under their own name (F-013, F-014a, F-018)")
  func applicant() throws {
    let data = try CompanySample.data()
    #expect(throws: OrganizationError(.identityUnverified)) {
      try OrganizationVerificationLifecycle.apply(.submit(data), to: CompanySample.new(), account: Sample.account, at: Sample.now)
    }
    let other = try CompanySample.data(representative: "陈例")
    #expect(throws: OrganizationError(.notLegalRepresentative)) { try CompanySample.run([.submit(other)]) }
  }

  @Test("three comparisons: another code fails, an unread or misread field goes to a reviewer (F-014)", arguments: [
    (LicenceReading(name: "示例科技有限公司", code: try? UnifiedSocialCreditCode("91350206MA32JUL977"), legalRepresentative: nil), "failed", "code"),
    (LicenceReading(name: "别的公司", code: try? UnifiedSocialCreditCode("91350206MA32JUL977"), legalRepresentative: "张三"), "failed", "person,name,code"),
    (LicenceReading.nothing, "awaitingProof", ""),
    (LicenceReading(name: "示例料技有限公司", code: try? UnifiedSocialCreditCode("91350100M000100Y43"), legalRepresentative: nil), "awaitingProof", ""),
  ])
  func comparisons(reading: LicenceReading, status: String, failed: String) throws {
    let (verification, _, _) = try CompanySample.run([.submit(try CompanySample.data()), .recordLicence(reading, submission: 1)])
    #expect(verification.status.rawValue == status)
    #expect(verification.checks.failed.map(\.rawValue).joined(separator: ",") == failed)
    #expect((verification.reason != nil) == (status == "failed"))
  }

  @Test("a licence that reads alike and a matching amount need no reviewer (E-18)")
  func payoutAlone() throws {
    let (verification, events, tasks) = try CompanySample.run(
      submitted() + [.requestPayout, .recordPayout(amountMinor: 37, reference: "B2026-1"), .enterAmount(37)])
    #expect(verification.status == .verified && tasks == [.complete])
    #expect(verification.checks[.account] == .passed(.provider))
    #expect(events.filter { $0.kind == OrganizationVerificationEvent.payoutRecordedKind }.allSatisfy { !$0.facts.contains { $0.value.contains("37") } })
  }

  @Test("the third wrong amount fails the proof, two do not, and the right one after two passes")
  func threeTries() throws {
    let paid = try submitted() + [.requestPayout, .recordPayout(amountMinor: 37, reference: "B1")]
    let (two, _, _) = try CompanySample.run(paid + [.enterAmount(1), .enterAmount(38)])
    #expect(two.status == .awaitingAmount)
    #expect(try CompanySample.run([.enterAmount(37)], on: two).0.status == .verified)
    let (three, events, _) = try CompanySample.run([.enterAmount(36)], on: two)
    #expect(three.status == .failed && three.reason == OrganizationError(.amountTriesUsed).message.chinese)
    #expect(events.first?.facts.last == .init("triesLeft", "0"))
    #expect(throws: OrganizationError(.notExpected)) { try CompanySample.run([.enterAmount(37)], on: three) }
  }

  @Test("after seven days even the right amount is too late", arguments: [(604_799, "verified"), (604_800, "failed")])
  func late(seconds: Int64, status: String) throws {
    let (paid, _, _) = try CompanySample.run(submitted() + [.requestPayout, .recordPayout(amountMinor: 5, reference: "B1")])
    let now = Sample.now.adding(.seconds(seconds))
    let next = try OrganizationVerificationLifecycle.apply(.enterAmount(5), to: paid, account: CompanySample.account, at: now)
    #expect(next.verification.status.rawValue == status)
  }

  @Test("amounts are 1 to 99 cents with a reference", arguments: [(0, "B1"), (100, "B1"), (-1, "B1"), (1, ""), (99, "x")])
  func payoutData(amount: Int, reference: String) throws {
    let asked = try submitted() + [.requestPayout]
    #expect(throws: (any Error).self) { try CompanySample.run(asked + [.recordPayout(amountMinor: amount, reference: reference)]) }
    #expect(try CompanySample.run(asked + [.recordPayout(amountMinor: 99, reference: "B1")]).0.status == .awaitingAmount)
  }

  @Test("a voucher goes to the back office; a refusal tells the reason and the data may be corrected (F-015, F-016)")
  func voucher() throws {
    let (waiting, _, tasks) = try CompanySample.run(submitted() + [.proveByVoucher(CompanySample.voucher)])
    #expect(waiting.status == .awaitingReview && tasks == [.openReview])
    #expect(throws: OrganizationError(.underReview)) { try CompanySample.run(submitted(), on: waiting) }
    #expect(throws: OrganizationError(.ownCase)) {
      try CompanySample.run([.decide(approved: true, reason: "属实", reviewer: waiting.accountID)], on: waiting)
    }
    #expect(throws: OrganizationError(.reasonMissing)) {
      try CompanySample.run([.decide(approved: true, reason: " ", reviewer: CompanySample.reviewer)], on: waiting)
    }
    let (refused, _, _) = try CompanySample.run(
      [.decide(approved: false, reason: "凭证户名不符", reviewer: CompanySample.reviewer)], on: waiting)
    #expect(refused.status == .failed && refused.reason == "凭证户名不符")
    let data = try CompanySample.data()
    let (again, _, _) = try CompanySample.run([.submit(data)], on: refused)
    #expect(again.status == .checking && again.submission == 2 && again.proof == nil && again.reason == nil)
    let stale = try CompanySample.run([.recordLicence(CompanySample.reading(data), submission: 1)], on: again)
    #expect(stale.0 == again)
    let (approved, _, done) = try CompanySample.run(
      [.decide(approved: true, reason: "凭证属实", reviewer: CompanySample.reviewer)], on: waiting)
    #expect(approved.status == .verified && done == [.complete] && approved.checks[.account] == .passed(.reviewer))
  }

  @Test("a voucher may replace a payout that is under way, whose case is then withdrawn")
  func change() throws {
    let (waiting, _, tasks) = try CompanySample.run(submitted() + [.requestPayout, .proveByVoucher(CompanySample.voucher)])
    #expect(waiting.status == .awaitingReview && tasks == [.withdrawReview, .openReview])
  }

  @Test("a payout that cannot be made fails the account only")
  func payoutRefused() throws {
    let (failed, _, _) = try CompanySample.run(
      [.submit(try CompanySample.data()), .recordLicence(.nothing, submission: 1), .requestPayout]
        + [.decide(approved: false, reason: "账号不存在", reviewer: CompanySample.reviewer)])
    #expect(failed.status == .failed && failed.checks.failed == [.account] && failed.reason == "账号不存在")
  }

  @Test("a delegate needs the letter first: signed online it passes, as a scan a reviewer looks (F-018, E-18)")
  func delegate() throws {
    let (waiting, _, _) = try CompanySample.run(submitted(.delegate))
    #expect(waiting.status == .awaitingAuthorization)
    #expect(throws: OrganizationError(.notExpected)) { try CompanySample.run([.requestPayout], on: waiting) }
    #expect(throws: OrganizationError(.ownMobile)) { try CompanySample.run([.askRepresentative(CompanySample.account.mobile)], on: waiting) }
    #expect(throws: OrganizationError(.ownCase)) {
      try CompanySample.run([.authorize(.signed(by: waiting.accountID, file: CompanySample.letter))], on: waiting)
    }
    let (online, _, _) = try CompanySample.run(
      [
        .askRepresentative(MobileNumber("13900000002")!), .authorize(.signed(by: Sample.id(5), file: CompanySample.letter)),
        .requestPayout, .recordPayout(amountMinor: 8, reference: "B1"), .enterAmount(8),
      ], on: waiting)
    #expect(online.status == .verified && online.checks[.authorization] == .passed(.signature))
    let (scanned, _, _) = try CompanySample.run(
      [.authorize(.scan(CompanySample.letter)), .requestPayout, .recordPayout(amountMinor: 8, reference: "B1"), .enterAmount(8)],
      on: waiting)
    #expect(scanned.status == .awaitingReview && scanned.checks.forReview == [.authorization])
  }

  @Test("an application can be withdrawn until it has succeeded, once")
  func withdrawal() throws {
    let (gone, _, tasks) = try CompanySample.run(submitted() + [.proveByVoucher(CompanySample.voucher), .withdraw])
    #expect(gone.status == .withdrawn && tasks == [.withdrawReview])
    #expect(throws: OrganizationError(.verificationClosed)) { try CompanySample.run([.withdraw], on: gone) }
    #expect(throws: OrganizationError(.verificationClosed)) { try CompanySample.run(submitted(), on: gone) }
  }

  @Test("names and accounts are read as people write them", arguments: [
    ("示例科技(厦门)有限公司", "示例科技（厦门）有限公司"), ("  A&B 咨询工作室 ", "A&B 咨询工作室"),
  ])
  func names(typed: String, text: String) {
    #expect(CompanyName(typed)?.text == text)
    #expect(CompanyName(typed)?.matches("示例科技厦门有限公司") == typed.hasPrefix("示例"))
    for wrong in ["", "甲", "<b>公司</b>", String(repeating: "长", count: 101), "（）"] { #expect(CompanyName(wrong) == nil) }
    #expect(CorporateAccount(bank: "银行", number: "1234567") == nil && CorporateAccount(bank: "银", number: "12345678") == nil)
    #expect(CorporateAccount(bank: "示例银行", number: "1234 5678")?.maskedNumber == "****5678")
  }

  @Test("every refusal has words in both languages")
  func wording() {
    for code in OrganizationError.Code.allCases {
      #expect(!OrganizationError(code).message.chinese.isEmpty && !OrganizationError(code).message.english.isEmpty)
    }
  }
}
