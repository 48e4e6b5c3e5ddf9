package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// One contract in a list, as its reader sees it.
package struct ContractSummary: Equatable, Sendable {
  package let listing: ContractListing
  package let contract: Contract
  package let party: ContractParty
  package let turn: ContractTurn
  package let tags: [ContractTag]
}

/// A page of a list, and the ways on.
package struct ContractPage: Equatable, Sendable {
  package let rows: [ContractSummary]
  package let previous: ListingCursor?
  package let next: ListingCursor?
  /// True when only a part of the list has been looked at: `next` goes on from there.
  package let isPartial: Bool
}

/// The caller's contracts by folder, filters, words and order (F-077, T-014, B-07).
package struct ListContracts: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func callAsFunction(
    _ query: ContractQuery, from cursor: ListingCursor? = nil, isBackward: Bool = false, limit: Int = 20, caller: Caller
  ) async throws -> ContractPage {
    let store = try await ledger.store(caller.tenantID)
    let viewer = query.viewer ?? caller.listViewer
    guard caller.listViewers.contains(viewer) else { throw ContractError(.notPermitted) }
    return try await ledger.engine.read { connection in
      let page = try ContractListingStore(tenantID: caller.tenantID).page(
        query, of: viewer, from: cursor, isBackward: isBackward, limit: limit, in: connection)
      let tags = ContractTagStore(tenantID: caller.tenantID)
      let rows = try page.rows.compactMap { listing -> ContractSummary? in
        guard let contract = try store.find(listing.contractID, seenBy: caller, in: connection),
          let party = contract.party(for: caller)
        else { return nil }
        return ContractSummary(
          listing: listing, contract: contract, party: party, turn: contract.turn(for: party, caller: caller),
          tags: try tags.tags(of: contract.id, by: viewer, in: connection))
      }
      return ContractPage(rows: rows, previous: page.previous, next: page.next, isPartial: page.isPartial)
    }
  }
}

/// Counts of all folders of the caller, each up to `ContractListingStore.countMax`; folders without contracts are absent
/// (B-07).
package struct CountFolders: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// - Parameter viewer: one of the caller's lists; nil for the widest.
  package func callAsFunction(_ viewer: ListViewer? = nil, caller: Caller) async throws -> [ContractFolder: Int] {
    let viewer = viewer ?? caller.listViewer
    guard caller.listViewers.contains(viewer) else { throw ContractError(.notPermitted) }
    return try await ledger.engine.read {
      try ContractListingStore(tenantID: caller.tenantID).countsUpToMax(of: viewer, in: $0)
    }
  }

  /// The same with how many requests wait, in one look, because every page shows both.
  package func withRequests(caller: Caller) async throws -> (folders: [ContractFolder: Int], requests: Int) {
    try await ledger.engine.read { connection in
      (
        try ContractListingStore(tenantID: caller.tenantID).countsUpToMax(of: caller.listViewer, in: connection),
        try RequestStore().countOpen(
          of: caller.accountID, for: caller.mode.standing?.organizationID, tenantID: caller.tenantID, in: connection)
      )
    }
  }
}
