package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// A client with a secret that is shown once.
package struct IssuedClient: Sendable {
  package let client: APIClient
  package let secret: Sensitive<String>
}

/// Creates, rotates and revokes clients of the open API: for the command line and the back office (api.md).
package struct ManageClients: Sendable {
  /// How long a replaced secret still works, seconds.
  package static let rotationSeconds: Int64 = 86_400
  private static let nameCharactersMax = 128

  private let engine: any SQLEngine
  private let vault: Vault
  private let clock: any WallClock
  private let random: any RandomSource

  package init(engine: any SQLEngine, vault: Vault, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.vault = vault
    self.clock = clock
    self.random = random
  }

  /// A new client. `tenantID` nil gives it a namespace of its own. Throws `ClientError` `.parameter`.
  package func create(
    name: String, scopes: Set<APIScope>, allowedAddresses: [String] = [], settings: ClientSettings = ClientSettings(),
    tenantID: String? = nil
  ) async throws -> IssuedClient {
    let name = name.trimmingWhitespace
    guard (1...Self.nameCharactersMax).contains(name.count) else {
      throw ClientError.parameter("name", "名称应为 1 到 128 个字符。", "The name has 1 to 128 characters.")
    }
    guard !scopes.isEmpty else {
      throw ClientError.parameter("scope", "请至少给出一个权限范围。", "Give at least one scope.")
    }
    let now = clock.now
    let id: ID<APIClient> = random.id(at: now)
    let client = APIClient(
      id: id, tenantID: tenantID ?? APIClient.ownTenant(of: id), name: name, scopes: scopes,
      allowedAddresses: allowedAddresses, settings: settings, createdAt: now)
    let secret = newSecret(of: id, at: now)
    let vault = try await vault.open(tenantID: client.tenantID, at: now)
    try await engine.write { connection in
      try ClientStore().insert(client, in: connection)
      try ClientStore().insert(secret, vault: vault, in: connection)
      try record("client.created", client, at: now, in: connection)
    }
    return IssuedClient(client: client, secret: secret.text)
  }

  /// A second secret; the one before works for another day, older ones end at once. Throws `ClientError` `.notFound`.
  package func rotate(_ id: ID<APIClient>) async throws -> IssuedClient {
    let now = clock.now
    guard let client = try await engine.read({ try ClientStore().find(id, in: $0) }), client.isActive else {
      throw ClientError(.notFound)
    }
    let secret = newSecret(of: id, at: now)
    let vault = try await vault.open(tenantID: client.tenantID, at: now)
    try await engine.write { connection in
      let store = ClientStore()
      let old = try store.secrets(of: id, vault: vault, at: now, in: connection)
      for (index, one) in old.enumerated() {
        let isNewest = index == old.count - 1
        try store.expire(one.id, of: id, at: isNewest ? now.adding(.seconds(Self.rotationSeconds)) : now, in: connection)
      }
      try store.insert(secret, vault: vault, in: connection)
      try record("client.rotated", client, at: now, in: connection)
    }
    return IssuedClient(client: client, secret: secret.text)
  }

  /// Ends a client; every later request is refused. Throws `ClientError` `.notFound`.
  package func revoke(_ id: ID<APIClient>) async throws {
    let now = clock.now
    guard let client = try await engine.read({ try ClientStore().find(id, in: $0) }) else { throw ClientError(.notFound) }
    try await engine.write { connection in
      if try ClientStore().revoke(id, at: now, in: connection) {
        try record("client.revoked", client, at: now, in: connection)
      }
    }
  }

  package func list() async throws -> [APIClient] { try await engine.read { try ClientStore().list(in: $0) } }

  /// A client's requests that were refused, newest first, and its use by day.
  package func activity(
    of id: ID<APIClient>, before last: ID<RequestLogEntry>? = nil, since day: String
  ) async throws -> (requests: [RequestLogEntry], usage: [ClientUsage]) {
    try await engine.read { connection in
      let log = RequestLogStore()
      return (
        try log.list(of: id, before: last, limit: 100, in: connection), try log.usage(of: id, since: day, in: connection)
      )
    }
  }

  private func newSecret(of id: ID<APIClient>, at now: Instant) -> ClientSecret {
    ClientSecret(id: random.id(at: now), clientID: id, text: Sensitive("hs_" + random.token(byteCount: 32)), createdAt: now)
  }

  private func record(_ kind: String, _ client: APIClient, at now: Instant, in connection: any SQLConnection) throws {
    let event = Event(
      id: random.id(at: now), tenantID: client.tenantID, at: now, actor: .system, scene: .system,
      subject: Event.Subject(kind: "client", id: client.id.description), kind: kind,
      facts: [Event.Fact("client", client.name)])
    try EventStore().append([event], in: connection)
  }
}
