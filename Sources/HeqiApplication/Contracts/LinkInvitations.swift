package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Gives contracts that were sent to a mobile number or e-mail to the account that has proved it (F-012, F-050).
/// Called after registration, after an e-mail is confirmed, and when the workbench opens.
package struct LinkInvitations: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// How many contracts came to the account now. One read when there is nothing to do.
  @discardableResult
  package func callAsFunction(to accountID: ID<Account>, tenantID: String) async throws -> Int {
    let vault = try await ledger.vault.open(tenantID: tenantID, at: ledger.clock.now)
    let store = ContractStore(vault: vault)
    let accounts = AccountStore(vault: vault)
    let found = try await ledger.engine.read { connection -> Account? in
      guard let account = try accounts.find(accountID, in: connection),
        try store.hasInvitations(for: account, in: connection)
      else { return nil }
      return account
    }
    guard let account = found else { return 0 }
    let contracts = try await ledger.engine.write { connection -> [Contract] in
      try store.linkInvitations(to: account, in: connection).compactMap { try store.find($0, in: connection) }
    }
    for contract in contracts { await ledger.announce(contract) }
    return contracts.count
  }
}
