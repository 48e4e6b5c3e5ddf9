package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// 催签 by the initiator: those whose turn it is are asked again, by message and on their workbench (F-091).
package struct UrgeContract: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// How many were urged. Throws `ContractError` `.notAllowedInStage` where nobody can be, `.urgeTooSoon`.
  @discardableResult
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> Int {
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    let (contract, count) = try await ledger.engine.write { connection -> (Contract, Int) in
      let (contract, party) = try ContractLedger.find(id, for: caller, .initiate, store, in: connection)
      let open = try RequestStore().open(of: contract, in: connection)
      guard let urging = Urging(contract, by: party, open: open) else {
        throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
      }
      let due = urging.due(at: now)
      guard !due.isEmpty else { throw ContractError(.urgeTooSoon) }
      for request in due {
        try RequestStore().urge(request, at: now, in: connection)
        try ledger.askAgain(request, of: contract, store: store, at: now, in: connection)
      }
      try ledger.record(
        contract.urged(by: party, due), of: contract, as: caller.actor, from: caller.scene, at: now, in: connection)
      return (contract, due.count)
    }
    await ledger.announce(contract)
    return count
  }
}
