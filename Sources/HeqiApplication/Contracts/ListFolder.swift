package import HeqiDomain
import HeqiSQL
package import HeqiStorage

/// One contract in a list, as its reader sees it.
package struct ContractSummary: Equatable, Sendable {
  package let contract: Contract
  package let party: ContractParty
  package let turn: ContractTurn
  /// When it came into the folder.
  package let listedAt: Instant
}

/// A page of a folder and where the next begins.
package struct FolderPage: Equatable, Sendable {
  package let rows: [ContractSummary]
  /// nil on the last page.
  package let next: FolderCursor?
}

/// One folder of the caller, newest first (F-077, B-07).
package struct ListFolder: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(
    _ folder: ContractFolder, after cursor: FolderCursor? = nil, limit: Int = 20, caller: Caller
  ) async throws -> FolderPage {
    let store = try await ledger.store(caller.tenantID)
    let limit = max(1, min(limit, ContractStore.pageCountMax - 1))
    return try await ledger.engine.read { connection in
      let entries = try store.folder(folder, of: caller.accountID, after: cursor, limit: limit + 1, in: connection)
      let rows = try entries.prefix(limit).compactMap { entry -> ContractSummary? in
        guard let contract = try store.find(entry.contractID, seenBy: caller.accountID, in: connection),
          let party = contract.party(of: caller.accountID)
        else { return nil }
        return ContractSummary(
          contract: contract, party: party, turn: contract.turn(for: party), listedAt: entry.listedAt)
      }
      return FolderPage(rows: rows, next: entries.count > limit ? entries[limit - 1].cursor : nil)
    }
  }
}

/// Counts of all folders of the caller; folders without contracts are absent (B-07).
package struct CountFolders: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(caller: Caller) async throws -> [ContractFolder: Int] {
    let store = try await ledger.store(caller.tenantID)
    return try await ledger.engine.read { try store.counts(of: caller.accountID, in: $0) }
  }
}
