package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Rows 1 to 4, 拟定: the receivers agree to the text, or send it back with what is wrong, before anybody signs (F-031,
/// F-067, F-068).
package struct NegotiateDraft: Sendable {
  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// Row 1. Throws `ContractError` `.identityUnverified`, `.fileMissing`, `.receiversMissing`, `.receiverUnreachable`.
  package func start(_ id: ID<Contract>, caller: Caller) async throws -> Contract {
    guard caller.isVerified else { throw ContractError(.identityUnverified) }
    return try await ledger.perform(id, for: caller, .draft) { contract, _ in
      for receiver in contract.round.receivers where !receiver.isReachable { throw ContractError(.receiverUnreachable) }
      return .startDraft
    }
  }

  /// Row 4, for one receiver; the text stands once all have agreed.
  package func confirm(_ id: ID<Contract>, seen: Digest, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .receive) { contract, _ in
      guard contract.round.file?.latest.digest == seen else { throw ContractError(.fileChanged) }
      return .confirmDraft
    }
  }

  /// Row 2. Throws `ContractError` `.reasonMissing`.
  package func reject(_ id: ID<Contract>, reason: String, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .receive) { _, _ in .rejectDraft(reason: reason) }
  }

  /// Row 3: a new file under the same number goes to the receivers. Throws `ContractError` with the reason of a refusal.
  package func redraft(_ id: ID<Contract>, fileName: String, bytes: [UInt8], caller: Caller) async throws -> Contract {
    try await redraft(id, fileName: fileName, bytes: bytes, form: nil, caller: caller)
  }

  func redraft(
    _ id: ID<Contract>, fileName: String, bytes: [UInt8], form: DraftForm?, caller: Caller
  ) async throws -> Contract {
    let (contract, _) = try await ledger.find(id, for: caller, .draft)
    guard contract.stage.name == .draftRejected else {
      throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
    return try await replace(contract, fileName, bytes, form, .draft, caller) { .redraft(file: $0) }
  }

  /// Row 4, before agreeing: a receiver's values give the text a new file.
  func fill(
    _ contract: Contract, fileName: String, bytes: [UInt8], form: DraftForm, caller: Caller
  ) async throws -> Contract {
    try await replace(contract, fileName, bytes, form, .receive, caller) { .fillDraft(file: $0) }
  }

  private func replace(
    _ contract: Contract, _ fileName: String, _ bytes: [UInt8], _ form: DraftForm?, _ permission: ContractPermission,
    _ caller: Caller, _ command: @escaping @Sendable (ContractFile) -> ContractCommand
  ) async throws -> Contract {
    let document = try DocumentIntake.accept(bytes)
    let now = ledger.clock.now
    let file = ContractFile(
      id: ledger.random.id(at: now), name: UploadContractFile.shownName(fileName), pageCount: document.pageCount,
      openParameters: form?.open.count ?? 0,
      original: FileRevision(
        number: 0, kind: .original, digest: FileDigest.of(document.bytes), length: document.bytes.count, at: now))
    let blob = try await files.put(document.bytes, of: contract, at: now)
    let forms = DraftFormStore(vault: try await ledger.store(caller.tenantID).vault)
    let before = contract.round.file?.latest.digest
    return try await ledger.perform(contract.id, for: caller, permission) { saved, connection in
      try files.record(blob, over: nil, of: saved, at: now, in: connection)
      try forms.keep(form, of: saved.id, at: now, in: connection)
    } _: { current, _ in
      // Two people may fill in at the same moment: nobody's values are lost unseen.
      guard current.round.file?.latest.digest == before else { throw ContractError(.staleRevision) }
      return command(file)
    }
  }
}

extension ContractParty {
  fileprivate var isReachable: Bool {
    accountID != nil || company?.organizationID != nil || contact.mobile != nil || contact.email != nil
  }
}
