package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage

/// Alarms of the back office: operators and auditors see what is open, operators say that they deal with it (50002, 50003).
package struct OperateNotices: Sendable {
  private static let pageSize = 20
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource

  package init(engine: any SQLEngine, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.clock = clock
    self.random = random
  }

  private static func mayRead(_ caller: Caller) -> Bool { !caller.platformRoles.isDisjoint(with: [.operator_, .auditor]) }

  /// Newest first. Throws `IdentityError` `.notPermitted`.
  package func open(caller: Caller) async throws -> [OperationNotice] {
    guard Self.mayRead(caller) else { throw IdentityError(.notPermitted) }
    return try await engine.read { try OperationNoticeStore().open(limit: Self.pageSize, in: $0) }
  }

  /// For the badge; none for people who may not read them.
  package func count(caller: Caller) async throws -> Int {
    guard Self.mayRead(caller) else { return 0 }
    return try await engine.read { try OperationNoticeStore().countOpen(in: $0) }
  }

  /// Somebody deals with it; a second click changes nothing. Throws `IdentityError` `.notPermitted`.
  package func see(_ key: OperationNotice.Key, caller: Caller) async throws {
    guard caller.platformRoles.contains(.operator_) else { throw IdentityError(.notPermitted) }
    let now = clock.now
    try await engine.write { connection in
      guard try OperationNoticeStore().see(key, by: caller.accountID, at: now, in: connection) else { return }
      try EventStore().append(
        [
          Event(
            id: random.id(at: now), tenantID: caller.tenantID, at: now, actor: caller.actor, scene: caller.scene,
            subject: Event.Subject(kind: "operationNotice", id: "\(key.kind.rawValue) \(key.hour)"), kind: "operation.noticeSeen",
            facts: [Event.Fact("place", key.place)])
        ], in: connection)
    }
  }
}
