package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// A client's delivery log and its dead letters (M-032, 50002).
package struct ManageCallbacks: Sendable {
  package static let pageMax = 100
  private let engine: any SQLEngine
  private let clock: any WallClock

  package init(engine: any SQLEngine, clock: any WallClock) {
    self.engine = engine
    self.clock = clock
  }

  /// Newest first; `next` continues the list.
  package func list(
    contract: ID<Contract>?, state: CallbackState?, after: ID<CallbackDelivery>?, limit: Int, client: APIClient
  ) async throws -> (items: [CallbackDelivery], next: ID<CallbackDelivery>?) {
    let items = try await engine.read {
      try CallbackStore().list(
        tenantID: client.tenantID, contract: contract, state: state, before: after, limit: limit, in: $0)
    }
    return (items, items.count == limit ? items.last?.id : nil)
  }

  /// Sends a done or dead delivery again. Throws `ClientError` `.notFound`, or `.wrongState` while it is under way.
  package func replay(_ id: ID<CallbackDelivery>, client: APIClient) async throws -> CallbackDelivery {
    let now = clock.now
    return try await engine.write { connection in
      let store = CallbackStore()
      guard let found = try store.find(id, tenantID: client.tenantID, in: connection) else { throw ClientError(.notFound) }
      guard try store.replay(found, at: now, in: connection) else { throw ClientError(.wrongState) }
      return try store.find(id, tenantID: client.tenantID, in: connection) ?? found
    }
  }

  /// By state, for `/metrics`.
  package func counts() async throws -> [CallbackState: Int] { try await engine.read { try CallbackStore().counts(in: $0) } }
}
