package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The dashboard of the caller's widest list, or of another that table D lets them read (F-030, F-044).
package struct ReadFigures: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.notPermitted`.
  package func callAsFunction(_ viewer: ListViewer? = nil, caller: Caller) async throws -> ContractFigures {
    let viewer = viewer ?? caller.listViewer
    guard caller.listViewers.contains(viewer) else { throw ContractError(.notPermitted) }
    let now = ledger.clock.now
    return try await ledger.engine.read {
      try ContractFiguresStore(tenantID: caller.tenantID).figures(of: viewer, at: now, in: $0)
    }
  }
}
