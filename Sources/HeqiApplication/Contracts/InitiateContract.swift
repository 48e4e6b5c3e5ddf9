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
    guard caller.permits(.contractInitiate) else { throw ContractError(.notPermitted) }
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
    if let editable = contract.editable, editable.initiator.name != caller.partyName {
      contract = try await ledger.perform(id, for: caller, .draft) { _, _ in
        .saveDraft(RoundEdit(initiatorName: caller.partyName))
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
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: now)
    return try await ledger.perform(id, for: caller, .draft) { saved, connection in
      try files.record(blob, over: file.latest, of: saved, at: now, in: connection)
    } commands: { current, _, connection in
      // What was prepared must be what is started.
      guard current.editable == round else { throw ContractError(.staleRevision) }
      let link = try link(current, round.initiator, caller, vault, at: now, in: connection)
      return link + [current.stage == .draft ? .initiate(prepared: revision) : .reinitiate(prepared: revision)]
    }
  }

  /// A company's rules as they are now, and its 合同编号, given in the transaction that uses it (B-09).
  private func link(
    _ contract: Contract, _ initiator: ContractParty, _ caller: Caller, _ vault: TenantVault, at now: Instant,
    in connection: any SQLConnection
  ) throws -> [ContractCommand] {
    guard let standing = caller.mode.standing, initiator.kind == .company else { return [] }
    guard let type = initiator.company?.businessType else { throw ContractError(.businessTypeMissing) }
    let bound = try CompanyRules(vault: vault).bind(
      type.id, initiator, standing: standing, additions: ApprovalAdditions(of: initiator.company), at: now, in: connection)
    let number = try BusinessTypeStore(tenantID: caller.tenantID).issueNumber(
      bound.type, to: contract.id, at: now, in: connection)
    return [.link(bound.company, contractNo: number)]
  }
}
