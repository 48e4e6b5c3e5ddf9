import HeqiDomain
import HeqiPorts
import HeqiProviders
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Synchronization
import Testing

@testable import HeqiApplication

/// Takes every message, or none.
private final class CountingSender: SMSSender {
  private let state = Mutex((count: 0, isUp: true))
  var count: Int { state.withLock { $0.count } }
  func turn(isUp: Bool) { state.withLock { $0.isUp = isUp } }

  func send(_ message: SMSMessage) async throws(ProviderError) -> SMSReceipt {
    let number = state.withLock { state -> Int? in
      guard state.isUp else { return nil }
      state.count += 1
      return state.count
    }
    guard let number else { throw ProviderError(.retryable, provider: "sms", message: "down") }
    return SMSReceipt(vendor: "aliyun", number: "BIZ-\(number)")
  }
}

@Suite("Receipts of text messages (H-05)")
struct SMSReceiptTests {
  @Test("a message that a vendor took is not sent again, be it leased twice", arguments: TestDatabase.engines)
  func once(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let sender = CountingSender()
      let outbox = EvaluationOutbox(engine: world.engine, clock: world.clock, random: world.ledger.random)
      let deliver = DeliverMessage(
        engine: world.engine, vault: world.ledger.vault, sms: sender, mail: outbox, clock: world.clock)
      let vault = try await world.ledger.vault.open(tenantID: "main", at: world.clock.now)
      try await world.engine.write { connection in
        try MessageOutbox(vault: vault, random: world.ledger.random).sms(
          to: Sensitive("13900001111"), text: "t", key: "key-1", at: world.clock.now, in: connection)
      }
      let items = try await OutboxStore().claim(
        MessageOutbox.smsTopic, limit: 50, lease: .seconds(60), token: "t", at: world.clock.now, on: world.engine)
      let item = try #require(items.last)
      let store = SMSReceiptStore(tenantID: "main")
      sender.turn(isUp: false)
      await #expect(throws: ProviderError.self) { try await deliver(item) }
      #expect(try await world.engine.read { try store.find("key-1", in: $0) } == nil)
      sender.turn(isUp: true)
      // The program dies between the vendor's answer and the end of the lease: the message comes again.
      for _ in 1...3 { #expect(try await deliver(item) == .sent) }
      #expect(sender.count == 1)
      let receipt = try await world.engine.read { try store.find("key-1", in: $0) }
      #expect(receipt?.vendor == "aliyun" && receipt?.number == "BIZ-1")
    }
  }

  @Test(
    "the first report of a message is counted; repeats, forged numbers and other vendors' change nothing", arguments: TestDatabase.engines)
  func reports(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let now = world.clock.now
      try await world.engine.write { connection in
        for number in ["S-1", "S-2", "S-3"] {
          try SMSReceiptStore(tenantID: "main").insert("key-\(number)", vendor: "tencent", number: number, at: now, in: connection)
        }
      }
      let take = TakeSMSReports(engine: world.engine, clock: world.clock, readers: ["tencent": CloudSMSReports.tencent, "aliyun": CloudSMSReports.aliyun])
      func push(_ number: String, _ status: String, _ reason: String) async throws -> Int? {
        try await take(Array(#"[{"sid":"\#(number)","report_status":"\#(status)","errmsg":"\#(reason)"}]"#.utf8), from: "tencent")?.news
      }
      #expect(try await push("S-1", "SUCCESS", "DELIVRD") == 1)
      #expect(try await push("S-1", "FAIL", "FORGED") == 0)
      #expect(try await push("S-2", "FAIL", "MK:0008") == 1)
      #expect(try await push("S-9", "FAIL", "FORGED") == 0)
      #expect(try await take(Array(#"[{"biz_id":"S-3","success":false}]"#.utf8), from: "aliyun")?.news == 0)
      #expect(try await take([], from: "nobody") == nil)
      await #expect(throws: ProviderError.self) { _ = try await take(Array("{}".utf8), from: "tencent") }
      let counts = try await world.engine.read { try SMSReceiptStore.reports(of: "tencent", since: now, in: $0) }
      #expect(counts.delivered == 1 && counts.failed == 1 && counts.lastFailure == "MK:0008")
    }
  }
}
