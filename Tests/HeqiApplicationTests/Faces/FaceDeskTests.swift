import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("Face checks for business systems (M-002 to M-004, M-018)")
struct FaceDeskTests {
  private static let scene = Scene(client: .h5, ip: "192.0.2.9", deviceID: "", userAgent: "test")
  private static let words = "用途、信息、处理者"

  private struct World: Sendable {
    let base: ContractWorld
    let client: APIClient
    let vendor: EvaluationFaceVendor
    let desk: FaceDesk

    static func with(_ body: @Sendable (World) async throws -> Void) async throws {
      try await ContractWorld.with { base in
        let manage = ManageClients(engine: base.engine, vault: base.ledger.vault, clock: base.clock, random: SystemRandom())
        let issued = try await manage.create(name: "商户", scopes: Set(APIScope.allCases))
        let vendor = EvaluationFaceVendor(
          engine: base.engine, clock: base.clock, random: SystemRandom(), publicURL: "http://localhost")
        let ledger = ClientLedger(contracts: base.ledger, files: ContractFiles(blobs: base.blobs))
        try await body(
          World(
            base: base, client: issued.client, vendor: vendor,
            desk: FaceDesk(ledger: ledger, vendor: vendor, publicURL: "http://localhost")))
      }
    }

    func initiate(_ bizID: String = "B", name: String = "张三", callbackURL: String? = nil) async throws -> FaceView {
      try await desk.initiate(
        FaceRequest(
          bizID: bizID, purpose: .relationshipBinding,
          person: FacePerson(name: Sensitive(name), idCardNumber: Sensitive("310101199001011234")), look: FaceLook(),
          callbackURL: callbackURL, callbackHeaders: nil, expireMinutes: 30, body: Array("\(bizID)\(name)".utf8)),
        client: client, scene: FaceDeskTests.scene)
    }

    func callbacks() async throws -> [CallbackDelivery] {
      try await base.engine.read { try CallbackStore().list(tenantID: client.tenantID, before: nil, limit: 99, in: $0) }
    }

    func token(_ view: FaceView) throws -> String { String(try #require(view.url).split(separator: "/").last!) }

    /// Consents, lets the tester choose and asks for the result.
    func run(_ view: FaceView, _ outcome: EvaluationFaceVendor.Outcome) async throws -> FaceVerification {
      let token = try token(view)
      try await desk.consent(desk.visit(token), token: token, words: FaceDeskTests.words, scene: FaceDeskTests.scene)
      let session = try #require(try await desk.visit(token).check.session)
      _ = try await vendor.choose(outcome, for: session.token.reveal())
      return try await desk.refresh(desk.visit(token), scene: FaceDeskTests.scene)
    }
  }

  @Test("consent, check and result are stored and stand in its log")
  func passes() async throws {
    try await World.with { world in
      let view = try await world.initiate()
      #expect(view.status == .pending && !view.isDuplicate)
      let done = try await world.run(view, .success)
      #expect(done.status == .success && done.consent?.ip == "192.0.2.9" && done.consent?.textDigest == FileDigest.of(Array(Self.words.utf8)))
      let found = try await world.desk.find(view.check.id, client: world.client)
      #expect(found.status == .success && found.check.transactionNo == done.transactionNo)
      let events = try await world.base.engine.read {
        try EventStore().bySubject(done.subject, tenantID: world.client.tenantID, in: $0)
      }
      #expect(events.map(\.event.kind) == ["face.initiated", "face.consented", "face.begun", "face.settled"])
    }
  }

  @Test(
    "each outcome the tester may choose is told with its reason",
    arguments: [
      (EvaluationFaceVendor.Outcome.mismatch, FaceFault.mismatch), (.cardMismatch, .cardMismatch), (.poorQuality, .poorQuality),
    ])
  func fails(outcome: EvaluationFaceVendor.Outcome, fault: FaceFault) async throws {
    try await World.with { world in
      let done = try await world.run(try await world.initiate(), outcome)
      #expect(done.status == .failed && done.fault == fault)
      // The number is free for another try.
      #expect(try await world.initiate().isDuplicate == false)
    }
  }

  @Test("a service that does not answer leaves the check running, and a later answer counts (drill 16)")
  func timeOut() async throws {
    try await World.with { world in
      let view = try await world.initiate()
      await #expect(throws: ClientError(.providerUnavailable)) { _ = try await world.run(view, .timeOut) }
      #expect(try await world.desk.find(view.check.id, client: world.client).status == .processing)
      #expect(try await world.run(view, .success).status == .success)
    }
  }

  @Test("a repeat gives the same check behind a fresh address; other content is refused (40002)")
  func duplicates() async throws {
    try await World.with { world in
      let first = try await world.initiate()
      let again = try await world.initiate()
      #expect(again.isDuplicate && again.check.id == first.check.id && again.url != first.url)
      await #expect(throws: ClientError(.notFound)) { _ = try await world.desk.visit(try world.token(first)) }
      await #expect(throws: ClientError(.duplicate, field: "bizId")) { _ = try await world.initiate(name: "李四") }
    }
  }

  @Test("drill 8: a result that comes five times makes one change and one callback")
  func announcedOnce() async throws {
    try await World.with { world in
      let view = try await world.initiate(callbackURL: "https://shop.example/hook")
      let done = try await world.run(view, .mismatch)
      for _ in 0..<5 { _ = try await world.desk.refresh(world.desk.visit(world.token(view)), scene: Self.scene) }
      let sent = try await world.callbacks()
      #expect(sent.count == 1 && sent[0].subject == .verification(done.id) && sent[0].type == .faceVerificationCompleted)
      #expect(sent[0].body.contains("\"status\":\"FAILED\"") && sent[0].body.contains("\"code\":40006"))
      #expect(sent[0].body.contains("\"failReason\":\"FACE_MISMATCH\"") && !sent[0].body.contains("张三") && !sent[0].body.contains("310101"))
    }
  }

  @Test("drill 8: a result that comes before the check has begun, five at once, and another one afterwards: one change, one callback")
  func outOfOrder() async throws {
    try await World.with { world in
      let view = try await world.initiate(callbackURL: "https://shop.example/hook")
      let token = try world.token(view)
      // The vendor's word about something that is not noted here yet.
      #expect(try await world.desk.refresh(world.desk.visit(token), scene: Self.scene).status == .pending)
      #expect(try await world.callbacks().isEmpty)
      try await world.desk.consent(world.desk.visit(token), token: token, words: Self.words, scene: Self.scene)
      let stale = try await world.desk.visit(token)
      let session = try #require(stale.check.session)
      _ = try await world.vendor.choose(.success, for: session.token.reveal())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<5 { group.addTask { _ = try? await world.desk.refresh(stale, scene: Self.scene) } }
        try await group.waitForAll()
      }
      // What the vendor says later, to whoever still asks on old knowledge.
      _ = try await world.vendor.choose(.mismatch, for: session.token.reveal())
      for _ in 0..<5 { _ = try? await world.desk.refresh(stale, scene: Self.scene) }
      let done = try await world.desk.find(view.check.id, client: world.client)
      #expect(done.status == .success)
      let sent = try await world.callbacks()
      #expect(sent.count == 1 && sent[0].body.contains("\"status\":\"SUCCESS\""))
      let events = try await world.base.engine.read {
        try EventStore().bySubject(done.check.subject, tenantID: world.client.tenantID, in: $0)
      }
      #expect(events.count { $0.event.kind == "face.settled" } == 1)
    }
  }

  @Test("a check whose person left is asked after; one whose time is over ends; both are called back")
  func sweep() async throws {
    try await World.with { world in
      let left = try await world.initiate("A", callbackURL: "https://shop.example/hook")
      let never = try await world.initiate("B", callbackURL: "https://shop.example/hook")
      let token = try world.token(left)
      try await world.desk.consent(world.desk.visit(token), token: token, words: Self.words, scene: Self.scene)
      #expect(try await world.desk.sweep() == 0)
      #expect(try await world.callbacks().isEmpty)
      let session = try #require(try await world.desk.visit(token).check.session)
      _ = try await world.vendor.choose(.success, for: session.token.reveal())
      #expect(try await world.desk.sweep() == 1)
      #expect(try await world.desk.find(left.check.id, client: world.client).check.status == .success)
      world.base.clock.advance(.seconds(1801))
      #expect(try await world.desk.sweep() == 1)
      #expect(try await world.desk.sweep() == 0)
      #expect(try await world.desk.find(never.check.id, client: world.client).check.status == .expired)
      let statuses = try await world.callbacks().map { $0.body.contains("SUCCESS") ? "SUCCESS" : $0.body.contains("EXPIRED") ? "EXPIRED" : "?" }
      #expect(statuses.sorted() == ["EXPIRED", "SUCCESS"])
    }
  }

  @Test("drill 7: a vendor that does not answer leaves the check running until its end, which is told")
  func vendorHangs() async throws {
    try await World.with { world in
      let view = try await world.initiate(callbackURL: "https://shop.example/hook")
      await #expect(throws: ClientError(.providerUnavailable)) { _ = try await world.run(view, .timeOut) }
      #expect(try await world.desk.sweep() == 0)
      world.base.clock.advance(.seconds(1801))
      #expect(try await world.desk.sweep() == 1)
      #expect(try await world.callbacks().count == 1)
    }
  }

  @Test("it expires after its minutes, and the number is free then")
  func expiry() async throws {
    try await World.with { world in
      let view = try await world.initiate()
      world.base.clock.advance(.seconds(1801))
      #expect(try await world.desk.find(view.check.id, client: world.client).status == .expired)
      await #expect(throws: ClientError(.wrongState)) { _ = try await world.run(view, .success) }
      #expect(try await world.initiate().check.id != view.check.id)
    }
  }

  @Test("another tenant's check does not exist, and without a service nothing begins")
  func refusals() async throws {
    try await World.with { world in
      let view = try await world.initiate()
      let stranger = APIClient(id: SystemRandom().id(at: world.base.clock.now), tenantID: "other", name: "另一家", createdAt: world.base.clock.now)
      await #expect(throws: ClientError(.notFound)) { _ = try await world.desk.find(view.check.id, client: stranger) }
      let none = FaceDesk(ledger: world.desk.ledger, vendor: nil, publicURL: "http://localhost")
      await #expect(throws: ClientError(.providerUnavailable)) {
        let visit = try await world.desk.visit(try world.token(view))
        try await none.consent(visit, token: "t", words: Self.words, scene: Self.scene)
      }
    }
  }
}
