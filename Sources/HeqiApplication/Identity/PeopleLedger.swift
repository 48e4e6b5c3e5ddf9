import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// What every action about people stands on: database, vault, time, chance; and how their events are written.
package struct PeopleLedger: Sendable {
  package let engine: any SQLEngine
  package let vault: Vault
  package let clock: any WallClock
  package let random: any RandomSource

  package init(engine: any SQLEngine, vault: Vault, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.vault = vault
    self.clock = clock
    self.random = random
  }

  func open(_ tenantID: String) async throws -> TenantVault { try await vault.open(tenantID: tenantID, at: clock.now) }

  func id<Entity>(_ entity: Entity.Type = Entity.self) -> ID<Entity> { random.id(entity, at: clock.now) }

  /// The drafts as events of one subject, in order.
  func events(
    _ drafts: [EventDraft], tenantID: String, subject: Event.Subject, actor: Actor, scene: Scene, at now: Instant
  ) -> [Event] {
    drafts.map {
      $0.event(id: random.id(at: now), tenantID: tenantID, at: now, caller: actor, scene: scene, subject: subject)
    }
  }

  /// Events about an account, by itself.
  func events(_ drafts: [EventDraft], of account: Account, scene: Scene, at now: Instant) -> [Event] {
    events(drafts, tenantID: account.tenantID, subject: account.subject, actor: account.actor, scene: scene, at: now)
  }

  /// The caller's own account. Throws `.notSignedIn` when it is gone, `.accountSuspended` when it may not act.
  func account(_ caller: Caller, _ accounts: AccountStore, in connection: any SQLConnection) throws -> Account {
    guard let account = try accounts.find(caller.accountID, in: connection) else { throw IdentityError(.notSignedIn) }
    guard account.status == .active else { throw IdentityError(.accountSuspended) }
    return account
  }
}

/// Who may do what with people's data (table D: platform roles).
enum PeoplePolicy {
  enum Right: CaseIterable { case review, readAudit, manageStaff }

  /// Throws `.notPermitted`.
  static func require(_ right: Right, _ caller: Caller) throws(IdentityError) {
    let isAllowed =
      switch right {
      case .review: caller.platformRoles.contains(.reviewer)
      case .readAudit: caller.platformRoles.contains(.auditor) || caller.platformRoles.contains(.operator_)
      case .manageStaff: caller.platformRoles.contains(.operator_)
      }
    guard isAllowed else { throw IdentityError(.notPermitted) }
  }
}
