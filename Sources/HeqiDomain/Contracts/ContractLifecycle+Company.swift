/// What a company's side adds to the table: its business type, more approvers and copies, hand-over and reminders
/// (F-039, F-058, F-065, T-007).
extension ContractStep {
  /// 关联合同业务类型, before rows 6, 13 and 23.
  mutating func link(_ company: PartyCompany, contractNo: String?) throws(ContractError) {
    let party = try linking()
    guard company.organizationID != nil, company.handlerID != nil, let type = company.businessType else {
      throw ContractError(.businessTypeMissing)
    }
    guard party.company?.organizationID == nil || party.company?.organizationID == company.organizationID else {
      throw ContractError(.notPermitted)
    }
    guard party.company != company || contractNo != contract.contractNo else { return }
    if contract.upcoming?.party(party.id) != nil, contract.stage.isInvalid {
      contract.upcoming?.change(party.id) { $0.company = company }
    } else {
      contract.round.change(party.id) { $0.company = company }
    }
    if party.side == .initiator, let contractNo { contract.contractNo = contractNo }
    var facts = [Event.Fact(ContractFact.businessType, type.name)]
    if party.side == .initiator, let contractNo { facts.append(Event.Fact(ContractFact.contractNo, contractNo)) }
    record(.businessTypeLinked, by: party, facts)
  }

  /// The company whose rules may still be chosen: an initiator that prepares, a receiver that has not received yet.
  private func linking() throws(ContractError) -> ContractParty {
    guard case .party(let id) = issuer else { throw ContractError(.notPermitted) }
    if let initiator = contract.editable?.initiator, initiator.id == id || contract.round.initiator.id == id {
      guard initiator.kind == .company else { throw ContractError(.notPermitted) }
      return initiator
    }
    guard let party = contract.round.party(id) else { throw ContractError(.notAParty) }
    guard party.kind == .company else { throw ContractError(.notPermitted) }
    try requireLive()
    guard party.side == .receiver, party.state == .awaitingReceipt else {
      throw ContractError(party.state == .waiting ? .notDelivered : .notAllowedInStage)
    }
    try requireBeforeDeadline()
    return party
  }

  mutating func addApprovers(_ review: ApprovalStage, _ step: ApprovalStep) throws(ContractError) {
    let party = try actingCompany()
    guard party.isBusinessTypeLinked, party.mayStillAdd(to: review) else {
      throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
    let flow = try approval { () throws(ApprovalError) in
      guard var flow = party.company?.flow(review) else { return try ApprovalFlow.added(step, to: review) }
      try flow.add(step)
      return flow
    }
    set(flow, of: party)
    record(.approversAdded, by: party, [Event.Fact(ContractFact.node, step.title)])
  }

  mutating func addCC(_ people: [ID<Membership>]) throws(ContractError) {
    let party = try actingCompany()
    let known = party.company?.ccViewers ?? []
    let added = people.filter { !known.contains($0) }
    guard !added.isEmpty else { return }
    guard known.count + added.count <= BusinessType.peopleMax else { throw ContractError(.tooManyReceivers) }
    contract.round.change(party.id) { $0.company?.ccViewers += added }
    record(.ccAdded, by: party, [Event.Fact(ContractFact.result, "\(added.count)")])
  }

  /// The system hands over a leaver's tasks; an approver may hand over their own.
  mutating func handOver(
    from: ID<Membership>, to: ID<Membership>, remarks: [Event.Fact]
  ) throws(ContractError) {
    try requireLive()
    var changed = false
    for party in contract.round.parties where party.company != nil {
      if case .approver(let id, let person) = issuer, id != party.id || person != from { continue }
      if case .party(let id) = issuer, id != party.id { continue }
      for review in ApprovalStage.allCases {
        guard var flow = contract.round.party(party.id)?.company?.flow(review), flow.outcome == nil,
          flow.steps.contains(where: { step in step.openTasks.contains { $0.holder == from } })
        else { continue }
        try approval { () throws(ApprovalError) in try flow.hand(from: from, to: to) }
        set(flow, of: party)
        changed = true
        record(.approvalHandedOver, by: party, isBySystem: issuer == .system, remarks)
      }
    }
    guard changed else { throw ContractError(approval: ApprovalError(.notAsked)) }
  }

  mutating func remindApprovers() throws(ContractError) {
    let party = try actingCompany()
    try requireLive()
    guard let review = party.state.review, var flow = party.company?.flow(review) else {
      throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
    try approval { () throws(ApprovalError) in try flow.remind(at: now) }
    set(flow, of: party)
    record(.approversReminded, by: party)
    notices.append(ContractNotice(.approvalReminder, to: party.id))
  }

  private func actingCompany() throws(ContractError) -> ContractParty {
    let party = try actingParty()
    guard party.company != nil else { throw ContractError(.notPermitted) }
    guard contract.stage.isLive else { throw ContractError(.notAllowedInStage, contract.stage.name.rawValue) }
    return party
  }
}

extension PartyState {
  /// The list of approvers that is asked now.
  package var review: ApprovalStage? {
    switch self {
    case .businessReview: .business
    case .sealReview: .seal
    case .waiting, .awaitingReceipt, .awaitingSignature, .signed, .returned, .observing: nil
    }
  }
}

extension ContractParty {
  /// A list takes more steps while it runs; the seal's also while it lies ahead.
  fileprivate func mayStillAdd(to review: ApprovalStage) -> Bool {
    switch (review, state) {
    case (.business, .businessReview), (.seal, .businessReview), (.seal, .sealReview): true
    case (.seal, .waiting): side == .initiator
    default: false
    }
  }
}

extension ContractError {
  /// The same reason in the words of contracts; what has no such word keeps its own message.
  package init(approval error: ApprovalError) {
    switch error.code {
    case .opinionMissing: self.init(.opinionMissing)
    case .opinionTooLong: self.init(.reasonTooLong)
    case .alreadyRejected: self.init(.reviewRejected)
    case .notAsked: self.init(.notPermitted, error.code.rawValue)
    default: self.init(.approvalRefused, error.code.rawValue, remark: error.message, cause: error)
    }
  }
}
