package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// One delivery as the back office sees it.
package struct OfficeDelivery: Sendable {
  package let delivery: CallbackDelivery
  package let clientName: String
  package let attempts: [CallbackAttempt]
}

/// A page of the back office's delivery log.
package struct OfficeDeliveries: Sendable {
  package let items: [OfficeDelivery]
  package let next: ID<CallbackDelivery>?
  /// Every client, newest first, to choose from.
  package let clients: [APIClient]
  package let counts: [CallbackState: Int]
}

/// Callbacks of all clients for operators and auditors: log, dead letters, replay (M-032, 50002).
package struct OperateCallbacks: Sendable {
  package static let pageSize = 50
  private let callbacks: ManageCallbacks
  private let ledger: ContractLedger

  package init(callbacks: ManageCallbacks, ledger: ContractLedger) {
    self.callbacks = callbacks
    self.ledger = ledger
  }

  /// Throws `IdentityError` `.notPermitted`.
  package func list(
    _ filter: CallbackFilter, after: ID<CallbackDelivery>?, caller: Caller
  ) async throws -> OfficeDeliveries {
    try Self.require([.operator_, .auditor], caller)
    let (items, next) = try await callbacks.list(filter, after: after, limit: Self.pageSize, tenantID: nil)
    let (clients, counts) = try await callbacks.engine.read { connection in
      (try ClientStore().list(in: connection), try CallbackStore().counts(in: connection))
    }
    let names = Dictionary(clients.map { ($0.id, $0.name) }) { first, _ in first }
    return OfficeDeliveries(
      items: items.map { OfficeDelivery(delivery: $0, clientName: names[$0.clientID] ?? "", attempts: []) }, next: next,
      clients: clients, counts: counts)
  }

  /// Throws `ClientError` `.notFound`, `IdentityError` `.notPermitted`.
  package func find(_ id: ID<CallbackDelivery>, caller: Caller) async throws -> OfficeDelivery {
    try Self.require([.operator_, .auditor], caller)
    return try await callbacks.engine.read { connection in
      let store = CallbackStore()
      guard let found = try store.find(id, in: connection) else { throw ClientError(.notFound) }
      return OfficeDelivery(
        delivery: found, clientName: try ClientStore().find(found.clientID, in: connection)?.name ?? "",
        attempts: try store.attempts(of: id, tenantID: found.tenantID, in: connection))
    }
  }

  /// Throws `ClientError` `.wrongState` while it is under way, `IdentityError` `.notPermitted`.
  package func replay(_ id: ID<CallbackDelivery>, caller: Caller) async throws {
    try Self.require([.operator_], caller)
    let now = ledger.clock.now
    try await callbacks.engine.write { connection in
      guard let found = try CallbackStore().find(id, in: connection) else { throw ClientError(.notFound) }
      _ = try ManageCallbacks.replay(id, tenantID: found.tenantID, at: now, in: connection)
      try record(id.description, [Event.Fact("count", "1")], caller, at: now, in: connection)
    }
  }

  /// Sends again what is settled and was written in a span of time; how many. Throws `ClientError` `.parameter` when the
  /// span has no end or beginning, or holds too many.
  package func replay(_ filter: CallbackFilter, caller: Caller) async throws -> Int {
    try Self.require([.operator_], caller)
    let now = ledger.clock.now
    return try await callbacks.engine.write { connection in
      let count = try ManageCallbacks.replay(filter, tenantID: nil, at: now, in: connection)
      let facts = [
        Event.Fact("count", String(count)), Event.Fact("from", filter.from?.utcText ?? ""),
        Event.Fact("until", filter.until?.utcText ?? ""), Event.Fact("client", filter.client?.description ?? ""),
      ]
      try record("span", facts, caller, at: now, in: connection)
      return count
    }
  }

  private static func require(_ roles: Set<PlatformRole>, _ caller: Caller) throws(IdentityError) {
    guard !roles.isDisjoint(with: caller.platformRoles) else { throw IdentityError(.notPermitted) }
  }

  private func record(
    _ id: String, _ facts: [Event.Fact], _ caller: Caller, at now: Instant, in connection: any SQLConnection
  ) throws {
    try EventStore().append(
      [
        Event(
          id: ledger.random.id(at: now), tenantID: caller.tenantID, at: now, actor: caller.actor, scene: caller.scene,
          subject: Event.Subject(kind: "callback", id: id), kind: "callback.replayed", facts: facts)
      ], in: connection)
  }
}
