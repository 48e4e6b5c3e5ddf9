package import HeqiDomain
import HeqiStorage

/// Title, order, deadlines, term, amount and requirements of a draft (F-032, F-071 to F-075).
package struct SetSettings: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` for values that can never hold; what is still missing is asked when initiating.
  package func callAsFunction(
    _ id: ID<Contract>, title: String?, settings: ContractSettings, caller: Caller
  ) async throws -> Contract {
    try await ledger.perform(id, for: caller, .draft) { _, _ in .saveDraft(RoundEdit(title: title, settings: settings))
    }
  }
}
