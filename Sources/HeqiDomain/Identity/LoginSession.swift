/// A signed-in browser (F-029). The token lives only in its cookie; the store knows its SHA-256.
package struct LoginSession: Equatable, Sendable {
  package let id: ID<LoginSession>
  package let accountID: ID<Account>
  package let createdAt: Instant
  package let lastSeenAt: Instant
  package let expiresAt: Instant
  /// Where it was opened from.
  package let scene: Scene
  package let endedAt: Instant?
  /// The company chosen at login or since; `nil` for personal mode (F-029). Rights are read with each request.
  package let organizationID: ID<Organization>?

  package init(
    id: ID<LoginSession>, accountID: ID<Account>, createdAt: Instant, lastSeenAt: Instant, expiresAt: Instant, scene: Scene,
    endedAt: Instant? = nil, organizationID: ID<Organization>? = nil
  ) {
    self.id = id
    self.accountID = accountID
    self.createdAt = createdAt
    self.lastSeenAt = lastSeenAt
    self.expiresAt = expiresAt
    self.scene = scene
    self.endedAt = endedAt
    self.organizationID = organizationID
  }
}

/// How long a session lives without and with use.
package struct SessionPolicy: Equatable, Sendable {
  /// Ends a session that was not used for this long.
  package let idle: Duration
  /// Ends every session this long after it was opened.
  package let absolute: Duration
  /// `lastSeenAt` is written at most this often.
  package let touchInterval: Duration

  package static let person = SessionPolicy(idle: .seconds(12 * 3600), absolute: .seconds(7 * 86_400))
  package static let backOffice = SessionPolicy(idle: .seconds(30 * 60), absolute: .seconds(10 * 3600))

  package init(idle: Duration, absolute: Duration, touchInterval: Duration = .seconds(60)) {
    self.idle = idle
    self.absolute = absolute
    self.touchInterval = touchInterval
  }

  /// The policy of an account kind.
  package static func of(_ kind: AccountKind) -> SessionPolicy { kind == .backOffice ? .backOffice : .person }

  /// True while the session may be used.
  package func isLive(_ session: LoginSession, at now: Instant) -> Bool {
    session.endedAt == nil && now < session.expiresAt && now.since(session.lastSeenAt) < idle
  }

  /// True when `lastSeenAt` is due to be written again.
  package func needsTouch(_ session: LoginSession, at now: Instant) -> Bool { now.since(session.lastSeenAt) >= touchInterval }
}
