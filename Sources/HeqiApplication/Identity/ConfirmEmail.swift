package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Confirms the account's e-mail by the code sent to it; from then on contracts may be sent to it (F-012).
package struct ConfirmEmail: Sendable {
  private let ledger: PeopleLedger
  private let desk: CodeDesk

  package init(ledger: PeopleLedger, desk: CodeDesk) {
    self.ledger = ledger
    self.desk = desk
  }

  /// - Throws: `IdentityError` `.codeRefused`, `.emailTaken`.
  package func callAsFunction(code: String, caller: Caller) async throws {
    let accounts = AccountStore(vault: try await ledger.open(caller.tenantID))
    let account = try await ledger.engine.read { try ledger.account(caller, accounts, in: $0) }
    try await desk.consume(
      code, .confirmEmail, binding: .account(account.id), from: .email(account.email), tenantID: caller.tenantID)
    let now = ledger.clock.now
    var confirmed = account
    confirmed.emailConfirmedAt = now
    let saving = confirmed
    let events = ledger.events([AccountEvent.emailConfirmed], of: account, scene: caller.scene, at: now)
    try await ledger.engine.write { connection in
      try accounts.save(saving, in: connection)
      try EventStore().append(events, in: connection)
    }
  }
}

/// Sets the language of pages and messages.
package struct ChangeLanguage: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  package func callAsFunction(to language: Language, caller: Caller) async throws {
    let accounts = AccountStore(vault: try await ledger.open(caller.tenantID))
    let now = ledger.clock.now
    try await ledger.engine.write { connection in
      var account = try ledger.account(caller, accounts, in: connection)
      guard account.language != language else { return }
      account.language = language
      try accounts.save(account, in: connection)
      try EventStore().append(
        ledger.events([AccountEvent.languageChanged], of: account, scene: caller.scene, at: now), in: connection)
    }
  }
}
