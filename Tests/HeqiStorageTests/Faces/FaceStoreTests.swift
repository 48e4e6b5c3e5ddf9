import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Stored face checks (M-012)")
struct FaceStoreTests {
  private static func digest(_ numbers: UInt8...) -> Digest {
    Digest(numbers + [UInt8](repeating: 0, count: 32 - numbers.count))!
  }

  private func check(
    _ base: PeopleBase, _ number: UInt8, of client: APIClient, bizID: String = "B", partyID: ID<ContractParty>? = nil
  ) -> FaceVerification {
    FaceVerification(
      id: base.id(number), tenantID: "main", clientID: client.id, bizID: bizID, purpose: .payerAuthorization, partyID: partyID,
      person: FacePerson(
        name: Sensitive("张三"), idCardNumber: Sensitive("310101199001011234"), mobile: Sensitive("13800138000")),
      requestHash: Self.digest(number), look: FaceLook(title: "核验", logoURL: "https://a.example/l.png", themeColour: "#0a4d8c"), callbackURL: "https://a.example/c",
      callbackHeaders: Sensitive(#"{"X":"secret"}"#), createdAt: base.now, expiresAt: base.now.adding(.seconds(60)),
      tokenHash: Self.digest(number, 1), returnPath: Sensitive("/s/secret"))
  }

  private func client(_ base: PeopleBase) async throws -> APIClient {
    let client = APIClient(id: base.id(1), tenantID: "main", name: "商户", createdAt: base.now)
    try await base.engine.write { try ClientStore().insert(client, in: $0) }
    return client
  }

  @Test("what was saved comes back whole, and nothing personal lies open", arguments: TestDatabase.engines)
  func roundTrip(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = FaceStore(vault: base.vault)
      let check = check(base, 2, of: try await client(base))
      let consent = FaceConsent(at: base.now, ip: "192.0.2.7", userAgent: "agent", textDigest: Self.digest(9))
      let session = FaceSession(vendor: "v", token: Sensitive("vendor-token"), url: Sensitive("https://v.example/t"))
      let agreed = try FaceLifecycle.apply(.consent(consent), to: check, at: base.now)
      let begun = try FaceLifecycle.apply(.begin(session), to: agreed, at: base.now)
      let done = try FaceLifecycle.apply(
        .settle(.passed(score: 0.9876, transactionNo: "N"), session: session), to: begun, at: base.now)
      try await base.engine.write { (connection: any SQLConnection) throws in
        try store.insert(check, in: connection)
        #expect(try store.find(check.id, in: connection) == check)
        try store.save(done, in: connection)
        let found = try #require(try store.find(check.id, in: connection))
        #expect(found.status == .success && found.score == 0.9876 && found.transactionNo == "N")
        #expect(found.consent == consent && found.session == session && found.revision == 2)
        #expect(found.person == check.person && found.returnPath == check.returnPath)
        let row = try #require(try connection.first("SELECT user_name, id_card, mobile, vendor_token, return_path FROM face_verification"))
        for (column, text) in [
          ("user_name", "张三"), ("id_card", "310101199001011234"), ("mobile", "13800138000"), ("vendor_token", "vendor-token"),
          ("return_path", "/s/secret"),
        ] { #expect(!String(decoding: try row.blob(column), as: UTF8.self).contains(text)) }
      }
    }
  }

  @Test("one live check holds a number; a failed one makes room; signers have their own", arguments: TestDatabase.engines)
  func business(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = FaceStore(vault: base.vault)
      let client = try await client(base)
      let first = check(base, 2, of: client), second = check(base, 3, of: client)
      let signer = check(base, 4, of: client, partyID: base.id(9))
      try await base.engine.write {
        try store.insert(first, in: $0)
        try store.insert(signer, in: $0)
      }
      await #expect(throws: SQLError.self) { try await base.engine.write { try store.insert(second, in: $0) } }
      let lapsed = try FaceLifecycle.apply(.lapse, to: first, at: first.expiresAt)
      try await base.engine.write { (connection: any SQLConnection) throws in
        #expect(try store.live(bizID: "B", purpose: .payerAuthorization, partyID: nil, in: connection) == first)
        try store.save(lapsed, in: connection)
        try store.insert(second, in: connection)
        #expect(try store.live(bizID: "B", purpose: .payerAuthorization, partyID: nil, in: connection) == second)
        #expect(try store.live(bizID: "B", in: connection).count == 2)
      }
    }
  }

  @Test("a save over a newer one is refused", arguments: TestDatabase.engines)
  func stale(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = FaceStore(vault: base.vault)
      let check = check(base, 2, of: try await client(base))
      try await base.engine.write {
        try store.insert(check, in: $0)
        try store.save(check.reopened(tokenHash: Self.digest(5)), in: $0)
      }
      await #expect(throws: ClientError(.wrongState)) { try await base.engine.write { try store.save(check, in: $0) } }
      let owner = try await base.engine.read { try FaceStore.owner(ofToken: Self.digest(5), in: $0)?.id }
      #expect(owner == check.id)
    }
  }
}
