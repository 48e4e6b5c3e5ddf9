package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage

/// One contract as its reader sees it: state, whose turn, logs, attachments.
package struct ContractView: Sendable {
  package let contract: Contract
  package let party: ContractParty
  package let turn: ContractTurn
  /// Buttons to offer.
  package let actions: Set<ContractCommandName>
  /// 合同操作日志, oldest first; the newest 500 entries at most.
  package let operationLog: [ContractLogEntry]
  /// 合同状态日志, oldest first.
  package let statusLog: [ContractLogEntry]
  package let evidence: [EvidenceFile]
  /// Papers that parties put beside it, oldest first.
  package let attachments: [AttachmentLine]
  /// Whether the viewer may add one.
  package let mayAttach: Bool
  /// The viewer's own line of the lists: folder, amount, invoicing note.
  package let listing: ContractListing?
  /// The viewer's own tags.
  package let tags: [ContractTag]
  /// Who stands behind the approvals.
  package let names: ApprovalNames
  /// Who has signed for each company, by party; masked but for the viewer's own company.
  package let signers: [ID<ContractParty>: String]
  /// Whom the viewer may urge, and from when; nil where nobody.
  package let urging: Urging?
  /// Earlier rounds, oldest first; they are read-only (B-08).
  package let earlierRounds: [EarlierRound]

  /// A paper and who added it.
  package struct AttachmentLine: Sendable {
    package let attachment: ContractAttachment
    /// Masked but for the viewer's own side.
    package let uploader: String
    /// Added after everybody had signed.
    package let isLate: Bool
    package let mayRemove: Bool
  }

  /// An ended round.
  package struct EarlierRound: Sendable {
    package let round: ContractRound
    package let stage: ContractStage
  }
}

/// Row 29, 查看合同: the contract page. Each look is logged.
package struct ViewContract: Sendable {
  static let logEntriesMax = 500
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// - Parameter isLogged: false for a page that refreshes itself.
  package func callAsFunction(_ id: ID<Contract>, isLogged: Bool = true, caller: Caller) async throws -> ContractView {
    let now = ledger.clock.now
    if isLogged {
      _ = try await ledger.perform(id, for: caller, .view) { contract, connection in
        try InboxNoticeStore(tenantID: caller.tenantID).markRead(
          by: caller.accountID, for: caller.mode.standing?.organizationID, of: contract.id, at: now, in: connection)
      } _: { _, _ in
        .view
      }
    }
    let store = try await ledger.store(caller.tenantID)
    return try await ledger.engine.read { connection in
      let (contract, party) = try ContractLedger.find(id, for: caller, .view, store, in: connection)
      let events = try Self.events(of: contract, in: connection)
      return ContractView(
        contract: contract, party: party, turn: contract.turn(for: party, caller: caller),
        actions: contract.actions(of: party, caller: caller, at: now),
        operationLog: Array(events.compactMap { ContractLog.operation($0.event) }.suffix(Self.logEntriesMax)),
        statusLog: Array(events.compactMap { ContractLog.status($0.event) }.suffix(Self.logEntriesMax)),
        evidence: try EvidenceFileStore().list(of: id, tenantID: caller.tenantID, in: connection),
        attachments: try Self.attachments(of: contract, party, caller, store.vault, in: connection),
        mayAttach: contract.takesAttachments && (try? contract.authorize(caller, .attach)) != nil,
        listing: try ContractListingStore(tenantID: caller.tenantID).find(id, of: caller.listViewer, in: connection),
        tags: try ContractTagStore(tenantID: caller.tenantID).tags(of: id, by: caller.listViewer, in: connection),
        names: try ApprovalNames(contract, viewer: party, store.vault, in: connection),
        signers: try Self.signers(of: contract, seenBy: party, store.vault, in: connection),
        urging: try party.isReached(by: .contractInitiate, of: caller)
          ? Urging(contract, by: party, open: RequestStore().open(of: contract, in: connection)) : nil,
        earlierRounds: try earlier(contract, party, store, in: connection))
    }
  }

  /// The contract where the caller may edit it, without its logs: for the steps of a draft. nil where there is nothing
  /// to edit; throws where it must not be seen.
  package func draft(_ id: ID<Contract>, caller: Caller) async throws -> Contract? {
    let (contract, party) = try await ledger.find(id, for: caller, .view)
    return party.side == .initiator && contract.editable != nil ? contract : nil
  }

  /// All events of a contract in order; logs are complete or they prove nothing.
  static func events(of contract: Contract, in connection: any SQLConnection) throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    while true {
      let page = try EventStore().bySubject(
        contract.subject, tenantID: contract.tenantID, after: events.last?.sequence ?? 0, in: connection)
      events += page
      if page.count < EventStore.pageCountMax { return events }
    }
  }

  private static func attachments(
    of contract: Contract, _ viewer: ContractParty, _ caller: Caller, _ vault: TenantVault,
    in connection: any SQLConnection
  ) throws -> [ContractView.AttachmentLine] {
    try AttachmentStore(tenantID: contract.tenantID).list(of: contract.id, upTo: contract.round.number, in: connection)
      .map { attachment in
        let account = try AccountStore(vault: vault).find(attachment.uploadedBy, in: connection)
        let isOwn = attachment.partyID == viewer.id || attachment.uploadedBy == caller.accountID
        return ContractView.AttachmentLine(
          attachment: attachment, uploader: account.map { isOwn ? $0.name : Mask.name($0.name) } ?? "",
          isLate: contract.isLate(attachment), mayRemove: contract.mayRemove(attachment, caller))
      }
  }

  private static func signers(
    of contract: Contract, seenBy viewer: ContractParty, _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> [ID<ContractParty>: String] {
    var names: [ID<ContractParty>: String] = [:]
    for party in contract.round.parties {
      guard let signer = party.company?.signedBy, let account = try AccountStore(vault: vault).find(signer, in: connection)
      else { continue }
      names[party.id] = party.id == viewer.id ? account.name : Mask.name(account.name)
    }
    return names
  }

  /// The initiator sees all rounds, a receiver those in which it was sent the contract.
  private func earlier(
    _ contract: Contract, _ party: ContractParty, _ store: ContractStore, in connection: any SQLConnection
  ) throws -> [ContractView.EarlierRound] {
    guard contract.round.number > 1 else { return [] }
    return try (1..<contract.round.number).compactMap { number in
      let (round, stage) = try store.round(number, of: contract.id, in: connection)
      let own = round.parties.first { $0.isSame(as: party) }
      guard let own, own.side == .initiator || own.state != .waiting else { return nil }
      return ContractView.EarlierRound(round: round, stage: stage)
    }
  }
}

extension ContractParty {
  /// The same company, or the same person, in another round.
  fileprivate func isSame(as other: ContractParty) -> Bool {
    if let organization = other.company?.organizationID { return company?.organizationID == organization }
    return accountID == other.accountID && company?.organizationID == nil
  }
}
