import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Verification store")
struct VerificationStoreTests {
  private func filled(_ base: PeopleBase, _ number: UInt8, _ account: Account) throws -> IdentityVerification {
    let image = StoredImage(digest: ContentHash.sha256([number]), length: 10)
    return IdentityVerification(
      id: base.id(number), accountID: account.id, tenantID: "main", status: .verified, name: "叶小三",
      idCardNumber: try IDCardNumber("310101199001011234"),
      images: VerificationImages(front: image, back: image, live: image, liveRetainedUntil: base.now.adding(.seconds(10))),
      consents: VerificationConsents(faceData: base.now, showLiveImage: nil),
      checks: VerificationChecks(
        mobile: .passed(.code), name: .passed(.ocr), idCardNumber: .needsReview, police: .running, face: .failed),
      submission: 3, submittedAt: base.now, decidedAt: base.now, reason: "理由", revision: 0)
  }

  @Test("every field comes back; the number is sealed; a stale save is refused", arguments: TestDatabase.engines)
  func fields(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount()
      let store = VerificationStore(vault: base.vault)
      let empty = IdentityVerification(id: base.id(5), accountID: account.id, tenantID: "main")
      try await base.engine.write { try store.insert(empty, in: $0) }
      let read = try await base.engine.read { try store.find(of: account.id, in: $0) }
      #expect(read == empty)
      let full = try filled(base, 5, account)
      let saved = try await base.engine.write { try store.save(full, in: $0) }
      let again = try await base.engine.read { try store.find(full.id, in: $0) }
      #expect(again == saved)
      await #expect(throws: IdentityError(.staleRevision)) {
        try await base.engine.write { _ = try store.save(full, in: $0) }
      }
      let row = try await base.engine.read { try $0.first("SELECT id_card FROM identity_verification") }
      #expect(!String(decoding: try #require(row).blob("id_card"), as: UTF8.self).contains("19900101"))
      let due = try await base.engine.read {
        try store.withExpiredLiveImages(at: base.now.adding(.seconds(11)), in: $0).map(\.id)
      }
      #expect(due == [full.id])
    }
  }

  @Test("one person is verified in one account only", arguments: TestDatabase.engines)
  func onePerson(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = VerificationStore(vault: base.vault)
      let first = try filled(base, 5, try await base.insertAccount(1))
      let second = try filled(base, 6, try await base.insertAccount(2, mobile: "13900000000"))
      try await base.engine.write { try store.insert(first, in: $0) }
      await #expect(throws: IdentityError(.idCardTaken)) {
        try await base.engine.write { try store.insert(second, in: $0) }
      }
      let number = try IDCardNumber("310101199001011234")
      let found = try await base.engine.read { try store.find(verified: number, in: $0)?.id }
      #expect(found == first.id)
    }
  }
}
