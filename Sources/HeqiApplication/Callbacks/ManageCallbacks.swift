package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// A client's delivery log and its dead letters (M-032, 50002).
package struct ManageCallbacks: Sendable {
  package static let pageMax = 100
  /// Replayed by one call.
  package static let replayMax = 10_000
  let engine: any SQLEngine
  let clock: any WallClock

  package init(engine: any SQLEngine, clock: any WallClock) {
    self.engine = engine
    self.clock = clock
  }

  /// Newest first; `next` continues the list.
  package func list(
    _ filter: CallbackFilter, after: ID<CallbackDelivery>?, limit: Int, client: APIClient
  ) async throws -> (items: [CallbackDelivery], next: ID<CallbackDelivery>?) {
    try await list(filter, after: after, limit: limit, tenantID: client.tenantID)
  }

  func list(
    _ filter: CallbackFilter, after: ID<CallbackDelivery>?, limit: Int, tenantID: String?
  ) async throws -> (items: [CallbackDelivery], next: ID<CallbackDelivery>?) {
    let items = try await engine.read {
      try CallbackStore().list(tenantID: tenantID, filter, before: after, limit: limit, in: $0)
    }
    return (items, items.count == limit ? items.last?.id : nil)
  }

  /// One delivery and every attempt at it. Throws `ClientError` `.notFound`.
  package func find(
    _ id: ID<CallbackDelivery>, client: APIClient
  ) async throws -> (delivery: CallbackDelivery, attempts: [CallbackAttempt]) {
    try await find(id, tenantID: client.tenantID)
  }

  func find(
    _ id: ID<CallbackDelivery>, tenantID: String
  ) async throws -> (delivery: CallbackDelivery, attempts: [CallbackAttempt]) {
    try await engine.read { connection in
      let store = CallbackStore()
      guard let found = try store.find(id, tenantID: tenantID, in: connection) else { throw ClientError(.notFound) }
      return (found, try store.attempts(of: id, tenantID: tenantID, in: connection))
    }
  }

  /// Sends a done or dead delivery again. Throws `ClientError` `.notFound`, or `.wrongState` while it is under way.
  package func replay(_ id: ID<CallbackDelivery>, client: APIClient) async throws -> CallbackDelivery {
    let now = clock.now
    return try await engine.write { try Self.replay(id, tenantID: client.tenantID, at: now, in: $0) }
  }

  static func replay(
    _ id: ID<CallbackDelivery>, tenantID: String, at now: Instant, in connection: any SQLConnection
  ) throws -> CallbackDelivery {
    let store = CallbackStore()
    guard let found = try store.find(id, tenantID: tenantID, in: connection) else { throw ClientError(.notFound) }
    guard try store.replay(found, at: now, in: connection) else { throw ClientError(.wrongState) }
    return try store.find(id, tenantID: tenantID, in: connection) ?? found
  }

  /// Sends again what was written in a span of time and is settled; how many. Throws `ClientError` `.parameter` when that
  /// is more than `replayMax`.
  package func replay(_ filter: CallbackFilter, client: APIClient) async throws -> Int {
    let now = clock.now
    return try await engine.write { try Self.replay(filter, tenantID: client.tenantID, at: now, in: $0) }
  }

  static func replay(
    _ filter: CallbackFilter, tenantID: String?, at now: Instant, in connection: any SQLConnection
  ) throws -> Int {
    guard filter.from != nil, filter.until != nil else {
      throw ClientError.parameter("from", "请给出时间范围的开始和结束。", "Say where the span begins and ends.")
    }
    guard let count = try CallbackStore().replay(tenantID: tenantID, filter, limit: replayMax, at: now, in: connection) else {
      throw ClientError.parameter(
        "from", "这段时间里的推送超过 \(replayMax) 条，请缩短时间范围后分次重发。",
        "More than \(replayMax) deliveries lie in this span; replay it in shorter ones.")
    }
    return count
  }

  /// By state, for `/metrics`.
  package func counts() async throws -> [CallbackState: Int] { try await engine.read { try CallbackStore().counts(in: $0) } }
}
