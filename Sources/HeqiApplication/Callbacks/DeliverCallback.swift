internal import Crypto
internal import Foundation
package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// A delivery taken by this process, with everything its attempt needs.
package struct CallbackTask: Sendable {
  package let delivery: CallbackDelivery
  /// In force now, oldest first; none when the client has none left.
  let secrets: [Sensitive<String>]
  let headers: [(name: String, value: String)]
  /// Why it cannot be prepared; then nothing is sent.
  let fault: String?
}

/// What one attempt brought, not noted yet.
package struct CallbackResult: Sendable {
  package let delivery: CallbackDelivery
  package let verdict: CallbackVerdict
  package let attempt: CallbackAttempt
}

/// Takes deliveries that are due, signs and sends them, and notes what came of it (M-033). Both ends work in batches:
/// one transaction takes what is due, one notes what has ended meanwhile; between them is nothing but the network.
package struct DeliverCallback: Sendable {
  /// Longer than an attempt may take; how long a delivery waits when the process dies.
  static let lease = Duration.seconds(25)

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

  /// Takes what is due and finds room. What was taken must be attempted and settled, and its room given back.
  package func claim(_ bulkheads: CallbackBulkheads) async throws -> [CallbackTask] {
    let now = clock.now
    let due = try await engine.read { try CallbackStore().due(at: now, room: { bulkheads.room(for: $0) }, in: $0) }
    guard !due.isEmpty else { return [] }
    var leased = due.leased
    let chosen = due.ready.filter { delivery in
      let endpoint = delivery.address.endpoint
      guard leased[endpoint, default: 0] < CallbackStore.endpointWidth, bulkheads.enter(endpoint) else { return false }
      leased[endpoint, default: 0] += 1
      return true
    }
    guard !chosen.isEmpty || due.hasLapsed || !due.unreadable.isEmpty else { return [] }
    let taken: [CallbackDelivery]
    do {
      taken = try await engine.write { connection in
        let store = CallbackStore()
        if due.hasLapsed { try store.releaseLapsed(at: now, in: connection) }
        try store.buryUnreadable(due.unreadable, at: now, in: connection)
        return try store.lease(chosen, until: now.adding(Self.lease), in: connection)
      }
    } catch {
      for delivery in chosen { bulkheads.leave(delivery.address.endpoint) }
      throw error
    }
    let mine = Set(taken.map(\.id))
    for delivery in chosen where !mine.contains(delivery.id) { bulkheads.leave(delivery.address.endpoint) }
    return await prepare(taken, at: now)
  }

  /// One attempt: network only.
  package func attempt(_ task: CallbackTask) async -> CallbackResult {
    let delivery = task.delivery
    let start = clock.now
    let answer = await answer(to: task, at: start)
    let jitter = Double(random.bytes(1)[0]) / 255
    let verdict = CallbackSchedule.verdict(on: answer, attempts: delivery.attempts, jitter: jitter)
    var status: Int?
    if case .answered(let code, _) = answer { status = code }
    var reason: String?
    switch verdict {
    case .done: break
    case .again(_, let text), .dead(let text, _): reason = text
    }
    return CallbackResult(
      delivery: delivery, verdict: verdict,
      attempt: CallbackAttempt(
        number: delivery.attempts, at: start, took: max(.zero, clock.now.since(start)), status: status, error: reason))
  }

  /// Notes what attempts brought, all in one transaction. Where it throws, their leases run out and they come again.
  package func settle(_ results: [CallbackResult]) async throws {
    let now = clock.now
    try await engine.write { connection in
      for result in results {
        let delivery = result.delivery
        let isMine = try CallbackStore().settle(delivery, result.verdict, attempt: result.attempt, at: now, in: connection)
        guard isMine, case .dead(let reason, _) = result.verdict else { continue }
        try OperationNoticeStore().note(.callbackDead, at: delivery.address.endpoint, reason: reason, at: now, in: connection)
      }
    }
  }

  private func answer(to task: CallbackTask, at now: Instant) async -> CallbackAnswer {
    if let fault = task.fault { return .failed(fault) }
    guard !task.secrets.isEmpty else { return .refused("the client has no secret in force") }
    let delivery = task.delivery
    let headers: [(name: String, value: String)] = [
      ("content-type", "application/json; charset=utf-8"), ("user-agent", "Heqi-Callback/1"),
      ("webhook-id", delivery.id.description), ("webhook-timestamp", String(now.seconds)),
      ("webhook-signature", CallbackSignature.header(of: delivery, secrets: task.secrets, at: now.seconds)),
      ("x-heqi-attempt", String(delivery.attempts)),
    ]
    return await sender.post(delivery.body, to: delivery.address, headers: headers + task.headers)
  }

  // MARK: preparing

  /// A delivery that cannot be prepared fails by the schedule, so that it ends one day and holds up nobody.
  private func prepare(_ deliveries: [CallbackDelivery], at now: Instant) async -> [CallbackTask] {
    var tasks: [CallbackTask] = []
    for (tenantID, group) in Dictionary(grouping: deliveries, by: \.tenantID) {
      do {
        let vault = try await vault.open(tenantID: tenantID, at: now)
        tasks += try await engine.read { connection in
          var secrets: [ID<APIClient>: [Sensitive<String>]] = [:]
          return group.map { delivery in
            do {
              let own = try secrets[delivery.clientID]
                ?? ClientStore().secrets(of: delivery.clientID, vault: vault, at: now, in: connection).map(\.text)
              secrets[delivery.clientID] = own
              let headers = try Self.headers(Self.headers(of: delivery, vault: vault, in: connection))
              return CallbackTask(delivery: delivery, secrets: own, headers: headers, fault: nil)
            } catch {
              return Self.faulty(delivery, error)
            }
          }
        }
      } catch {
        tasks += group.map { Self.faulty($0, error) }
      }
    }
    return tasks
  }

  private static func faulty(_ delivery: CallbackDelivery, _ error: any Error) -> CallbackTask {
    CallbackTask(delivery: delivery, secrets: [], headers: [], fault: "the delivery could not be prepared: \(type(of: error))")
  }

  private static func headers(
    of delivery: CallbackDelivery, vault: TenantVault, in connection: any SQLConnection
  ) throws -> Sensitive<String>? {
    switch delivery.subject {
    case .contract(let id): try ClientContractStore(vault: vault).callbackHeaders(of: id, in: connection)
    case .verification(let id): try FaceStore(vault: vault).callbackHeaders(of: id, in: connection)
    }
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
