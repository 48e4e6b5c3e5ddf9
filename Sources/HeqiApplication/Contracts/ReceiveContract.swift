package import HeqiDomain
import HeqiStorage

/// Row 13, 接收合同 (F-039).
package struct ReceiveContract: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// The contract after it; a repeated request gives the present state. Throws `ContractError`.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .receive) { _, _ in .receive }
  }
}
