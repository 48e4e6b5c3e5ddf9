package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// First half of row 23: an ended contract's context is copied so that it can be edited and started again (F-035, F-038).
package struct ReopenContract: Sendable {
  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// The contract with its next round to edit; the same when there is one already. Throws `ContractError`.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> Contract {
    let (contract, _) = try await ledger.find(id, for: caller, .draft)
    if contract.upcoming != nil { return contract }
    let now = ledger.clock.now
    let random = ledger.random
    let next = contract.nextRound(
      fileID: random.id(at: now), newPartyID: { random.id(at: now) }, newPlaceID: { random.id(at: now) })
    // The original may only live on as the prefix of the signed file; the next round gets it as a file of its own.
    let blob =
      contract.round.file == nil ? nil : try await files.put(files.read(contract, revision: 0), of: contract, at: now)
    return try await ledger.perform(id, for: caller, .draft) { saved, connection in
      if let blob { try files.record(blob, over: nil, of: saved, at: now, in: connection) }
    } _: { _, _ in
      .prepareNextRound(next)
    }
  }
}
