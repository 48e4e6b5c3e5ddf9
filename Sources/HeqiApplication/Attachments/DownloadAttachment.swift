package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A paper beside a contract, to save; each download is logged.
package struct DownloadAttachment: Sendable {
  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// Throws `ContractError` `.attachmentMissing`, `.storageDamaged`.
  package func callAsFunction(
    _ attachment: ID<ContractAttachment>, of id: ID<Contract>, caller: Caller
  ) async throws -> DownloadedFile {
    let store = try await ledger.store(caller.tenantID)
    let now = ledger.clock.now
    let found = try await ledger.engine.write { connection in
      let (contract, party) = try ContractLedger.find(id, for: caller, .download, store, in: connection)
      let found = try AttachmentStore(tenantID: caller.tenantID)
        .list(of: id, upTo: contract.round.number, in: connection).first { $0.id == attachment }
      guard let found else { throw ContractError(.attachmentMissing) }
      try ledger.record(
        [contract.noted(.attachmentDownloaded, found, by: party)], of: contract, as: caller.actor, from: caller.scene,
        at: now, in: connection)
      return found
    }
    return DownloadedFile(
      name: found.name, mediaType: found.format.mediaType, bytes: try await files.readAttachment(found),
      digest: found.digest)
  }
}
