package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Takes a paper away that the caller added, before everybody has signed. The log keeps its name and digest.
package struct RemoveAttachment: Sendable {
  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// Throws `ContractError` `.attachmentMissing`, `.attachmentFixed`.
  package func callAsFunction(_ attachment: ID<ContractAttachment>, of id: ID<Contract>, caller: Caller) async throws {
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    let contract = try await ledger.engine.write { connection in
      let (contract, party) = try ContractLedger.find(id, for: caller, .attach, store, in: connection)
      let attachments = AttachmentStore(tenantID: caller.tenantID)
      let found = try attachments.list(of: id, upTo: contract.round.number, in: connection).first { $0.id == attachment }
      guard let found else { throw ContractError(.attachmentMissing) }
      guard contract.mayRemove(found, caller) else { throw ContractError(.attachmentFixed) }
      // Counts as a change of the contract, so that it cannot slip past a last signature made at the same instant.
      let saved = try store.save(contract, over: contract, at: now, in: connection)
      guard try attachments.remove(found, at: now, in: connection) else { throw ContractError(.attachmentMissing) }
      try files.forgetAttachment(found, in: connection)
      try ledger.record(
        [saved.noted(.attachmentRemoved, found, by: party)], of: saved, as: caller.actor, from: caller.scene, at: now,
        in: connection)
      return saved
    }
    await ledger.announce(contract)
  }
}
