package import HeqiDomain
import HeqiSQL
import HeqiStorage

/// The search box: the caller's own contracts by words of their title or by transaction number.
package struct SearchContracts: Sendable {
  /// Longer words are cut.
  package static let wordsCharactersMax = 100
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// At most `limit` rows, newest first; nothing for empty words.
  package func callAsFunction(_ words: String, limit: Int = 50, caller: Caller) async throws -> [ContractSummary] {
    guard !words.isEmpty else { return [] }
    let store = try await ledger.store(caller.tenantID)
    return try await ledger.engine.read { connection in
      let entries = try store.search(
        String(words.prefix(Self.wordsCharactersMax)), of: caller.accountID, limit: limit, in: connection)
      return try entries.compactMap { entry -> ContractSummary? in
        guard let contract = try store.find(entry.contractID, seenBy: caller.accountID, in: connection),
          let party = contract.party(of: caller.accountID)
        else { return nil }
        return ContractSummary(
          contract: contract, party: party, turn: contract.turn(for: party), listedAt: entry.listedAt)
      }
    }
  }
}
