import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Synchronization
import Testing

@testable import HeqiApplication

/// A face service that is up or down as its test says.
final class ChosenFaceVendor: FaceVendor {
  let name: String
  private let state: Mutex<(isUp: Bool, answer: FaceAnswer, begun: Int)>

  init(_ name: String, isUp: Bool = false) {
    self.name = name
    state = Mutex((isUp, .pending, 0))
  }

  var begun: Int { state.withLock { $0.begun } }
  func turn(isUp: Bool, answer: FaceAnswer = .pending) {
    state.withLock { state in
      state.isUp = isUp
      state.answer = answer
    }
  }

  func begin(_ request: FaceVendorRequest) async throws(ProviderError) -> FaceSession {
    let number = state.withLock { state -> Int? in
      guard state.isUp else { return nil }
      state.begun += 1
      return state.begun
    }
    guard let number else { throw ProviderError(.retryable, provider: name, message: "down") }
    return FaceSession(vendor: name, token: Sensitive("\(name)-\(number)"), url: Sensitive("https://\(name).example/\(number)"))
  }

  func result(of session: FaceSession, for person: FacePerson) async throws(ProviderError) -> FaceAnswer {
    let (isUp, answer) = state.withLock { ($0.isUp, $0.answer) }
    guard isUp else { throw ProviderError(.retryable, provider: name, message: "down") }
    return answer
  }
}

@Suite("The end of the chain of face services (B-26, M-035)")
struct FaceReviewDeskTests {
  private static let words = "人工核验的单独同意"

  private struct World: Sendable {
    let clients: ClientWorld
    let tencent = ChosenFaceVendor("tencent")
    let aliyun = ChosenFaceVendor("aliyun")
    let desk: FaceReviewDesk

    var faces: FaceDesk { desk.faces }
    var clock: ContractTestClock { clients.base.clock }

    static func with(_ body: @Sendable (World) async throws -> Void) async throws {
      try await ClientWorld.with { try await body(World($0)) }
    }

    init(_ clients: ClientWorld) {
      self.clients = clients
      let base = clients.base
      let ledger = ClientLedger(contracts: base.ledger, files: ContractFiles(blobs: base.blobs))
      let chain = VendorChain<any FaceVendor>(
        .face, [("tencent", tencent), ("aliyun", aliyun)], engine: base.engine, clock: base.clock)
      desk = FaceReviewDesk(
        faces: FaceDesk(ledger: ledger, vendors: chain, publicURL: "http://localhost"), blobs: base.blobs, cleaner: PlainCleaner())
    }

    /// A signer whose face must be checked, and the token of the check's page.
    func start() async throws -> (link: String, token: String) {
      let link = try await clients.order("B", [try clients.signer(ClientWorld.zhang, .faceAndSMS)]).tokens[0]
      _ = try await clients.read(link)
      return (link, try await faces.start(clients.visit(link), signPath: "/s/\(link)"))
    }

    func visit(_ token: String) async throws -> FaceVisit { try await faces.visit(token) }

    func consent(_ token: String) async throws {
      try await faces.consent(visit(token), token: token, words: "w", scene: ClientWorld.scene)
    }

    func again(_ token: String) async throws {
      try await faces.again(visit(token), token: token, scene: ClientWorld.scene)
    }

    /// Every service down, then handed to a reviewer.
    func ask(_ token: String) async throws -> FaceReview {
      await #expect(throws: ClientError(.providerUnavailable)) { try await consent(token) }
      try await desk.ask(visit(token), front: [1, 2], live: [3], words: FaceReviewDeskTests.words, scene: ClientWorld.scene)
      return try #require(try await desk.find(of: visit(token).check))
    }

    func reviewer(_ roles: Set<PlatformRole> = [.reviewer]) -> Caller {
      Caller(
        accountID: SystemRandom().id(at: clock.now), tenantID: Tenant.main, name: "王小明", platformRoles: roles, isVerified: true,
        scene: ClientWorld.scene, language: .chinese)
    }

    func kinds(_ check: FaceVerification) async throws -> [String] {
      try await clients.base.engine.read {
        try EventStore().bySubject(check.subject, tenantID: check.tenantID, in: $0).map(\.event.kind)
      }
    }

    func sent() async throws -> [String] {
      let vault = try await clients.base.ledger.vault.open(tenantID: clients.client.tenantID, at: clock.now)
      let rows = try await clients.base.engine.read {
        try $0.query("SELECT id, payload FROM outbox WHERE topic = 'sms' ORDER BY created_at_us, id")
      }
      return try rows.map { try OutboxLetter(payload: $0.text("payload"), id: $0.text("id"), vault: vault).body }
    }
  }

  @Test("the second service takes over, and the first stands in the log as passed over")
  func takesOver() async throws {
    try await World.with { world in
      world.aliyun.turn(isUp: true)
      let (_, token) = try await world.start()
      try await world.consent(token)
      let check = try await world.visit(token).check
      #expect(check.session?.vendor == "aliyun" && check.exhaustedAt == nil)
      #expect(try await world.kinds(check) == ["face.initiated", "face.consented", "face.passedOver", "face.begun"])
    }
  }

  @Test("a service that dies on the way gives way to another; one that answers keeps the check")
  func diesOnTheWay() async throws {
    try await World.with { world in
      world.tencent.turn(isUp: true)
      world.aliyun.turn(isUp: true)
      let (_, token) = try await world.start()
      try await world.consent(token)
      try await world.again(token)
      #expect(try await world.visit(token).check.session?.vendor == "tencent")
      #expect(world.tencent.begun == 1 && world.aliyun.begun == 0)
      world.tencent.turn(isUp: false)
      try await world.again(token)
      #expect(try await world.visit(token).check.session?.vendor == "aliyun")
      world.aliyun.turn(isUp: true, answer: .passed(score: 0.9, transactionNo: "A-1"))
      let done = try await world.faces.refresh(world.visit(token), scene: ClientWorld.scene)
      #expect(done.status == .success && done.transactionNo == "A-1")
    }
  }

  @Test("nobody gets a reviewer while a service may answer, or without its own consent's pictures")
  func gate() async throws {
    try await World.with { world in
      world.tencent.turn(isUp: true)
      let (_, first) = try await world.start()
      try await world.consent(first)
      let visit = try await world.visit(first)
      await #expect(throws: ClientError(.wrongState)) {
        try await world.desk.ask(visit, front: [1], live: [1], words: "w", scene: ClientWorld.scene)
      }
    }
    try await World.with { world in
      let (_, token) = try await world.start()
      await #expect(throws: ClientError(.providerUnavailable)) { try await world.consent(token) }
      let tried = try await world.visit(token)
      for (front, live, field) in [([], [1], "front"), ([1], [], "live")] as [([UInt8], [UInt8], String)] {
        do {
          try await world.desk.ask(tried, front: front, live: live, words: "w", scene: ClientWorld.scene)
          Issue.record("it was taken without \(field)")
        } catch let error as IdentityError { #expect(error.code == .imageMissing && error.field == field) }
      }
      #expect(try await world.desk.queue(caller: world.reviewer()).open.isEmpty)
    }
  }

  @Test("who does not consent to face recognition goes on by hand alone, and the evidence says that it was chosen (B-26)")
  func instead() async throws {
    try await World.with { world in
      world.tencent.turn(isUp: true)
      let (link, token) = try await world.start()
      try await world.desk.ask(world.visit(token), front: [1, 2], live: [3], words: Self.words, scene: ClientWorld.scene)
      let check = try await world.visit(token).check
      #expect(check.consent == nil && check.isReviewed && world.tencent.begun == 0)
      let review = try #require(try await world.desk.find(of: check))
      try await world.desk.decide(review.id, fault: nil, reason: "证件与本人一致", caller: world.reviewer())
      let visit = try await world.clients.visit(link)
      #expect(!visit.needsFace && visit.signer.progress.faceMethod == "review-instead:王*明")
      #expect(FaceMethod.words("review-instead:王*明") == "人工核验（本人未选择人脸识别；审核人 王*明）")
      #expect(world.tencent.begun == 0)
    }
  }

  @Test("a reviewer's pass lets the signer go on, names the reviewer, and tells the signer")
  func passes() async throws {
    try await World.with { world in
      let (link, token) = try await world.start()
      let review = try await world.ask(token)
      let waiting = try await world.visit(token)
      #expect(waiting.status == .processing && waiting.check.isReviewed && waiting.check.expiresAt > review.dueAt)
      // Services that come back, and the sweep, settle nothing now.
      world.tencent.turn(isUp: true, answer: .passed(score: 1, transactionNo: "T"))
      #expect(try await world.faces.refresh(waiting, scene: ClientWorld.scene).status == .processing)
      #expect(try await world.faces.sweep() == 0)
      await #expect(throws: ClientError(.wrongState)) { try await world.again(token) }
      let queue = try await world.desk.queue(caller: world.reviewer())
      #expect(queue.open.map(\.maskedName) == ["张*"] && queue.open.map(\.clientName) == ["商户"])
      let found = try await world.desk.open(review.id, caller: world.reviewer())
      #expect(found.check.person.idCardNumber.reveal() == ClientWorld.zhang.card)
      #expect(found.passedOver.contains { $0.contains("tencent: retryable") && $0.contains("aliyun: retryable") })
      #expect(try await world.desk.image(.live, of: review.id, caller: world.reviewer()) == [3])
      try await world.desk.decide(review.id, fault: nil, reason: "证件与本人一致", caller: world.reviewer())
      let progress = try await world.clients.visit(link).signer.progress
      #expect(progress.faceTransactionNo == review.number && progress.faceMethod == "review:王*明")
      #expect(FaceMethod.words("review:王*明").contains("人工核验") && FaceMethod.words("review:王*明").contains("王*明"))
      let needsFace = try await world.clients.visit(link).needsFace
      #expect(!needsFace)
      #expect(try await world.kinds(waiting.check).suffix(4) == ["face.lookedAt", "face.lookedAt", "face.reviewed", "face.settled"])
      #expect(try await world.sent().last?.contains("您的身份已由人工核验通过") == true)
      await #expect(throws: IdentityError(.taskClosed)) {
        try await world.desk.decide(review.id, fault: .mismatch, reason: "改主意", caller: world.reviewer())
      }
    }
  }

  @Test("a reviewer's refusal fails the check with its reason, and the signer may begin anew")
  func fails() async throws {
    try await World.with { world in
      let (link, token) = try await world.start()
      let review = try await world.ask(token)
      await #expect(throws: IdentityError(.reasonMissing)) {
        try await world.desk.decide(review.id, fault: .mismatch, reason: " ", caller: world.reviewer())
      }
      try await world.desk.decide(review.id, fault: .mismatch, reason: "不是同一个人", caller: world.reviewer())
      let check = try await world.visit(token).check
      #expect(check.status == .failed && check.fault == .mismatch && check.score == nil)
      #expect(try await world.sent().last?.contains("不是同一个人") == true)
      #expect(try await world.clients.visit(link).needsFace)
      #expect(try await world.faces.start(world.clients.visit(link), signPath: "/s/\(link)") != token)
    }
  }

  @Test("operators, auditors and people see nothing of it")
  func permission() async throws {
    try await World.with { world in
      let (_, token) = try await world.start()
      let review = try await world.ask(token)
      for roles in [[], [.operator_], [.auditor]] as [Set<PlatformRole>] {
        let caller = world.reviewer(roles)
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await world.desk.queue(caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await world.desk.open(review.id, caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await world.desk.image(.front, of: review.id, caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) {
          try await world.desk.decide(review.id, fault: nil, reason: "r", caller: caller)
        }
      }
    }
  }

  @Test("what nobody decided lapses with the check; pictures go thirty days after the end")
  func lapses() async throws {
    try await World.with { world in
      let (_, token) = try await world.start()
      let review = try await world.ask(token)
      world.clock.advance(.seconds(10 * 86_400))
      await #expect(throws: IdentityError(.taskClosed)) {
        try await world.desk.decide(review.id, fault: nil, reason: "晚了", caller: world.reviewer())
      }
      #expect(try await world.faces.sweep() == 1)
      #expect(try await world.desk.sweep() == 1)
      #expect(try await world.desk.sweep() == 0)
      let closed = try #require(try await world.desk.queue(caller: world.reviewer()).closed.first)
      guard case .withdrawn = closed.review.state else {
        Issue.record("it is \(closed.review.state)")
        return
      }
      await #expect(throws: IdentityError(.taskClosed)) { _ = try await world.desk.image(.live, of: review.id, caller: world.reviewer()) }
      let blobs = world.clients.base.blobs
      #expect(try await blobs.read(FaceReviewDesk.reference(.live, of: review)) == [3])
      world.clock.advance(.seconds(31 * 86_400))
      #expect(try await world.desk.sweep() == 1)
      #expect(try await world.desk.sweep() == 0)
      let kept = try await world.clients.base.engine.read {
        try $0.query("SELECT address FROM blob WHERE owner_id = $1", [.text(review.checkID.description)]).count
      }
      #expect(kept == 0)
    }
  }
}
