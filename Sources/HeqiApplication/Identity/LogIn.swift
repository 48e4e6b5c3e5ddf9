package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Signs a person or a back-office user in, by password or by code (F-029).
package struct LogIn: Sendable {
  private let ledger: PeopleLedger
  private let desk: CodeDesk
  private let passwords: PasswordHasher

  package init(ledger: PeopleLedger, desk: CodeDesk, passwords: PasswordHasher) {
    self.ledger = ledger
    self.desk = desk
    self.passwords = passwords
  }

  /// By mobile number or e-mail and password. Unknown accounts take as long and get the same answer (drill 32).
  /// - Throws: `IdentityError` `.loginRefused`, `.tooManyRequests`.
  package func callAsFunction(
    identifier: String, password: Sensitive<String>, scene: Scene, tenantID: String, kind: AccountKind = .person
  ) async throws -> SignedIn {
    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    let limits = Self.limits(identifier, scene, vault)
    let wait = try await ledger.engine.read { connection -> Duration? in
      try limits.compactMap { try RateLimitStore().isExceeded($0, at: now, in: connection) }.max()
    }
    if let wait { throw IdentityError.tooManyRequests(retryAfter: wait) }

    let accounts = AccountStore(vault: vault)
    let credentials = CredentialStore(tenantID: tenantID)
    let found = try await ledger.engine.read { connection -> (Account, Credential?)? in
      guard let account = try Self.find(identifier, kind, accounts, connection) else { return nil }
      return (account, try credentials.find(account.id, in: connection))
    }
    let typed = Sensitive(Array(password.reveal().utf8))
    let isRight = try await passwords.verify(typed, found?.1)
    guard isRight, let (account, credential) = found, account.status == .active else {
      _ = try await ledger.engine.write { try RateLimitStore().take(limits, at: now, in: $0) }
      throw IdentityError(.loginRefused)
    }
    let renewed = try await renewed(credential, password, account)
    return try await open(account, method: "password", scene: scene) { connection in
      try RateLimitStore().reset(limits[0].key, in: connection)
      if let renewed { try credentials.put(renewed, in: connection) }
    }
  }

  /// By mobile number and a code sent to it.
  /// - Throws: `IdentityError` `.codeRefused`, also for unknown accounts.
  package func callAsFunction(
    mobile typed: String, code: String, scene: Scene, tenantID: String, kind: AccountKind = .person
  ) async throws -> SignedIn {
    guard let mobile = MobileNumber(typed) else { throw IdentityError(.invalidMobile, field: "mobile") }
    try await desk.consume(code, .login, binding: .device(scene), from: .mobile(mobile), tenantID: tenantID)
    let accounts = AccountStore(vault: try await ledger.open(tenantID))
    let found = try await ledger.engine.read { try accounts.find(mobile: mobile, kind: kind, in: $0) }
    guard let account = found, account.status == .active else { throw IdentityError(.codeRefused, field: "code") }
    return try await open(account, method: "code", scene: scene) { _ in }
  }

  private func open(
    _ account: Account, method: String, scene: Scene, also body: @escaping @Sendable (any SQLConnection) throws -> Void
  ) async throws -> SignedIn {
    let now = ledger.clock.now
    let opening = SessionOpening(account: account, scene: scene, random: ledger.random, at: now)
    let events = ledger.events([AccountEvent.loggedIn(by: method)], of: account, scene: scene, at: now)
    try await ledger.engine.write { connection in
      try body(connection)
      try opening.store(in: connection)
      try EventStore().append(events, in: connection)
    }
    return opening.signedIn
  }

  /// The hash with today's strength, when the stored one is weaker.
  private func renewed(
    _ credential: Credential?, _ password: Sensitive<String>, _ account: Account
  ) async throws -> Credential? {
    guard let credential, passwords.isOutdated(credential), let checked = try? Password(password.reveal(), ownData: []) else {
      return nil
    }
    return try await passwords.credential(for: account.id, password: checked, at: ledger.clock.now)
  }

  private static func find(
    _ identifier: String, _ kind: AccountKind, _ accounts: AccountStore, _ connection: any SQLConnection
  ) throws -> Account? {
    if let mobile = MobileNumber(identifier) { return try accounts.find(mobile: mobile, kind: kind, in: connection) }
    if let email = EmailAddress(identifier) { return try accounts.find(loginEmail: email, kind: kind, in: connection) }
    return nil
  }

  /// Of what was typed, and of the address; neither locks the account itself.
  private static func limits(_ identifier: String, _ scene: Scene, _ vault: TenantVault) -> [RateLimit] {
    let normal = MobileNumber(identifier)?.text ?? identifier.trimmingWhitespace.lowercased()
    func key(_ kind: String, _ text: String) -> String {
      "login.\(kind):" + Hex.encode(vault.blindIndex(Sensitive(text), table: "rate_limit", column: kind).prefix(16))
    }
    return [
      RateLimit(key("who", normal), count: LockoutPolicy.failuresPerAccount, per: LockoutPolicy.window),
      RateLimit(key("where", scene.ip), count: LockoutPolicy.failuresPerAddress, per: LockoutPolicy.window),
    ]
  }
}
