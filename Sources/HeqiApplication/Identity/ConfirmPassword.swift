import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Asks a signed-in person for the password again before something that a stolen session must not do.
struct ConfirmPassword: Sendable {
  let ledger: PeopleLedger
  let passwords: PasswordHasher

  /// The account. Throws `IdentityError` `.loginRefused` naming `field`, `.tooManyRequests` after too many wrong tries.
  func callAsFunction(_ password: Sensitive<String>, field: String, caller: Caller) async throws -> Account {
    let now = ledger.clock.now
    let accounts = AccountStore(vault: try await ledger.open(caller.tenantID))
    let credentials = CredentialStore(tenantID: caller.tenantID)
    let limit = RateLimit("password:\(caller.accountID)", count: LockoutPolicy.failuresPerAccount, per: LockoutPolicy.window)
    let (account, stored, wait) = try await ledger.engine.read { connection in
      (
        try ledger.account(caller, accounts, in: connection), try credentials.find(caller.accountID, in: connection),
        try RateLimitStore().isExceeded(limit, at: now, in: connection)
      )
    }
    if let wait { throw IdentityError.tooManyRequests(retryAfter: wait) }
    guard try await passwords.verify(Sensitive(Array(password.reveal().utf8)), stored) else {
      _ = try await ledger.engine.write { try RateLimitStore().take([limit], at: now, in: $0) }
      throw IdentityError(.loginRefused, Bilingual("当前密码不正确。", "The present password is not correct."), field: field)
    }
    return account
  }
}
