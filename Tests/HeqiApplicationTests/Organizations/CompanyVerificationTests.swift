import CMS
import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import PAdES
import PDF
import Synchronization
import Testing

/// A licence reader whose answer a test chooses.
private final class ChosenReader: LicenceRecognizer {
  let answer: Mutex<Result<LicenceText, ProviderError>>
  init(_ answer: LicenceText = LicenceText(name: nil, code: nil, legalRepresentative: nil)) { self.answer = Mutex(.success(answer)) }
  func set(_ next: Result<LicenceText, ProviderError>) { answer.withLock { $0 = next } }
  func readLicence(_ image: [UInt8]) async throws(ProviderError) -> LicenceText { try answer.withLock { $0 }.get() }
}

@Suite("Company verification")
struct CompanyVerificationTests {
  private struct Bench: Sendable {
    let world: PeopleWorld
    let reader: ChosenReader
    let companies: CompanyActions
    let caller: Caller
    let reviewer: Caller
  }

  private func bench(_ body: @Sendable @escaping (Bench) async throws -> Void) async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let reader = ChosenReader()
      let companies = try world.companyActions(reader: reader)
      let (signedIn, _) = try await world.register()
      try await world.markVerified(signedIn.account.id)
      try await body(
        Bench(
          world: world, reader: reader, companies: companies, caller: world.verifiedCaller(signedIn),
          reviewer: try await world.reviewer()))
    }
  }

  private func form(
    name: String = "示例科技有限公司", code: String = "91350100M000100Y43", representative: String = "叶小三",
    capacity: ApplicantCapacity = .legalRepresentative, licence: [UInt8] = [7, 7]
  ) -> CompanyForm {
    CompanyForm(
      kind: .legalEntity, name: name, code: code, legalRepresentative: representative, capacity: capacity, bank: "示例银行",
      account: Sensitive("3510000012345678"), licence: licence)
  }

  @Test("each wrong field is named, and nothing is stored")
  func fields() async throws {
    try await bench { (bench: Bench) async throws in
      for (form, code) in [
        (form(name: "x"), OrganizationError.Code.invalidName), (form(code: "91350100M000100Y44"), .invalidCode),
        (form(representative: "1"), .invalidPerson), (form(representative: "陈例"), .notLegalRepresentative),
        (form(licence: []), .licenceMissing),
      ] {
        await #expect(throws: OrganizationError(code)) { try await bench.companies.submit(form, caller: bench.caller) }
      }
      #expect(try await bench.companies.verifications.list(caller: bench.caller).isEmpty)
      #expect(try await bench.world.engine.read { try $0.query("SELECT COUNT(*) AS n FROM blob", []).first?.int("n") } == 0)
    }
  }

  @Test("voucher, queue with its clock, refusal, correction, approval: the company opens with its representative and certificate")
  func wholeWay() async throws {
    try await bench { (bench: Bench) async throws in
      let (world, companies, caller) = (bench.world, bench.companies, bench.caller)
      let first = try await companies.submit(form(), caller: caller)
      #expect(first.status == .awaitingProof)
      try await companies.proveAccount.byVoucher([1, 2], first.id, caller: caller)
      let queue = try await world.review.listQueue(caller: bench.reviewer)
      let row = try #require(queue.rows.first { $0.task.kind == .company })
      #expect(row.company == "示例科技有限公司" && !row.isOverdue)
      #expect(row.task.dueAt == WorkingCalendar.china.due(after: 2, from: world.clock.now))
      let opened = try await companies.review.open(row.task.id, caller: bench.reviewer)
      #expect(opened.files == [.licence, .voucher])
      #expect(try await companies.review.file(.voucher, of: row.task.id, caller: bench.reviewer) == [1, 2])
      world.clock.advance(.milliseconds(2))
      try await companies.review.decide(row.task.id, approved: false, reason: "户名不符", caller: bench.reviewer)
      let failed = try await companies.verifications.one(first.id, caller: caller)
      #expect(failed.verification.status == .failed && failed.verification.reason == "户名不符")
      #expect(try await world.message(to: "13812341234")?.body.contains("户名不符") == true)

      let again = try await companies.submit(form(licence: []), correcting: first.id, caller: caller)
      try await companies.proveAccount.byVoucher([3], again.id, caller: caller)
      world.clock.advance(.seconds(6 * 86_400))
      let late = try await world.review.listQueue(.overdue, caller: bench.reviewer)
      #expect(late.overdueCount == 1)
      let task = try #require(late.rows.first?.task.id)
      let done = try await companies.review.decide(task, approved: true, reason: "凭证属实", caller: bench.reviewer)
      #expect(done.status == .verified)
      let organization = try #require(done.organizationID)
      #expect(try await world.actions.listModes(caller: caller).map(\.roles) == [[.legalRep]])
      let now = world.clock.now
      let certificates = try await world.engine.read { try CertificateStore(tenantID: "main").usable(for: organization, at: now, in: $0) }
      #expect(certificates.map(\.accountID) == [caller.accountID])
      let log = try await companies.verifications.one(first.id, caller: caller).log.map { $0.text() }
      #expect(log.contains { $0.contains("后台用户：张*三 在 合契 后台 &后台审核企业认证& /后台审核：通过/理由：凭证属实") })
      #expect(log.contains { $0.contains("&后台查看企业认证资料& /内容：打款凭证") })
      // Complete is safe to repeat.
      let twice = try await companies.checks(first.id, tenantID: "main", givesUp: false)
      #expect(twice.organizationID == organization)
      await #expect(throws: OrganizationError(.verificationClosed)) {
        try await companies.submit(form(), correcting: first.id, caller: caller)
      }
    }
  }

  @Test("the back office enters the amount, the applicant types it back; a third wrong amount ends it")
  func payout() async throws {
    try await bench { (bench: Bench) async throws in
      let (companies, caller) = (bench.companies, bench.caller)
      bench.reader.set(.success(LicenceText(name: "示例科技有限公司", code: "91350100M000100Y43", legalRepresentative: "叶小三")))
      for isRight in [false, true] {
        let asked = try await companies.submit(form(), caller: caller)
        try await companies.proveAccount.byPayout(asked.id, caller: caller)
        let task = try #require(try await bench.world.review.listQueue(caller: bench.reviewer).rows.first { $0.task.kind == .payout })
        await #expect(throws: OrganizationError(.amountInvalid)) {
          try await companies.review.recordPayout(task.task.id, amountMinor: 100, reference: "B-1", caller: bench.reviewer)
        }
        try await companies.review.recordPayout(task.task.id, amountMinor: 37, reference: "B-1", caller: bench.reviewer)
        #expect(try await bench.world.outbox.messages().contains { $0.body.contains("入账 0.37 元") })
        for _ in 0..<2 {
          #expect(try await companies.proveAccount.enter(amountMinor: 36, asked.id, caller: caller).status == .awaitingAmount)
        }
        let end = try await companies.proveAccount.enter(amountMinor: isRight ? 37 : 38, asked.id, caller: caller)
        #expect(end.status == (isRight ? .verified : .failed))
        #expect((end.organizationID != nil) == isRight)
      }
    }
  }

  @Test("nobody else sees, moves or reviews an application; a company is verified once")
  func privacy() async throws {
    try await bench { (bench: Bench) async throws in
      let companies = bench.companies
      let own = try await companies.submit(form(), caller: bench.caller)
      let (signedIn, _) = try await bench.world.register(mobile: "13900000002", email: "c@example.com", name: "陈例")
      try await bench.world.markVerified(signedIn.account.id)
      let stranger = bench.world.verifiedCaller(signedIn)
      await #expect(throws: OrganizationError(.notFound)) { _ = try await companies.verifications.one(own.id, caller: stranger) }
      await #expect(throws: OrganizationError(.notFound)) { try await companies.proveAccount.byPayout(own.id, caller: stranger) }
      await #expect(throws: OrganizationError(.notFound)) { _ = try await companies.authorize.letter(own.id, caller: stranger) }
      await #expect(throws: IdentityError(.notPermitted)) {
        _ = try await companies.review.open(ID(at: bench.world.clock.now, random: [1]), caller: stranger)
      }
      try await companies.proveAccount.byVoucher([1], own.id, caller: bench.caller)
      let task = try #require(try await bench.world.review.listQueue(caller: bench.reviewer).rows.first?.task.id)
      try await companies.review.decide(task, approved: true, reason: "属实", caller: bench.reviewer)
      await #expect(throws: OrganizationError(.codeTaken)) {
        try await companies.submit(form(representative: "陈例"), caller: stranger)
      }
    }
  }

  @Test("of two applicants for one company the second approved one fails and is told why")
  func double() async throws {
    try await bench { (bench: Bench) async throws in
      let (signedIn, _) = try await bench.world.register(mobile: "13900000002", email: "c@example.com", name: "陈例")
      try await bench.world.markVerified(signedIn.account.id)
      let rival = bench.world.verifiedCaller(signedIn)
      var asked: [OrganizationVerification] = []
      for (caller, name) in [(bench.caller, "叶小三"), (rival, "陈例")] {
        let own = try await bench.companies.submit(form(representative: name), caller: caller)
        asked.append(try await bench.companies.proveAccount.byVoucher([1], own.id, caller: caller))
      }
      for row in try await bench.world.review.listQueue(caller: bench.reviewer).rows {
        try await bench.companies.review.decide(row.task.id, approved: true, reason: "属实", caller: bench.reviewer)
      }
      let ends = [
        try await bench.companies.verifications.one(asked[0].id, caller: bench.caller).verification,
        try await bench.companies.verifications.one(asked[1].id, caller: rival).verification,
      ]
      #expect(Set(ends.map(\.status)) == [.verified, .failed])
      #expect(ends.first { $0.status == .failed }?.reason == OrganizationError(.codeTaken).message.chinese)
    }
  }

  @Test("a letter signed online by the representative passes and is a valid PDF signature by that person (E-18)")
  func letter() async throws {
    try await bench { (bench: Bench) async throws in
      let (world, companies) = (bench.world, bench.companies)
      let own = try await companies.submit(form(representative: "陈例", capacity: .delegate), caller: bench.caller)
      #expect(own.status == .awaitingAuthorization)
      try await companies.authorize.ask("13900000002", own.id, caller: bench.caller)
      #expect(try await world.message(to: "13900000002")?.body.contains("/companies/authorizations/\(own.id)") == true)
      let unverified = try await world.register(mobile: "13900000002", email: "c@example.com", name: "陈例")
      await #expect(throws: OrganizationError(.notTheRepresentative)) {
        _ = try await companies.authorize.letter(own.id, caller: unverified.caller)
      }
      let representative = try await world.verify(unverified.signedIn, name: "陈例", number: "11010519491231002X", reviewer: bench.reviewer)
      let letter = try await companies.authorize.letter(own.id, caller: representative)
      #expect(letter.company == "示例科技有限公司" && letter.applicant == "叶小三")
      await #expect(throws: IdentityError(.codeRefused)) {
        try await companies.authorize.sign(own.id, seen: letter.digest, code: "000000", caller: representative)
      }
      _ = try await world.message(to: "13900000002")  // what was sent before
      world.clock.advance(.seconds(1))
      _ = try await companies.authorize.sendCode(own.id, caller: representative)
      let code = try await world.message(to: "13900000002")?.code ?? ""
      await #expect(throws: OrganizationError(.notExpected)) {
        try await companies.authorize.sign(own.id, seen: ContentHash.sha256([1]), code: code, caller: representative)
      }
      try await companies.authorize.sign(own.id, seen: letter.digest, code: code, caller: representative)
      let after = try await companies.verifications.one(own.id, caller: bench.caller).verification
      #expect(after.status == .awaitingProof && after.checks[.authorization] == .passed(.signature))
      let pdf = try await companies.verifications.file(.signedLetter, of: own.id, caller: bench.caller)
      #expect(Array(pdf.prefix(letter.pdf.count)) == letter.pdf && pdf.count > letter.pdf.count)
      try await companies.proveAccount.byVoucher([1], own.id, caller: bench.caller)
      let task = try #require(try await world.review.listQueue(caller: bench.reviewer).rows.first { $0.task.kind == .company }).task.id
      try await companies.review.decide(task, approved: true, reason: "属实", caller: bench.reviewer)
      #expect(try await world.actions.listModes(caller: bench.caller).map(\.roles) == [[.delegate]])
      #expect(try await world.actions.listModes(caller: representative).map(\.roles) == [[.legalRep]])
    }
  }

  @Test("a new name is verified anew: the company keeps its id, old certificates and seals end, new ones are made (E-10)")
  func rename() async throws {
    try await bench { (bench: Bench) async throws in
      let (world, companies, caller) = (bench.world, bench.companies, bench.caller)
      func verified(_ name: String) async throws -> OrganizationVerification {
        let asked = try await companies.submit(form(name: name), caller: caller)
        try await companies.proveAccount.byVoucher([1], asked.id, caller: caller)
        let task = try #require(try await world.review.listQueue(caller: bench.reviewer).rows.first?.task.id)
        return try await companies.review.decide(task, approved: true, reason: "属实", caller: bench.reviewer)
      }
      let first = try await verified("示例科技有限公司")
      world.clock.advance(.seconds(60))
      let second = try await verified("示例科技股份有限公司")
      #expect(first.organizationID == second.organizationID)
      let organization = try #require(second.organizationID)
      let now = world.clock.now
      let seals = try await world.engine.read { try SealStore(tenantID: "main").list(of: .organization(organization), in: $0) }
      #expect(seals.filter { $0.name == "示例科技有限公司" }.allSatisfy { $0.status == .cancelled })
      #expect(seals.contains { $0.name == "示例科技股份有限公司" && $0.kind == .companySeal && $0.status == .active })
      let (name, certificates, events) = try await world.engine.read { (connection: any SQLConnection) throws in
        (
          try OrganizationStore(tenantID: "main").find(organization, in: connection)?.name,
          try CertificateStore(tenantID: "main").usable(for: organization, at: now, in: connection),
          try EventStore().bySubject(
            Event.Subject(kind: "organization", id: organization.description), tenantID: "main", after: 0, in: connection
          ).map(\.event)
        )
      }
      #expect(name == "示例科技股份有限公司" && certificates.count == 1)
      #expect(certificates.first?.subjectName.hasPrefix("示例科技股份有限公司") == true)
      #expect(events.contains { $0.kind == OrganizationVerificationEvent.renamedKind })
      let units = try await world.engine.read { try OrgUnitStore(tenantID: "main").all(of: organization, in: $0) }
      #expect(units.map(\.name) == ["示例科技股份有限公司"], "rosters find the company by its new name")
    }
  }

  @Test("a reader that does not answer is asked again by the job; at the last attempt a reviewer takes its place")
  func readerDown() async throws {
    try await bench { (bench: Bench) async throws in
      bench.reader.set(.failure(ProviderError(.retryable, provider: "ocr", message: "busy")))
      let waiting = try await bench.companies.submit(form(), caller: bench.caller)
      #expect(waiting.status == .checking)
      await #expect(throws: ProviderError.self) { try await bench.companies.checks(waiting.id, tenantID: "main", givesUp: false) }
      #expect(try await bench.companies.checks(waiting.id, tenantID: "main", givesUp: true).status == .awaitingProof)
    }
  }
}
