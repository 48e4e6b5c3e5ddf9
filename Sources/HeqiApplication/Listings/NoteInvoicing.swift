package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The caller's own note whether a contract has been invoiced (F-078 是否已开票). The other side neither sees nor sets it.
package struct NoteInvoicing: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.notFound`.
  package func callAsFunction(_ id: ID<Contract>, isInvoiced: Bool, caller: Caller) async throws {
    _ = try await ledger.find(id, for: caller, .view)
    let isKnown = try await ledger.engine.write {
      try ContractListingStore(tenantID: caller.tenantID).setInvoiced(isInvoiced, id, of: caller.listViewer, in: $0)
    }
    guard isKnown else { throw ContractError(.notFound) }
  }
}
