package import HeqiDomain
import HeqiStorage

/// Row 24, 作废草稿: an unsent draft is dropped.
package struct DiscardDraft: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// The contract after it; a repeated request gives the present state. Throws `ContractError`.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .draft) { _, _ in .discard }
  }
}
