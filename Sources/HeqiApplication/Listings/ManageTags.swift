package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The caller's own tags (T-014). Tags say nothing to anybody else and change no contract, so they leave no event.
package struct ManageTags: Sendable {
  /// Contracts of one bulk change at most: a page of the longest list.
  package static let contractsMax = 100
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func list(caller: Caller) async throws -> [ContractTag] {
    try await ledger.engine.read { try store(caller).list(of: caller.listViewer, in: $0) }
  }

  /// Throws `ListingError` `.tagNameInvalid`, `.tagNameTaken`, `.tooManyTags`.
  package func create(name: String, color: TagColor, caller: Caller) async throws -> ContractTag {
    let tag = ContractTag(id: ledger.random.id(at: ledger.clock.now), name: try ContractTag.name(name), color: color)
    try await ledger.engine.write { connection in
      let store = store(caller)
      guard try store.list(of: caller.listViewer, in: connection).count < ContractTag.countMax else {
        throw ListingError(.tooManyTags)
      }
      guard try store.insert(tag, of: caller.listViewer, in: connection) else { throw ListingError(.tagNameTaken) }
    }
    return tag
  }

  /// Throws `ListingError` `.tagNameInvalid`, `.tagNameTaken`, `.tagUnknown`.
  package func change(_ id: ID<ContractTag>, name: String, color: TagColor, caller: Caller) async throws {
    let tag = ContractTag(id: id, name: try ContractTag.name(name), color: color)
    try await ledger.engine.write { connection in
      let store = store(caller)
      guard try store.find(id, of: caller.listViewer, in: connection) != nil else { throw ListingError(.tagUnknown) }
      guard try store.update(tag, of: caller.listViewer, in: connection) else { throw ListingError(.tagNameTaken) }
    }
  }

  /// Takes the tag off all contracts. Throws `ListingError` `.tagUnknown`.
  package func delete(_ id: ID<ContractTag>, caller: Caller) async throws {
    try await ledger.engine.write { connection in
      guard try store(caller).delete(id, of: caller.listViewer, in: connection) else { throw ListingError(.tagUnknown) }
    }
  }

  /// Puts a tag on contracts of the caller's lists, or takes it off; returns how many changed.
  /// Contracts that the caller does not see are passed over. Throws `ListingError` `.nothingChosen`, `.tagUnknown`.
  @discardableResult
  package func mark(
    _ contracts: [ID<Contract>], with id: ID<ContractTag>, isOn: Bool = true, caller: Caller
  ) async throws -> Int {
    guard !contracts.isEmpty else { throw ListingError(.nothingChosen) }
    let chosen = contracts.prefix(Self.contractsMax)
    return try await ledger.engine.write { connection in
      let store = store(caller)
      guard try store.find(id, of: caller.listViewer, in: connection) != nil else { throw ListingError(.tagUnknown) }
      return try chosen.reduce(0) { count, contract in
        let isChanged =
          try isOn
          ? store.mark(contract, with: id, of: caller.listViewer, in: connection)
          : store.unmark(contract, with: id, in: connection)
        return count + (isChanged ? 1 : 0)
      }
    }
  }

  private func store(_ caller: Caller) -> ContractTagStore { ContractTagStore(tenantID: caller.tenantID) }
}

/// The caller's saved list queries (F-077).
package struct ManageViews: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  package func list(caller: Caller) async throws -> [SavedView] {
    try await ledger.engine.read {
      try SavedViewStore(tenantID: caller.tenantID).list(of: caller.listViewer, in: $0)
    }
  }

  /// Throws `ListingError` `.viewNameInvalid`, `.viewNameTaken`, `.tooManyViews`.
  package func save(name: String, query: String, caller: Caller) async throws {
    guard query.utf8.count <= SavedView.queryBytesMax else { throw ListingError(.viewNameInvalid) }
    let view = SavedView(id: ledger.random.id(at: ledger.clock.now), name: try SavedView.name(name), query: query)
    try await ledger.engine.write { connection in
      let store = SavedViewStore(tenantID: caller.tenantID)
      guard try store.list(of: caller.listViewer, in: connection).count < SavedView.countMax else {
        throw ListingError(.tooManyViews)
      }
      guard try store.insert(view, of: caller.listViewer, in: connection) else { throw ListingError(.viewNameTaken) }
    }
  }

  /// Throws `ListingError` `.viewUnknown`.
  package func delete(_ id: ID<SavedView>, caller: Caller) async throws {
    try await ledger.engine.write { connection in
      guard try SavedViewStore(tenantID: caller.tenantID).delete(id, of: caller.listViewer, in: connection) else {
        throw ListingError(.viewUnknown)
      }
    }
  }
}
