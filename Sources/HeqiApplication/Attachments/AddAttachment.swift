package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Puts a related paper beside a contract; everybody who sees the contract sees it at once, and the log says who, when and
/// its digest (F-078, F-079).
package struct AddAttachment: Sendable {
  /// One uploaded file.
  package struct Input: Sendable {
    /// As sent by the browser; what is kept follows the content.
    package let fileName: String
    package let bytes: [UInt8]

    package init(fileName: String, bytes: [UInt8]) {
      self.fileName = fileName
      self.bytes = bytes
    }
  }

  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// Whether the caller may add anything: asked before a body is read.
  package func authorize(_ id: ID<Contract>, caller: Caller) async throws {
    let (contract, _) = try await ledger.find(id, for: caller, .attach)
    guard contract.takesAttachments else { throw ContractError(.notAllowedInStage, contract.stage.name.rawValue) }
  }

  /// Throws `ContractError` with the reason of a refusal; then nothing is kept.
  @discardableResult
  package func callAsFunction(_ id: ID<Contract>, _ input: Input, caller: Caller) async throws -> ContractAttachment {
    let (contract, _) = try await ledger.find(id, for: caller, .attach)
    let format = try AttachmentIntake.accept(input.bytes)
    let digest = FileDigest.of(input.bytes)
    let now = ledger.clock.now
    let store = try await ledger.store(caller.tenantID)
    let blob = try await files.putAttachment(input.bytes, of: contract, at: now)
    let added = try await ledger.engine.write { connection in
      let (contract, party) = try ContractLedger.find(id, for: caller, .attach, store, in: connection)
      let attachments = AttachmentStore(tenantID: caller.tenantID)
      let present = try attachments.list(of: id, upTo: .max, in: connection)
      try contract.checkAddition(length: input.bytes.count, digest: digest, to: present)
      let attachment = ContractAttachment(
        id: ledger.random.id(at: now), tenantID: caller.tenantID, contractID: id, roundNumber: contract.round.number,
        partyID: party.id, uploadedBy: caller.accountID, name: format.name(input.fileName), format: format,
        digest: digest, length: input.bytes.count, addedAt: now)
      try attachments.insert(attachment, in: connection)
      try files.record(blob, over: nil, of: contract, at: now, in: connection)
      try ledger.record(
        [contract.noted(.attachmentAdded, attachment, by: party)], of: contract, as: caller.actor, from: caller.scene,
        at: now, in: connection)
      return attachment
    }
    await ledger.announce(contract)
    return added
  }
}
