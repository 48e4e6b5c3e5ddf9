/// What a person of a company has to do in a contract and somebody else can take over (F-058).
package enum ContractDuty: String, Sendable, CaseIterable {
  /// 经办: draft, initiate, receive, sign.
  case handling
  case businessReview, sealReview
  /// Named to sign for the company (或签).
  case signing

  package var title: Bilingual {
    switch self {
    case .handling: Bilingual("经办", "Handling")
    case .businessReview: Bilingual("业务审批", "Business review")
    case .sealReview: Bilingual("用章审批", "Seal review")
    case .signing: Bilingual("指定签署", "Named signature")
    }
  }

  /// The list of approvers that it belongs to.
  package var review: ApprovalStage? {
    switch self {
    case .businessReview: .business
    case .sealReview: .seal
    case .handling, .signing: nil
    }
  }

  package init(_ stage: ApprovalStage) { self = stage == .business ? .businessReview : .sealReview }
}

/// A duty that is still to be done, and who has it.
package struct OpenDuty: Equatable, Sendable {
  package let duty: ContractDuty
  package let holder: ID<Membership>
  /// Title of the approval node; nil for other duties.
  package let node: String?
  /// True where it is asked now, false where it lies ahead.
  package let isNow: Bool
  /// Others who are asked for the same and of whom one suffices (或签).
  package let alternatives: [ID<Membership>]

  package init(
    _ duty: ContractDuty, holder: ID<Membership>, node: String? = nil, isNow: Bool, alternatives: [ID<Membership>] = []
  ) {
    self.duty = duty
    self.holder = holder
    self.node = node
    self.isNow = isNow
    self.alternatives = alternatives
  }
}

extension Contract {
  /// What the people of this company's side still have to do, in the order it is asked. Empty once the contract has ended
  /// or the side has signed.
  package func openDuties(of party: ContractParty) -> [OpenDuty] {
    guard let company = party.company, let handler = company.handlerID else { return [] }
    let isPreparing = stage == .draft || stage.isDrafting
    guard isPreparing || (stage.isLive && !party.state.isOver) else { return [] }
    guard !isPreparing || party.side == .initiator || stage != .draft else { return [] }
    var duties: [OpenDuty] = []
    for review in ApprovalStage.allCases where !isPreparing {
      duties += company.flow(review)?.openDuties(isAsked: party.state.review == review) ?? []
    }
    let isSigning = party.state == .awaitingSignature
    for signer in company.signers where !isPreparing {
      duties.append(
        OpenDuty(.signing, holder: signer, isNow: isSigning, alternatives: company.signers.filter { $0 != signer }))
    }
    // Once others are named to sign, nothing is left to the handler in that step.
    if !isSigning || company.signers.isEmpty {
      let isAsked = openRequests.contains { $0.partyID == party.id && $0.holder == nil }
      duties.append(OpenDuty(.handling, holder: handler, isNow: isAsked || isPreparing))
    }
    return duties
  }

  /// Those of them that nobody can do as it stands: whoever has them cannot, and neither can any of the alternatives.
  package func stuckDuties(
    of party: ContractParty, isAble: (ContractDuty, ID<Membership>) throws -> Bool
  ) rethrows -> [OpenDuty] {
    try openDuties(of: party).filter { open in
      try !isAble(open.duty, open.holder) && !open.alternatives.contains { try isAble(open.duty, $0) }
    }
  }
}

extension ApprovalFlow {
  fileprivate func openDuties(isAsked: Bool) -> [OpenDuty] {
    guard outcome == nil else { return [] }
    return steps.enumerated().flatMap { index, step in
      step.openTasks.map { task in
        OpenDuty(
          ContractDuty(stage), holder: task.holder, node: step.title, isNow: isAsked && index == current,
          alternatives: step.mode == .any ? step.openTasks.map(\.holder).filter { $0 != task.holder } : [])
      }
    }
  }
}

extension PartyState {
  /// Nothing is left to do for this side.
  fileprivate var isOver: Bool {
    switch self {
    case .signed, .returned, .observing: true
    case .waiting, .awaitingReceipt, .businessReview, .sealReview, .awaitingSignature: false
    }
  }
}

extension PartyCompany {
  /// Whether this person could do the duty if it were theirs, by their roles as they are now (table D). Nobody stands in
  /// for a person who has left: they have no standing.
  package func isAble(_ duty: ContractDuty, _ standing: CompanyStanding) -> Bool {
    guard organizationID == standing.organizationID else { return false }
    switch duty {
    // Whoever is named in a list of approvers reviews by being named (逐级).
    case .businessReview, .sealReview: return true
    case .handling, .signing:
      var own = self
      own.handlerID = standing.membershipID
      let permission: Permission = duty == .handling ? .contractInitiate : .contractSign
      return AccessPolicy.tableD.scopes(of: permission, for: own.roles(of: standing))
        .contains { own.isReached(by: $0, of: standing) }
    }
  }

  /// Whether the duty may be given to this person: for a review they must be approvers of that kind, as when added.
  package func mayTakeOver(_ duty: ContractDuty, _ standing: CompanyStanding) -> Bool {
    switch duty {
    case .businessReview: isAble(duty, standing) && standing.roles.contains(.businessApprover)
    case .sealReview: isAble(duty, standing) && standing.roles.contains(.sealApprover)
    case .handling, .signing: isAble(duty, standing)
    }
  }
}
