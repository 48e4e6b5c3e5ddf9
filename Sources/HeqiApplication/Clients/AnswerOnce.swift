package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

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
  private let clock: any WallClock

  package init(engine: any SQLEngine, clock: any WallClock) {
    self.engine = engine
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
    case .replay(let status, let reply): .replay(status: status, reply: reply)
    case .mismatch: .mismatch
    }
  }

  package func finish(_ key: String, client: APIClient, status: Int, reply: [UInt8]) async throws {
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
