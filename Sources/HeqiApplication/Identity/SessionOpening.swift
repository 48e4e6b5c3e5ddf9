package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A fresh sign-in: the token for the cookie, once and nowhere else.
package struct SignedIn: Sendable {
  package let token: Sensitive<String>
  package let session: LoginSession
  package let account: Account
  /// How long the cookie may live.
  package let lifetime: Duration
}

/// A session about to be stored.
struct SessionOpening: Sendable {
  let signedIn: SignedIn
  private let tokenHash: Digest

  init(account: Account, scene: Scene, random: any RandomSource, at now: Instant) {
    let policy = SessionPolicy.of(account.kind)
    let token = random.token()
    tokenHash = Self.hash(token)
    signedIn = SignedIn(
      token: Sensitive(token),
      session: LoginSession(
        id: random.id(at: now), accountID: account.id, createdAt: now, lastSeenAt: now,
        expiresAt: now.adding(policy.absolute), scene: scene),
      account: account, lifetime: policy.absolute)
  }

  func store(in connection: any SQLConnection) throws {
    try LoginSessionStore(tenantID: signedIn.account.tenantID)
      .insert(signedIn.session, tokenHash: tokenHash, in: connection)
  }

  static func hash(_ token: String) -> Digest { ContentHash.sha256(Array(token.utf8)) }
}

/// Events of sessions and passwords, for the personal operation log (F-090).
enum AccountEvent {
  static func loggedIn(by method: String) -> EventDraft {
    EventDraft(AccountLog.loggedIn, by: .caller, [.init("method", method)])
  }
  static let loggedOut = EventDraft(AccountLog.loggedOut, by: .caller)
  static let sessionRevoked = EventDraft(AccountLog.sessionRevoked, by: .caller)
  static let passwordChanged = EventDraft(AccountLog.passwordChanged, by: .caller)
  static let passwordReset = EventDraft(AccountLog.passwordReset, by: .caller)
  static let emailConfirmed = EventDraft(AccountLog.emailConfirmed, by: .caller)
  static let languageChanged = EventDraft(AccountLog.languageChanged, by: .caller)
  static func modeChosen(_ company: String?) -> EventDraft {
    EventDraft(AccountLog.modeChosen, by: .caller, company.map { [.init("company", $0)] } ?? [])
  }
}
