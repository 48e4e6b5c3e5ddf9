internal import Crypto
internal import Foundation
package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Takes deliveries that are due, signs and sends them, and notes what came of it (M-033).
package struct DeliverCallback: Sendable {
  /// Longer than an attempt may take.
  static let lease = Duration.seconds(60)

  private let engine: any SQLEngine
  private let vault: Vault
  private let sender: any CallbackSender
  private let clock: any WallClock
  private let random: any RandomSource

  package init(
    engine: any SQLEngine, vault: Vault, sender: any CallbackSender, clock: any WallClock, random: any RandomSource
  ) {
    self.engine = engine
    self.vault = vault
    self.sender = sender
    self.clock = clock
    self.random = random
  }

  package func claim(limit: Int) async throws -> [CallbackDelivery] {
    let now = clock.now
    guard limit > 0, try await engine.read({ try CallbackStore().hasReady(at: now, in: $0) }) else { return [] }
    return try await engine.write { try CallbackStore().claim(limit: limit, lease: Self.lease, at: now, in: $0) }
  }

  /// One attempt. Where it throws, the lease runs out and the delivery comes again.
  package func callAsFunction(_ delivery: CallbackDelivery) async throws -> CallbackVerdict {
    let answer = try await attempt(delivery)
    let jitter = Double(random.bytes(1)[0]) / 255
    var verdict = CallbackVerdict.dead(reason: "the client has no secret in force", disables: false)
    var status: Int?
    if let answer {
      verdict = CallbackSchedule.verdict(on: answer, attempts: delivery.attempts, jitter: jitter)
      if case .answered(let code, _) = answer { status = code }
    }
    let now = clock.now
    let (settled, code) = (verdict, status)
    try await engine.write { try CallbackStore().settle(delivery, settled, status: code, at: now, in: $0) }
    return verdict
  }

  /// nil when nothing is left to sign with.
  private func attempt(_ delivery: CallbackDelivery) async throws -> CallbackAnswer? {
    let now = clock.now
    let vault = try await vault.open(tenantID: delivery.tenantID, at: now)
    let (secrets, own) = try await engine.read { connection in
      let secrets = try ClientStore().secrets(of: delivery.clientID, vault: vault, at: now, in: connection)
      let order = try ClientContractStore(vault: vault).find(delivery.contractID, in: connection)
      return (secrets.map(\.text), order?.callbackHeaders)
    }
    guard !secrets.isEmpty else { return nil }
    let signature = CallbackSignature.header(of: delivery, secrets: secrets, at: now.seconds)
    let headers: [(name: String, value: String)] = [
      ("content-type", "application/json; charset=utf-8"), ("user-agent", "Heqi-Callback/1"),
      ("webhook-id", delivery.id.description), ("webhook-timestamp", String(now.seconds)), ("webhook-signature", signature),
      ("x-heqi-attempt", String(delivery.attempts)),
    ]
    return await sender.post(delivery.body, to: delivery.address, headers: headers + (try Self.headers(own)))
  }

  private static func headers(_ json: Sensitive<String>?) throws -> [(name: String, value: String)] {
    guard let json else { return [] }
    return try JSONDecoder().decode([String: String].self, from: Data(json.reveal().utf8)).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }
}

/// `webhook-signature` of Standard Webhooks 1.0: `v1,` and base64 of HMAC-SHA-256, one for each secret in force, so that
/// receivers follow a rotation in their own time. The key is the client's secret as UTF-8, as for requests (M-028).
package enum CallbackSignature {
  package static func header(of delivery: CallbackDelivery, secrets: [Sensitive<String>], at seconds: Int64) -> String {
    let text = Data(delivery.signedText(at: seconds).utf8)
    return secrets.map { secret in
      let key = SymmetricKey(data: Data(secret.reveal().utf8))
      return "v1," + Data(HMAC<SHA256>.authenticationCode(for: text, using: key)).base64EncodedString()
    }.joined(separator: " ")
  }
}
