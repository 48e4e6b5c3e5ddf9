package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Rows 6 and 23: 发起合同 and 重新发起合同. All fields of all parties are created in the file before anybody signs.
package struct InitiateContract: Sendable {
  private static let attemptsMax = 3
  private let ledger: ContractLedger
  private let files: ContractFiles

  package init(ledger: ContractLedger, files: ContractFiles) {
    self.ledger = ledger
    self.files = files
  }

  /// The started contract; a repeated request gives the present state. Throws `ContractError`.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> Contract {
    guard caller.isVerified else { throw ContractError(.identityUnverified) }
    for attempt in 1...Self.attemptsMax {
      do {
        return try await start(id, caller)
      } catch let error as ContractError where error.code == .staleRevision && attempt < Self.attemptsMax {
        continue
      }
    }
    throw ContractError(.staleRevision)
  }

  private func start(_ id: ID<Contract>, _ caller: Caller) async throws -> Contract {
    var (contract, _) = try await ledger.find(id, for: caller, .draft)
    if contract.editable == nil, contract.stage.isLive { return contract }
    if let editable = contract.editable, editable.initiator.name != caller.name {
      contract = try await ledger.perform(id, for: caller, .draft) { _, _ in
        .saveDraft(RoundEdit(initiatorName: caller.name))
      }
    }
    guard let round = contract.editable, let file = round.file else {
      throw ContractError(contract.editable == nil ? .notAllowedInStage : .fileMissing)
    }
    let now = ledger.clock.now
    try ContractLifecycle.checkInitiation(of: round, at: now)
    let bytes = try await files.read(file, number: nil, of: contract)
    let prepared = try PrepareFile.fields(of: round, in: bytes)
    let blob = try await files.put(prepared, of: contract, at: now)
    let revision = FileRevision(
      number: file.latest.number + 1, kind: .prepared, digest: blob.hash, length: prepared.count, at: now)
    return try await ledger.perform(id, for: caller, .draft) { saved, connection in
      try files.record(blob, over: file.latest, of: saved, at: now, in: connection)
    } _: { current, _ in
      // What was prepared must be what is started.
      guard current.editable == round else { throw ContractError(.staleRevision) }
      return current.stage == .draft ? .initiate(prepared: revision) : .reinitiate(prepared: revision)
    }
  }
}
