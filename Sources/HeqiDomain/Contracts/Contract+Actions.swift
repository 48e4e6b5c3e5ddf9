extension Contract {
  /// What a party can do now, for buttons; the lifecycle still decides when it is done.
  /// - Parameter caller: of a company's people each is offered what table D lets them do.
  package func actions(of party: ContractParty, caller: Caller? = nil, at now: Instant) -> Set<ContractCommandName> {
    var actions: Set<ContractCommandName> = []
    if party.side == .initiator {
      if stage == .draft { actions.formUnion([.saveDraft, .initiate, .discard]) }
      if stage.isDrafting { actions.insert(.discard) }
      if stage.isInvalid { actions.insert(.reinitiate) }
    }
    actions.formUnion(draftingActions(of: party))
    if party.state == .awaitingSignature, stage.isLive { actions.insert(.sign) }
    var tries: [ContractCommand] = [.returnContract(reason: "-"), .withdraw(reason: "-")]
    if party.kind == .person || party.isBusinessTypeLinked { tries.append(.receive) }
    for command in tries {
      let transition = try? ContractLifecycle.apply(command, to: self, by: .party(party.id), at: now)
      if transition?.isUnchanged == false { actions.insert(command.name) }
    }
    if party.kind == .company, party.state == .awaitingReceipt, stage.isLive { actions.insert(.receive) }
    if isVisible(to: party) { actions.formUnion([.view, .download, .verify]) }
    guard let caller, party.kind == .company else { return actions }
    return actions.filter { $0.permission.map { party.isReached(by: $0, of: caller) } ?? true }
      .union(reviewActions(of: party, caller))
  }

  /// Rows 1 to 4: agreeing on the text before anything is signed.
  private func draftingActions(of party: ContractParty) -> Set<ContractCommandName> {
    switch (party.side, stage.name) {
    case (.initiator, .draft) where round.file != nil && !round.receivers.isEmpty && !round.isTextConfirmed: [.startDraft]
    case (.initiator, .draftRejected): [.redraft]
    case (.receiver, .draftAwaitingConfirmation) where party.confirmedAt == nil: [.fillDraft, .confirmDraft, .rejectDraft]
    default: []
    }
  }

  /// Deciding, adding and reminding, for the people of a company.
  private func reviewActions(of party: ContractParty, _ caller: Caller) -> Set<ContractCommandName> {
    guard stage.isLive, let company = party.company, let standing = caller.mode.standing else { return [] }
    var actions: Set<ContractCommandName> = []
    if let review = party.state.review, let flow = company.flow(review), flow.outcome == nil {
      if flow.holders.contains(standing.membershipID) {
        actions.formUnion(review == .business ? [.approveBusiness, .rejectBusiness] : [.approveSeal, .rejectSeal])
        actions.insert(.handOver)
      }
      if party.isReached(by: .approvalAddApprover, of: caller) { actions.formUnion([.addApprovers, .remindApprovers]) }
    }
    if party.isBusinessTypeLinked, party.isReached(by: .approvalAddCC, of: caller) { actions.insert(.addCC) }
    if party.mayChooseSigners, party.isReached(by: .approvalAddApprover, of: caller) { actions.insert(.setSigners) }
    return actions
  }
}

extension ContractCommandName {
  /// The key of table D behind a button; nil where the contract's visibility says it all.
  package var permission: Permission? {
    switch self {
    case .saveDraft, .discard, .startDraft, .redraft: .contractDraft
    case .initiate: .contractInitiate
    case .reinitiate, .prepareNextRound: .contractReinitiate
    case .link: .contractLinkBusinessType
    case .receive, .fillDraft, .confirmDraft, .rejectDraft: .contractReceive
    case .sign: .contractSign
    case .withdraw: .contractWithdraw
    case .returnContract: .contractReturn
    case .rateLiveImage: .contractRateLiveImage
    case .download: .contractDownload
    case .approveBusiness, .rejectBusiness, .approveSeal, .rejectSeal, .handOver: .approvalDecide
    case .addApprovers, .remindApprovers, .setSigners: .approvalAddApprover
    case .addCC: .approvalAddCC
    case .takeOver: .orgUpdate
    case .view: .contractView
    case .verify: .contractVerify
    case .deliver, .complete, .expire, .renew, .releaseSigner: nil
    }
  }
}
