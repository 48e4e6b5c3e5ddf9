import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Synchronization
import Testing

@testable import HeqiApplication

/// A vendor that answers as its test says.
private final class Vendor: SMSSender {
  let name: String
  private let plan: Mutex<(error: ProviderError.Kind?, calls: Int)>

  init(_ name: String, _ error: ProviderError.Kind? = nil) {
    self.name = name
    plan = Mutex((error, 0))
  }

  var calls: Int { plan.withLock { $0.calls } }
  func turn(_ error: ProviderError.Kind?) { plan.withLock { $0.error = error } }

  func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt {
    let error = plan.withLock { plan in
      plan.calls += 1
      return plan.error
    }
    if let error { throw ProviderError(error, provider: name, message: "as the test says") }
    return SMSReceipt(vendor: name, number: "1")
  }
}

@Suite("Vendors one after the other (M-035)")
struct VendorChainTests {
  private struct World: Sendable {
    let base: ContractWorld
    let tencent = Vendor("tencent")
    let aliyun = Vendor("aliyun")

    /// A chain of a node; each has breakers of its own, and all share the database.
    func chain() -> VendorChain<any SMSSender> {
      VendorChain(.face, [("tencent", tencent), ("aliyun", aliyun)], engine: base.engine, clock: base.clock)
    }

    func board(_ links: [VendorLink] = []) -> SwitchVendors {
      SwitchVendors(
        engine: base.engine, clock: base.clock, random: SystemRandom(), configured: [.face: ["tencent", "aliyun"]], links: links)
    }

    func send(_ chain: VendorChain<any SMSSender>, besides: Set<String> = []) async throws -> (String, [String]) {
      let outcome = try await chain.first(besides: besides) { (vendor: any SMSSender) async throws(ProviderError) -> SMSReceipt in
        try await vendor.send(SMSMessage(to: Sensitive("13812341234"), text: "", code: nil, idempotencyKey: "1"))
      }
      return (outcome.answer.vendor, outcome.passedOver)
    }
  }

  private func with(_ body: @Sendable (World) async throws -> Void) async throws {
    try await ContractWorld.with { try await body(World(base: $0)) }
  }

  @Test("one that fails, refuses or is not set up gives way to the next, and is named", arguments: [ProviderError.Kind.retryable, .refused, .unavailable])
  func givesWay(kind: ProviderError.Kind) async throws {
    try await with { world in
      world.tencent.turn(kind)
      let (vendor, passedOver) = try await world.send(world.chain())
      #expect(vendor == "aliyun" && passedOver == ["tencent: \(kind.rawValue) (as the test says)"])
    }
  }

  @Test("when all fail the last error is told; when none is left, that is told")
  func end() async throws {
    try await with { world in
      world.tencent.turn(.retryable)
      world.aliyun.turn(.refused)
      await #expect(throws: ProviderError(.refused, provider: "aliyun", message: "")) { _ = try await world.send(world.chain()) }
      await #expect(throws: ProviderError(.unavailable, provider: "face", message: "")) {
        _ = try await world.send(world.chain(), besides: ["tencent", "aliyun"])
      }
    }
  }

  @Test("five failures open a breaker: the vendor is spared until one call may try, and its answer closes it (drill 7)")
  func breaker() async throws {
    try await with { world in
      let chain = world.chain()
      world.tencent.turn(.retryable)
      for _ in 1...7 {
        let vendor = try await world.send(chain).0
        #expect(vendor == "aliyun")
      }
      #expect(world.tencent.calls == 5 && chain.links[0].state.name == "open")
      let counts = chain.links[0].counts
      #expect(counts.failed == 5 && counts.spared == 2 && counts.answered == 0 && chain.links[1].counts.answered == 7)
      world.tencent.turn(nil)
      #expect(try await world.send(chain).0 == "aliyun")
      world.base.clock.advance(.seconds(30))
      #expect(try await world.send(chain).0 == "tencent" && chain.links[0].state.name == "closed")
    }
  }

  @Test("an operator's order counts at the next call, on every node, and stays told")
  func hotSwitch() async throws {
    try await with { world in
      let (one, other) = (world.chain(), world.chain())
      for chain in [one, other] { #expect(try await world.send(chain).0 == "tencent") }
      try await world.board().change(.face, order: ["aliyun", "tencent"], off: [], seen: 0, reason: "计费")
      for chain in [one, other] { #expect(try await world.send(chain).0 == "aliyun") }
      try await world.board().change(.face, order: ["aliyun", "tencent"], off: ["aliyun"], seen: 1, reason: "故障")
      for chain in [one, other] { #expect(try await world.send(chain).0 == "tencent") }
      let board = try #require(try await world.board(one.links).boards().first)
      #expect(board.places.map(\.name) == ["aliyun", "tencent"] && board.places.map(\.isOn) == [false, true] && board.revision == 2)
      #expect(board.history.map(\.reason) == ["故障", "计费"] && board.places[1].counts?.answered == 2)
      let events = try await world.base.engine.read {
        try EventStore().bySubject(Event.Subject(kind: "vendors", id: "face"), tenantID: Tenant.main, in: $0)
      }
      #expect(events.map(\.event.kind) == ["vendors.switched", "vendors.switched"])
      #expect(events.last?.event.fact("off") == "aliyun" && events.last?.event.fact("reason") == "故障")
    }
  }

  @Test("two operators at once: the second is told; a vendor that is off is still asked after what it began")
  func stale() async throws {
    try await with { world in
      try await world.board().change(.face, order: ["aliyun", "tencent"], off: ["tencent"], seen: 0, reason: "1")
      await #expect(throws: VendorError(.staleRevision)) {
        try await world.board().change(.face, order: ["tencent", "aliyun"], off: [], seen: 0, reason: "2")
      }
      let chain = world.chain()
      let receipt = try await chain.ask("tencent") { (vendor: any SMSSender) async throws(ProviderError) -> SMSReceipt in
        try await vendor.send(SMSMessage(to: Sensitive("1"), text: "", code: nil, idempotencyKey: "1"))
      }
      #expect(receipt.vendor == "tencent")
    }
  }

  @Test("operators change the order, auditors look, and nobody else does either")
  func permission() async throws {
    try await with { world in
      func caller(_ roles: Set<PlatformRole>) -> Caller {
        Caller(
          accountID: SystemRandom().id(at: world.base.clock.now), tenantID: Tenant.main, name: "王小明", platformRoles: roles,
          isVerified: true, scene: .system)
      }
      #expect(try await world.board().boards(caller: caller([.auditor])).count == 1)
      for roles in [[], [.reviewer]] as [Set<PlatformRole>] {
        await #expect(throws: IdentityError(.notPermitted)) { _ = try await world.board().boards(caller: caller(roles)) }
      }
      for roles in [[], [.reviewer], [.auditor]] as [Set<PlatformRole>] {
        await #expect(throws: IdentityError(.notPermitted)) {
          try await world.board().change(
            .face, order: ["aliyun", "tencent"], off: [], seen: 0, reason: "r", caller: caller(roles))
        }
      }
      try await world.board().change(
        .face, order: ["aliyun", "tencent"], off: [], seen: 0, reason: "r", caller: caller([.operator_]))
      #expect(try await world.board().boards(caller: caller([.operator_]))[0].history[0].changedBy == "王*明")
    }
  }

  @Test("a port without vendors is not shown, and cards without vendors are read by the embedded reader")
  func embedded() async throws {
    try await with { world in
      #expect(try await world.board().boards().map(\.port) == [.face])
      let none = VendorChain<any PictureReader>(.ocr, [], engine: world.base.engine, clock: world.base.clock)
      let text = try await ChainedTextRecognizer(none, embedded: NoTextRecognizer()).readCardFront([1])
      #expect(text == CardText(name: nil, idCardNumber: nil))
    }
  }
}
