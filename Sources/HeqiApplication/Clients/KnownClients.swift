import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Synchronization

/// A client with its secrets as they stood at `revision`.
struct KnownClient: Sendable {
  let client: APIClient
  let secrets: [ClientSecret]
  let revision: Int64
}

/// Clients kept in memory, so that a signed request costs one statement: the one that takes its nonce and, with it, says
/// whether the client is still as it is known here.
///
/// Shared state: the clients read so far.
final class KnownClients: Sendable {
  private static let countMax = 1024

  private let engine: any SQLEngine
  private let vault: Vault
  private let kept = Mutex<[ID<APIClient>: KnownClient]>([:])

  init(engine: any SQLEngine, vault: Vault) {
    self.engine = engine
    self.vault = vault
  }

  /// As it is kept here; nil when it has not been read yet.
  func kept(_ id: ID<APIClient>) -> KnownClient? { kept.withLock { $0[id] } }

  /// As it stands in the database now; nil when there is no such client.
  func read(_ id: ID<APIClient>, at now: Instant) async throws -> KnownClient? {
    guard let client = try await engine.read({ try ClientStore().find(id, in: $0) }) else {
      kept.withLock { _ = $0.removeValue(forKey: id) }
      return nil
    }
    let vault = try await vault.open(tenantID: client.tenantID, at: now)
    let known = try await engine.read { connection -> KnownClient? in
      let store = ClientStore()
      // The revision first: what changes while the rest is read makes the nonce fail, and the client is read again.
      guard let revision = try store.revision(of: id, in: connection), let client = try store.find(id, in: connection) else { return nil }
      return KnownClient(
        client: client, secrets: try store.secrets(of: id, vault: vault, at: now, in: connection), revision: revision)
    }
    kept.withLock { kept in
      if kept.count >= Self.countMax { kept.removeAll(keepingCapacity: true) }
      kept[id] = known
    }
    return known
  }
}
