package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Idempotency keys of API clients (api.md "Answers", drill 11).
package struct AnswerOnce: Sendable {
  /// What a key meets.
  package enum Beginning: Equatable, Sendable {
    case started
    case inProgress
    case replay(status: Int, reply: [UInt8])
    case mismatch
  }

  private let engine: any SQLEngine
  private let vault: Vault
  private let clock: any WallClock

  package init(engine: any SQLEngine, vault: Vault, clock: any WallClock) {
    self.engine = engine
    self.vault = vault
    self.clock = clock
  }

  /// Takes the key for this very request: method, target and body.
  package func begin(
    _ key: String, client: APIClient, method: String, target: String, body: [UInt8]
  ) async throws -> Beginning {
    let now = clock.now
    let hash = FileDigest.of(Array("\(method) \(target)\n".utf8) + body)
    let found = try await engine.write { connection in
      try IdempotencyStore().begin(
        key, callerID: client.id.description, tenantID: client.tenantID, requestHash: hash, at: now, in: connection)
    }
    return switch found {
    case .started: .started
    case .inProgress: .inProgress
    case .replay(let status, let sealed): .replay(status: status, reply: try await open(sealed, key, client))
    case .mismatch: .mismatch
    }
  }

  /// Replies hold links and personal data, so they are kept sealed.
  private func open(_ sealed: [UInt8], _ key: String, _ client: APIClient) async throws -> [UInt8] {
    let vault = try await vault.open(tenantID: client.tenantID, at: clock.now)
    return Array(try vault.open(sealed, at: Self.place(key, client)).reveal().utf8)
  }

  private static func place(_ key: String, _ client: APIClient) -> VaultPlace {
    VaultPlace(table: "idempotency", column: "reply", row: "\(client.id) \(key)")
  }

  /// - Parameter reply: UTF-8 text.
  package func finish(_ key: String, client: APIClient, status: Int, reply: [UInt8]) async throws {
    let vault = try await vault.open(tenantID: client.tenantID, at: clock.now)
    let reply = try vault.seal(Sensitive(String(decoding: reply, as: UTF8.self)), at: Self.place(key, client))
    try await engine.write { connection in
      _ = try IdempotencyStore().finish(
        key, callerID: client.id.description, tenantID: client.tenantID, status: status, reply: reply, in: connection)
    }
  }

  package func abandon(_ key: String, client: APIClient) async throws {
    try await engine.write { connection in
      try IdempotencyStore().abandon(key, callerID: client.id.description, tenantID: client.tenantID, in: connection)
    }
  }
}
