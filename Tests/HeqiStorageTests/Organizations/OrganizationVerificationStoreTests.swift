import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Organization verification store")
struct OrganizationVerificationStoreTests {
  private func verification(_ base: PeopleBase, _ account: Account) throws -> OrganizationVerification {
    OrganizationVerification(
      id: base.id(70), tenantID: "main", accountID: account.id, status: .awaitingAmount,
      data: OrganizationSubmission(
        kind: .soleProprietor, name: CompanyName("示例小店")!, code: try UnifiedSocialCreditCode("91350206MA32JUL977"),
        legalRepresentative: PersonName("叶小三")!, capacity: .delegate,
        account: CorporateAccount(bank: "示例银行", number: "3510000012345678")!, licence: image(1)),
      authorization: .signed(by: base.id(71), file: image(2)), representativeMobile: MobileNumber("13900000002"),
      proof: .payout(Payout(amountMinor: 37, reference: "B-1", paidAt: base.now, failedTries: 1)),
      checks: OrganizationChecks([.code: .passed(.ocr), .authorization: .passed(.signature), .account: .running]), submission: 2,
      submittedAt: base.now, reason: "理由")
  }

  private func image(_ byte: UInt8) -> StoredImage { StoredImage(digest: ContentHash.sha256([byte]), length: Int64(byte)) }

  @Test("every field comes back, account and mobile are not in the clear, a stale save is refused", arguments: TestDatabase.engines)
  func roundTrip(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount()
      let store = OrganizationVerificationStore(vault: base.vault)
      let first = try verification(base, account)
      let empty = OrganizationVerification(id: base.id(72), tenantID: "main", accountID: account.id)
      try await base.engine.write { (connection: any SQLConnection) throws in
        try store.insert(first, in: connection)
        try store.insert(empty, in: connection)
      }
      #expect(try await base.engine.read { try store.find(first.id, in: $0) } == first)
      #expect(try await base.engine.read { try store.list(of: account.id, in: $0) } == [empty, first])
      for proof in [AccountProof.voucher(image(3)), .payoutRequested(at: base.now)] {
        var changed = try #require(try await base.engine.read { try store.find(first.id, in: $0) })
        changed.proof = proof
        changed.authorization = .scan(image(4))
        let saving = changed
        let saved = try await base.engine.write { try store.save(saving, in: $0) }
        #expect(try await base.engine.read { try store.find(first.id, in: $0) } == saved)
        await #expect(throws: OrganizationError(.staleRevision)) { try await base.engine.write { _ = try store.save(saving, in: $0) } }
      }
      let row = try #require(
        try await base.engine.read {
          try $0.query("SELECT account_number, representative_mobile FROM organization_verification WHERE status = 'awaitingAmount'", []).first
        })
      #expect(try row.blob("account_number") != Array("3510000012345678".utf8))
      #expect(try row.blob("representative_mobile") != Array("13900000002".utf8))
    }
  }

  @Test("cases of people survive the wider queue, and companies may join it", arguments: TestDatabase.engines)
  func queue(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount()
      let store = ReviewTaskStore(tenantID: "main")
      for (index, kind) in ReviewKind.allCases.enumerated() {
        let task = ReviewTask(
          id: base.id(UInt8(80 + index)), tenantID: "main", kind: kind, accountID: account.id, verificationID: base.id(UInt8(90 + index)),
          openedAt: base.now, dueAt: base.now.adding(.seconds(Int64(index))))
        try await base.engine.write { try store.insert(task, in: $0) }
        #expect((task.companyVerificationID == nil) == (kind == .face))
      }
      #expect(try await base.engine.read { try store.open(in: $0).map(\.kind) } == [.face, .company, .payout])
    }
  }
}
