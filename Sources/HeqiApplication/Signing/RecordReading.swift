package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Notes what was shown to a party, by digest and page; starts the reading clock (E-24, G-05).
package struct RecordReading: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Written into the log when the file is first opened and when its last page is reached. Throws `ContractError`.
  package func callAsFunction(_ id: ID<Contract>, seen: Digest, page: Int, caller: Caller) async throws {
    let (contract, party) = try await ledger.find(id, for: caller, .view)
    guard let file = contract.round.file, file.showsContent(seen), (1...max(1, file.pageCount)).contains(page) else {
      throw ContractError(.fileChanged)
    }
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    let known = try await ledger.engine.read { try store.reading(party: party.id, digest: seen, in: $0) }
    if let known, known.lastPage >= page { return }
    try await ledger.engine.write { connection in
      try store.recordReading(party: party.id, digest: seen, page: page, at: now, in: connection)
      guard known == nil || page == file.pageCount else { return }
      let event = ContractEvent(
        .read, fileDigest: seen,
        facts: [
          Event.Fact(ContractFact.title, contract.round.title), Event.Fact(ContractFact.side, party.side.rawValue),
          Event.Fact(ContractFact.party, party.maskedName), Event.Fact(ContractFact.pages, "\(page)/\(file.pageCount)"),
        ])
      try ledger.record([event], of: contract, as: caller.actor, from: caller.scene, at: now, in: connection)
    }
  }
}
