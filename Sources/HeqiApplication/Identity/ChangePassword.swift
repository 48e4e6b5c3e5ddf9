package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Sets a new password against a code, without being signed in; ends all sessions.
package struct ResetPassword: Sendable {
  private let ledger: PeopleLedger
  private let desk: CodeDesk
  private let passwords: PasswordHasher

  package init(ledger: PeopleLedger, desk: CodeDesk, passwords: PasswordHasher) {
    self.ledger = ledger
    self.desk = desk
    self.passwords = passwords
  }

  /// - Throws: `IdentityError` `.codeRefused` (also for unknown accounts), `.weakPassword`.
  package func callAsFunction(
    mobile typed: String, code: String, password: Sensitive<String>, scene: Scene, tenantID: String,
    kind: AccountKind = .person
  ) async throws {
    guard let mobile = MobileNumber(typed) else { throw IdentityError(.invalidMobile, field: "mobile") }
    // The general rules first, so that a weak password does not use the code up.
    do { _ = try Password(password.reveal(), ownData: [mobile.text]) } catch { throw IdentityError.weakPassword(error) }
    try await desk.consume(code, .resetPassword, binding: .device(scene), from: .mobile(mobile), tenantID: tenantID)
    let accounts = AccountStore(vault: try await ledger.open(tenantID))
    let found = try await ledger.engine.read { try accounts.find(mobile: mobile, kind: kind, in: $0) }
    guard let account = found, account.status == .active else { throw IdentityError(.codeRefused, field: "code") }
    let now = ledger.clock.now
    let checked = try RegisterAccount.password(password, name: account.name, mobile: mobile, email: account.email)
    let credential = try await passwords.credential(for: account.id, password: checked, at: now)
    let events = ledger.events([AccountEvent.passwordReset], of: account, scene: scene, at: now)
    try await ledger.engine.write { connection in
      try CredentialStore(tenantID: tenantID).put(credential, in: connection)
      try LoginSessionStore(tenantID: tenantID).endAll(of: account.id, reason: .passwordChanged, at: now, in: connection)
      try EventStore().append(events, in: connection)
    }
  }
}

/// Changes the caller's own password; ends all other sessions.
package struct ChangePassword: Sendable {
  private let ledger: PeopleLedger
  private let passwords: PasswordHasher

  package init(ledger: PeopleLedger, passwords: PasswordHasher) {
    self.ledger = ledger
    self.passwords = passwords
  }

  /// - Parameter session: the one in use, which stays.
  /// - Throws: `IdentityError` `.loginRefused` for a wrong old password, `.tooManyRequests`, `.weakPassword`.
  package func callAsFunction(
    old: Sensitive<String>, new: Sensitive<String>, session: ID<LoginSession>, caller: Caller
  ) async throws {
    let account = try await ConfirmPassword(ledger: ledger, passwords: passwords)(old, field: "old", caller: caller)
    let now = ledger.clock.now
    let credentials = CredentialStore(tenantID: caller.tenantID)
    let password = try RegisterAccount.password(new, name: account.name, mobile: account.mobile, email: account.email)
    let credential = try await passwords.credential(for: account.id, password: password, at: now)
    let events = ledger.events([AccountEvent.passwordChanged], of: account, scene: caller.scene, at: now)
    try await ledger.engine.write { connection in
      try credentials.put(credential, in: connection)
      try LoginSessionStore(tenantID: caller.tenantID)
        .endAll(of: account.id, except: session, reason: .passwordChanged, at: now, in: connection)
      try EventStore().append(events, in: connection)
    }
  }
}
