package import HeqiDomain
import HeqiStorage

/// Rows 19 and 20, 撤回合同 (F-033, F-085, B-04, B-05).
package struct WithdrawContract: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// The contract after it; a repeated request gives the present state. Throws `ContractError`, `.reasonMissing` where
  /// a reason is due.
  package func callAsFunction(_ id: ID<Contract>, reason: String, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .withdraw) { _, _ in .withdraw(reason: reason) }
  }
}
