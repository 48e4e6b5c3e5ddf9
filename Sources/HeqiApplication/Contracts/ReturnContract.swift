package import HeqiDomain
import HeqiStorage

/// Row 16, 退回合同: a receiver sends it back; one return ends it for everybody (B-05).
package struct ReturnContract: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// The contract after it; a repeated request gives the present state. Throws `ContractError`, `.reasonMissing` where
  /// a reason is due.
  package func callAsFunction(_ id: ID<Contract>, reason: String, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .return) { _, _ in .returnContract(reason: reason) }
  }
}
