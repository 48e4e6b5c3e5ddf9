package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A live session with its account.
package struct ResolvedSession: Sendable, Equatable {
  package let session: LoginSession
  package let account: Account
  /// As it is at this request: a company the person has left is personal mode again (F-058).
  package let mode: CallerMode
  /// Name of the company this session acted for and may no longer act for; `nil` otherwise.
  package let endedCompany: String?

  /// The caller of actions, for this request's scene and language.
  package func caller(scene: Scene, language: Language) -> Caller {
    Caller(
      accountID: account.id, tenantID: account.tenantID, name: account.name, platformRoles: account.platformRoles,
      isVerified: account.isVerified, scene: scene, language: language, mode: mode)
  }
}

/// Finds the session of a cookie's token; run on every request.
package struct ResolveSession: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// `nil` for unknown, expired, idle and ended sessions and for accounts that may not act.
  package func callAsFunction(token: String, tenantID: String) async throws -> ResolvedSession? {
    let now = ledger.clock.now
    let hash = SessionOpening.hash(token)
    let accounts = AccountStore(vault: try await ledger.open(tenantID))
    let memberships = MembershipStore(vault: try await ledger.open(tenantID))
    let sessions = LoginSessionStore(tenantID: tenantID)
    let organizations = OrganizationStore(tenantID: tenantID)
    let found = try await ledger.engine.read { connection -> ResolvedSession? in
      guard let session = try sessions.find(tokenHash: hash, in: connection), session.endedAt == nil,
        let account = try accounts.find(session.accountID, in: connection)
      else { return nil }
      let standing = try session.organizationID.flatMap { try memberships.standing(of: account.id, in: $0, at: now, on: connection) }
      let ended = try standing == nil ? session.organizationID.flatMap { try organizations.find($0, in: connection)?.name } : nil
      return ResolvedSession(
        session: session, account: account, mode: standing.map(CallerMode.company) ?? .personal, endedCompany: ended)
    }
    guard let found, found.account.status == .active else { return nil }
    let policy = SessionPolicy.of(found.account.kind)
    guard policy.isLive(found.session, at: now) else { return nil }
    if policy.needsTouch(found.session, at: now) {
      try await ledger.engine.write { try sessions.touch(found.session.id, at: now, in: $0) }
    }
    return found
  }
}
