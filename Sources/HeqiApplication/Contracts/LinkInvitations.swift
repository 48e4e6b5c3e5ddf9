package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Gives contracts that were sent to a mobile number or e-mail to the account that has proved it (F-012, F-050).
/// Called when the workbench, a list or a contract opens; registration does the same in its own transaction.
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

  /// The same for a company that was addressed by name, through this person, before it was verified here.
  @discardableResult
  package func callAsFunction(for caller: Caller) async throws -> Int {
    guard let standing = caller.mode.standing, caller.permits(.contractReceive) else {
      return try await callAsFunction(to: caller.accountID, tenantID: caller.tenantID)
    }
    let store = try await ledger.store(caller.tenantID)
    let isThere = try await ledger.engine.read {
      try store.hasCompanyInvitations(standing, addressedTo: caller.accountID, in: $0)
    }
    guard isThere else { return 0 }
    let contracts = try await ledger.engine.write { connection -> [Contract] in
      try store.linkCompany(standing, addressedTo: caller.accountID, in: connection)
        .compactMap { try store.find($0, in: connection) }
    }
    for contract in contracts { await ledger.announce(contract) }
    return contracts.count
  }
}
