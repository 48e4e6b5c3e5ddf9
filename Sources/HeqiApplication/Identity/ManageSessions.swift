package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Signs out the session in use.
package struct LogOut: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Does nothing when it has ended already.
  package func callAsFunction(_ id: ID<LoginSession>, caller: Caller) async throws {
    let now = ledger.clock.now
    let events = ledger.events(
      [AccountEvent.loggedOut], tenantID: caller.tenantID, subject: Self.subject(caller), actor: caller.actor,
      scene: caller.scene, at: now)
    try await ledger.engine.write { connection in
      let sessions = LoginSessionStore(tenantID: caller.tenantID)
      guard try sessions.end(id, of: caller.accountID, reason: .signedOut, at: now, in: connection) else { return }
      try EventStore().append(events, in: connection)
    }
  }

  static func subject(_ caller: Caller) -> Event.Subject {
    Event.Subject(kind: "account", id: caller.accountID.description)
  }
}

/// Lists the caller's live sessions, newest first.
package struct ListSessions: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  package func callAsFunction(caller: Caller) async throws -> [LoginSession] {
    let now = ledger.clock.now
    let sessions = LoginSessionStore(tenantID: caller.tenantID)
    let live = try await ledger.engine.read { try sessions.live(caller.accountID, at: now, in: $0) }
    let policy = caller.scene.client == .backOffice ? SessionPolicy.backOffice : .person
    return live.filter { policy.isLive($0, at: now) }
  }
}

/// Ends one or all other sessions of the caller.
package struct RevokeSession: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Ends one session. Throws `.sessionEnded` when it is not a live one of the caller's.
  package func callAsFunction(_ id: ID<LoginSession>, caller: Caller) async throws {
    let now = ledger.clock.now
    let events = events(caller, now)
    try await ledger.engine.write { connection in
      let sessions = LoginSessionStore(tenantID: caller.tenantID)
      guard try sessions.end(id, of: caller.accountID, reason: .revoked, at: now, in: connection) else {
        throw IdentityError(.sessionEnded)
      }
      try EventStore().append(events, in: connection)
    }
  }

  /// Ends all but the one in use; returns how many.
  @discardableResult
  package func callAsFunction(allBut current: ID<LoginSession>, caller: Caller) async throws -> Int {
    let now = ledger.clock.now
    let events = events(caller, now)
    return try await ledger.engine.write { connection in
      let ended = try LoginSessionStore(tenantID: caller.tenantID)
        .endAll(of: caller.accountID, except: current, reason: .revoked, at: now, in: connection)
      if ended > 0 { try EventStore().append(events, in: connection) }
      return ended
    }
  }

  private func events(_ caller: Caller, _ now: Instant) -> [Event] {
    ledger.events(
      [AccountEvent.sessionRevoked], tenantID: caller.tenantID, subject: LogOut.subject(caller), actor: caller.actor,
      scene: caller.scene, at: now)
  }
}
