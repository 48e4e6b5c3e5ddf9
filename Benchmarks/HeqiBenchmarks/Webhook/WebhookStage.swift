internal import Foundation
internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiSQLite
internal import HeqiStorage

/// A database with one client, the receivers of its callbacks, and the parts of the server that bring them there.
struct WebhookStage: Sendable {
  private static let secret = "0123456789abcdef0123456789abcdef"
  private static let tenant = "bench"

  let receiver: WebhookReceiver
  let deliver: DeliverCallback
  private let engine: SQLiteEngine
  private let sender: HTTPCallbackSender
  private let clock = SystemClock()
  private let random = SystemRandom()
  private let client: APIClient
  private let addresses: [CallbackAddress]

  init(folder: String, endpoints: Int) async throws {
    receiver = WebhookReceiver(secret: Self.secret)
    let port = try await receiver.start()
    engine = try SQLiteEngine(path: folder + "/webhook.sqlite")
    let now = clock.now
    try await HeqiMigrations.run(on: engine, at: now)
    let vault = Vault(
      keys: DataKeyRing(engine: engine, masters: MasterKeyRing(current: try MasterKey([UInt8](repeating: 7, count: 32)))))
    let open = try await vault.open(tenantID: Self.tenant, at: now)
    let client = APIClient(id: random.id(at: now), tenantID: Self.tenant, name: "Bench", createdAt: now)
    let secret = ClientSecret(id: random.id(at: now), clientID: client.id, text: Sensitive(Self.secret), createdAt: now)
    try await engine.write { connection in
      try ClientStore().insert(client, in: connection)
      try ClientStore().insert(secret, vault: open, in: connection)
    }
    self.client = client
    sender = HTTPCallbackSender(allowsPrivateNetworks: true, clock: clock)
    deliver = DeliverCallback(engine: engine, vault: vault, sender: sender, clock: clock, random: random)
    addresses = (0..<endpoints).compactMap { number in
      let path = switch Self.manner(endpoint: number) { case .healthy: "ok"; case .hanging: "hang"; case .failing: "fail" }
      return CallbackAddress("http://127.1.\(number / 250).\(number % 250 + 1):\(port)/\(path)")
    }
  }

  /// Of ten endpoints one hangs and one fails.
  private static func manner(endpoint: Int) -> WebhookReceiver.Manner {
    switch endpoint % 10 {
    case 3: .hanging
    case 7: .failing
    default: .healthy
    }
  }

  func manner(_ number: Int) -> WebhookReceiver.Manner { Self.manner(endpoint: number % addresses.count) }

  /// One event, durable as its cause would be.
  func write(_ number: Int) async throws {
    let delivery = delivery(number)
    try await engine.write { try CallbackStore().insert(delivery, in: $0) }
  }

  /// Many events in one transaction.
  func write(numbers: Range<Int>) async throws {
    let deliveries = numbers.map(delivery)
    try await engine.write { connection in
      for delivery in deliveries { try CallbackStore().insert(delivery, in: connection) }
    }
  }

  private func delivery(_ number: Int) -> CallbackDelivery {
    let now = clock.now
    let body = #"{"n":\#(number),"type":"ContractStatusChangedEvent","timestamp":"2026-11-28T08:00:00Z","data":{"contractId":"#
      + #""01890000-0000-7000-8000-000000000000","transactionNo":"A0000000000001","bizId":"LOAN-\#(number)","bizType":"LOAN","#
      + #""status":"SIGNING","signers":[{"partyId":"A","signStatus":"SIGNED"},{"partyId":"B","signStatus":"WAITING"}],"sequence":1}}"#
    return CallbackDelivery(
      id: random.id(at: now), tenantID: Self.tenant, clientID: client.id, subject: .contract(random.id(at: now)), sequence: 1,
      type: .contractStatusChanged, address: addresses[number % addresses.count], body: body, nextAt: now, createdAt: now)
  }

  /// One call by the sender alone.
  func call(_ number: Int) async throws {
    let healthy = (number..<(number + addresses.count)).first { manner($0) == .healthy } ?? number
    let delivery = delivery(healthy)
    let now = clock.now.seconds
    let unique = delivery.body.replacing(#"{"n":\#(healthy),"#, with: #"{"n":\#(number),"#, maxReplacements: 1)
    let own = CallbackDelivery(
      id: delivery.id, tenantID: Self.tenant, clientID: client.id, subject: delivery.subject, sequence: 1, type: delivery.type,
      address: delivery.address, body: unique, nextAt: delivery.nextAt, createdAt: delivery.createdAt)
    let answer = await sender.post(
      unique, to: own.address,
      headers: [
        ("content-type", "application/json; charset=utf-8"), ("webhook-id", own.id.description), ("webhook-timestamp", String(now)),
        ("webhook-signature", CallbackSignature.header(of: own, secrets: [Sensitive(Self.secret)], at: now)),
      ])
    guard case .answered(200, _) = answer else { throw LoadError("a call failed: \(answer)") }
  }

  /// Until so many calls have arrived at healthy endpoints. Throws after two minutes without the last.
  func wait(for count: Int) async throws {
    let end = ContinuousClock.now + .seconds(120)
    while receiver.count < count {
      guard ContinuousClock.now < end else { throw LoadError("\(receiver.count) of \(count) deliveries arrived") }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Throws when a call was wrong, or came twice.
  func check() throws {
    guard receiver.faults.isEmpty else { throw LoadError("wrong calls: \(receiver.faults)") }
  }

  func close() async throws {
    await engine.close()
    try await receiver.stop()
  }
}
