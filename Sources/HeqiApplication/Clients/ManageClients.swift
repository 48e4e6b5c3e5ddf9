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
    tenantID: String? = nil, by actor: Actor = .system, from scene: Scene = .system
  ) async throws -> IssuedClient {
    let name = try Self.checked(name, scopes)
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
      try record("client.created", client, by: actor, from: scene, at: now, in: connection)
    }
    return IssuedClient(client: client, secret: secret.text)
  }

  /// A second secret; the one before works for another day, older ones end at once. Throws `ClientError` `.notFound`.
  package func rotate(
    _ id: ID<APIClient>, by actor: Actor = .system, from scene: Scene = .system
  ) async throws -> IssuedClient {
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
      try record("client.rotated", client, by: actor, from: scene, at: now, in: connection)
    }
    return IssuedClient(client: client, secret: secret.text)
  }

  /// Ends a client; every later request is refused. Throws `ClientError` `.notFound`.
  package func revoke(_ id: ID<APIClient>, by actor: Actor = .system, from scene: Scene = .system) async throws {
    let now = clock.now
    guard let client = try await engine.read({ try ClientStore().find(id, in: $0) }) else { throw ClientError(.notFound) }
    try await engine.write { connection in
      if try ClientStore().revoke(id, at: now, in: connection) {
        try record("client.revoked", client, by: actor, from: scene, at: now, in: connection)
      }
    }
  }

  /// Ends one secret at once. Throws `ClientError` `.wrongState` for the only one in force.
  package func end(
    _ secret: ID<ClientSecret>, of id: ID<APIClient>, by actor: Actor = .system, from scene: Scene = .system
  ) async throws {
    let now = clock.now
    try await engine.write { connection in
      let store = ClientStore()
      guard let client = try store.find(id, in: connection) else { throw ClientError(.notFound) }
      let inForce = try store.secretTimes(of: id, at: now, in: connection)
      guard inForce.contains(where: { $0.id == secret }) else { throw ClientError(.notFound) }
      guard inForce.count > 1 else {
        throw ClientError(.wrongState, remark: Bilingual("这是唯一有效的密钥。请先轮换密钥，或停用客户端。", "This is the only secret in force. Rotate first, or revoke the client."))
      }
      try store.expire(secret, of: id, at: now, in: connection)
      try record("client.secretEnded", client, by: actor, from: scene, at: now, in: connection)
    }
  }

  /// Name, scopes, addresses and settings. Throws `ClientError` `.notFound`, `.parameter`.
  package func change(
    _ id: ID<APIClient>, _ terms: ClientTerms, by actor: Actor = .system, from scene: Scene = .system
  ) async throws {
    let name = try Self.checked(terms.name, terms.scopes)
    let now = clock.now
    try await engine.write { connection in
      guard let old = try ClientStore().find(id, in: connection), old.isActive else { throw ClientError(.notFound) }
      let client = APIClient(
        id: id, tenantID: old.tenantID, name: name, scopes: terms.scopes, allowedAddresses: terms.addresses,
        settings: terms.settings, createdAt: old.createdAt, lastUsedAt: old.lastUsedAt)
      try ClientStore().save(client, in: connection)
      try record("client.changed", client, by: actor, from: scene, at: now, in: connection)
    }
  }

  private static func checked(_ name: String, _ scopes: Set<APIScope>) throws(ClientError) -> String {
    let name = name.trimmingWhitespace
    guard (1...nameCharactersMax).contains(name.unicodeScalars.count), name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
      throw .parameter("name", "名称应为 1 到 128 个字符。", "The name has 1 to 128 characters.")
    }
    guard !scopes.isEmpty else { throw .parameter("scope", "请至少选择一个权限范围。", "Choose at least one scope.") }
    return name
  }

  package func list() async throws -> [APIClient] { try await engine.read { try ClientStore().list(in: $0) } }

  /// Everything the back office shows of a client. Throws `ClientError` `.notFound`.
  package func dossier(
    of id: ID<APIClient>, before last: ID<RequestLogEntry>? = nil, limit: Int, days: Int
  ) async throws -> ClientDossier {
    let now = clock.now
    let first = ClientUsage.day(of: now.adding(.seconds(-86_400 * Int64(days - 1))))
    return try await engine.read { connection in
      let (store, log) = (ClientStore(), RequestLogStore())
      guard let client = try store.find(id, in: connection) else { throw ClientError(.notFound) }
      let requests = try log.list(of: id, before: last, limit: limit, in: connection)
      return ClientDossier(
        client: client, secrets: try store.secretTimes(of: id, at: now, in: connection),
        usage: try log.usage(of: id, since: first, in: connection), requests: requests,
        next: requests.count == limit ? requests.last?.id : nil, now: now)
    }
  }

  private func newSecret(of id: ID<APIClient>, at now: Instant) -> ClientSecret {
    ClientSecret(id: random.id(at: now), clientID: id, text: Sensitive("hs_" + random.token(byteCount: 32)), createdAt: now)
  }

  private func record(
    _ kind: String, _ client: APIClient, by actor: Actor, from scene: Scene, at now: Instant, in connection: any SQLConnection
  ) throws {
    let event = Event(
      id: random.id(at: now), tenantID: client.tenantID, at: now, actor: actor, scene: scene,
      subject: Event.Subject(kind: "client", id: client.id.description), kind: kind,
      facts: [Event.Fact("client", client.name)])
    try EventStore().append([event], in: connection)
  }
}
