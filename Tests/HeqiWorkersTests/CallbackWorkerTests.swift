import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import Logging
import Synchronization
import Testing

@Suite("Callback worker (M-032, M-033)")
struct CallbackWorkerTests {
  private final class TestClock: WallClock {
    private let state = Mutex(TestDatabase.start)
    var now: Instant { state.withLock { $0 } }
    func advance(_ duration: Duration) { state.withLock { $0 = $0.adding(duration) } }
  }

  private struct TestRandom: RandomSource {
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
  }

  /// Answers as told, by host, and keeps what was sent.
  private final class Scripted: CallbackSender {
    let answers = Mutex<[String: CallbackAnswer]>([:])
    let sent = Mutex<[(host: String, headers: [String: String], body: String)]>([])

    func post(_ body: String, to address: CallbackAddress, headers: [(name: String, value: String)]) async -> CallbackAnswer {
      let named = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
      sent.withLock { $0.append((address.host, named, body)) }
      return answers.withLock { $0[address.host] } ?? .answered(status: 200)
    }
  }

  private struct World: Sendable {
    let engine: any SQLEngine
    let clock = TestClock()
    let sender = Scripted()
    let client: APIClient
    let worker: CallbackWorker

    init(_ engine: any SQLEngine, secrets: [String]) async throws {
      self.engine = engine
      let vault = Vault(
        keys: DataKeyRing(engine: engine, masters: MasterKeyRing(current: try MasterKey([UInt8](repeating: 7, count: 32)))))
      let now = clock.now
      let client = APIClient(id: TestRandom().id(at: now), tenantID: "t", name: "Shop", createdAt: now)
      let open = try await vault.open(tenantID: "t", at: now)
      try await engine.write { connection in
        try ClientStore().insert(client, in: connection)
        for (index, secret) in secrets.enumerated() {
          let at = now.adding(.seconds(Int64(index)))
          try ClientStore().insert(
            ClientSecret(id: TestRandom().id(at: at), clientID: client.id, text: Sensitive(secret), createdAt: at), vault: open,
            in: connection)
        }
      }
      self.client = client
      worker = CallbackWorker(
        deliver: DeliverCallback(engine: engine, vault: vault, sender: sender, clock: clock, random: TestRandom()),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func write(_ url: String, count: Int = 1) async throws {
      let (now, client) = (clock.now, client)
      let contract: ID<Contract> = TestRandom().id(at: now)
      let address = try #require(CallbackAddress(url))
      try await engine.write { connection in
        for sequence in 1...count {
          try CallbackStore().insert(
            CallbackDelivery(
              id: TestRandom().id(at: now), tenantID: "t", clientID: client.id, subject: .contract(contract), sequence: sequence,
              type: .contractStatusChanged, address: address, body: "{\"n\":\(sequence)}", nextAt: now, createdAt: now),
            in: connection)
        }
      }
    }

    func log() async throws -> [CallbackDelivery] {
      try await engine.read {
        try CallbackStore().list(tenantID: "t", before: nil, limit: 100, in: $0)
      }
    }
  }

  private func with(_ secrets: [String], _ body: @Sendable (World) async throws -> Void) async throws {
    try await TestDatabase.with(.sqliteMemory) { (engine: any SQLEngine) async throws in
      try await body(try await World(engine, secrets: secrets))
    }
  }

  @Test("events of a contract arrive in order, signed under every secret in force")
  func delivered() async throws {
    try await with(["old", "new"]) { world in
      try await world.write("https://shop.example/hook", count: 3)
      #expect(await world.worker.serveReady() == 3)
      let sent = world.sender.sent.withLock { $0 }
      #expect(sent.map(\.body) == ["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"])
      let log = try await world.log()
      #expect(log.allSatisfy { $0.state == .done && $0.lastStatus == 200 })
      let headers = try #require(sent.first?.headers)
      let first = try #require(log.first { $0.sequence == 1 })
      #expect(headers["webhook-id"] == first.id.description && headers["x-heqi-attempt"] == "1")
      let seconds = try #require(headers["webhook-timestamp"].flatMap { Int64($0) })
      let signatures = try #require(headers["webhook-signature"]).split(separator: " ").map(String.init)
      #expect(signatures.count == 2 && signatures.allSatisfy { $0.hasPrefix("v1,") && $0.utf8.count == 47 })
      #expect(signatures[1] == CallbackSignature.header(of: first, secrets: [Sensitive("new")], at: seconds))
      #expect(signatures[0] != signatures[1])
    }
  }

  @Test("a receiver that fails is tried ten times, then the delivery is dead and the next one goes")
  func dead() async throws {
    try await with(["secret"]) { world in
      world.sender.answers.withLock { $0["shop.example"] = .answered(status: 500) }
      try await world.write("https://shop.example/hook", count: 2)
      for attempt in 1...10 {
        #expect(await world.worker.serveReady() == (attempt == 10 ? 2 : 1))
        world.clock.advance(.seconds(100_000))
      }
      let log = try await world.log().sorted { $0.sequence < $1.sequence }
      #expect(log.map(\.state) == [.dead, .pending] && log.map(\.attempts) == [10, 1] && log[0].lastError == "500")
      let alarms = try await world.engine.read { try OperationNoticeStore().open(limit: 10, in: $0) }
      #expect(alarms.map(\.key.place) == ["shop.example:443"] && alarms[0].count == 1 && alarms[0].reason == "500", "operators are told once")
    }
  }

  @Test("one contract's failing address delays no other")
  func apart() async throws {
    try await with(["secret"]) { world in
      world.sender.answers.withLock { $0["bad.example"] = .failed("no answer") }
      for _ in 0..<6 { try await world.write("https://bad.example/", count: 2) }
      try await world.write("https://good.example/", count: 2)
      await world.worker.serveReady()
      let good = try await world.log().filter { $0.address.host == "good.example" }
      #expect(good.count == 2 && good.allSatisfy { $0.state == .done })
    }
  }

  @Test("an address that must not be called kills its delivery at once, with the reason")
  func refused() async throws {
    try await with(["secret"]) { world in
      world.sender.answers.withLock { $0["shop.example"] = .refused("the address is not in the public internet") }
      try await world.write("https://shop.example/hook")
      await world.worker.serveReady()
      let log = try await world.log()
      #expect(log.map(\.state) == [.dead] && log[0].attempts == 1 && log[0].lastError == "the address is not in the public internet")
    }
  }

  @Test("headers that cannot be read fail by the schedule and end dead; another contract is delivered")
  func unprepared() async throws {
    try await with(["secret"]) { world in
      try await world.write("https://shop.example/hook")
      let damaged = try #require(try await world.log().first)
      try await world.engine.write {
        try $0.execute("UPDATE callback SET client_id = 'nobody' WHERE id = $1", [SQLValue(damaged.id)])
      }
      try await world.write("https://other.example/hook")
      await world.worker.serveReady()
      let states = try await world.engine.read {
        try $0.query("SELECT state FROM callback ORDER BY state").map { try $0.text("state") }
      }
      #expect(states == ["dead", "done"])
    }
  }

  @Test("drill 15: a receiver that is down for a day gets everything when it is back, each event under one webhook-id")
  func downForADay() async throws {
    try await with(["secret"]) { world in
      world.sender.answers.withLock { $0["down.example"] = .failed("no connection: refused") }
      let start = world.clock.now
      for _ in 0..<3 { try await world.write("https://down.example/hook", count: 2) }
      var waits: [Duration] = []
      var last = start
      // Minute by minute; whoever is healthy is served in the very round in which its event is written.
      while world.clock.now.since(start) < .seconds(86_400) {
        try await world.write("https://healthy.example/hook")
        await world.worker.serveReady()
        let healthy = try await world.log().filter { $0.address.host == "healthy.example" }
        #expect(healthy.allSatisfy { $0.state == .done && $0.attempts == 1 })
        let count = world.sender.sent.withLock { sent in sent.count { $0.host == "down.example" } }
        if count > waits.count * 3 {
          waits.append(world.clock.now.since(last))
          last = world.clock.now
        }
        let next = try await world.log().filter { $0.address.host == "down.example" && $0.sequence == 1 }.map(\.nextAt).max()
        world.clock.advance(max(.seconds(60), (next ?? last).since(world.clock.now)))
      }
      // Until then 1 + 5 s + 5 min + 30 min + 2 h + 5 h + 10 h of the schedule have gone by, each within a tenth and a minute.
      for (index, wait) in waits.enumerated().dropFirst() {
        let planned = Duration.seconds(CallbackSchedule.waits[index])
        #expect(wait >= planned * 0.89 && wait <= planned * 1.11 + .seconds(61), "attempt \(index + 1) after \(wait)")
      }
      #expect(waits.count >= 7)
      world.sender.answers.withLock { $0["down.example"] = nil }
      world.clock.advance(.seconds(86_400))
      await world.worker.serveReady()
      let log = try await world.log().filter { $0.address.host == "down.example" }
      #expect(log.count == 6 && log.allSatisfy { $0.state == .done })
      let ids = world.sender.sent.withLock { sent in sent.filter { $0.host == "down.example" }.compactMap { $0.headers["webhook-id"] } }
      #expect(Set(ids) == Set(log.map(\.id.description)))
      let attempts = try await world.engine.read { try CallbackStore().attempts(of: log[0].id, tenantID: "t", in: $0) }
      #expect(attempts.last?.status == 200)
    }
  }

  @Test("a client without a secret in force gets nothing unsigned")
  func unsigned() async throws {
    try await with([]) { world in
      try await world.write("https://shop.example/hook")
      await world.worker.serveReady()
      #expect(world.sender.sent.withLock { $0.isEmpty })
      let log = try await world.log()
      #expect(log.map(\.state) == [.dead])
    }
  }
}
