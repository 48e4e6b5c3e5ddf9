/// What a company's side of a contract rests on: who acts for it, by which business type, with which approvals (F-032,
/// F-039, F-060). A person's party has none.
package struct PartyCompany: Equatable, Sendable {
  /// 合同业务类型 with its name at that moment.
  package struct BusinessTypeLink: Equatable, Sendable {
    package let id: ID<BusinessType>
    package let name: String

    package init(id: ID<BusinessType>, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// nil while no verified company of the typed name is known.
  package let organizationID: ID<Organization>?
  /// 经办人; nil until somebody of the company has taken the contract on.
  package internal(set) var handlerID: ID<Membership>?
  /// nil until the handler has linked one (rows 6 and 13).
  package internal(set) var businessType: BusinessTypeLink?
  /// nil where the type asks nobody.
  package internal(set) var business: ApprovalFlow?
  package internal(set) var seal: ApprovalFlow?
  /// 抄送人 of the business type and of this contract.
  package internal(set) var ccViewers: [ID<Membership>]
  /// 或签: any one of them signs for the company; empty where whoever handles the contract does.
  package internal(set) var signers: [ID<Membership>]
  /// The person whose key has signed for the company.
  package internal(set) var signedBy: ID<Account>?

  package init(
    organizationID: ID<Organization>?, handlerID: ID<Membership>? = nil, businessType: BusinessTypeLink? = nil,
    business: ApprovalFlow? = nil, seal: ApprovalFlow? = nil, ccViewers: [ID<Membership>] = [],
    signers: [ID<Membership>] = [], signedBy: ID<Account>? = nil
  ) {
    self.organizationID = organizationID
    self.handlerID = handlerID
    self.businessType = businessType
    self.business = business
    self.seal = seal
    self.ccViewers = ccViewers
    self.signers = signers
    self.signedBy = signedBy
  }

  package func flow(_ stage: ApprovalStage) -> ApprovalFlow? { stage == .business ? business : seal }

  mutating func set(_ flow: ApprovalFlow) {
    switch flow.stage {
    case .business: business = flow
    case .seal: seal = flow
    }
  }

  /// For a new round: the same company; the initiator keeps its rules until it links anew, a receiver starts over.
  func renewed(on side: ContractSide) -> PartyCompany {
    side == .initiator
      ? PartyCompany(
        organizationID: organizationID, handlerID: handlerID, businessType: businessType, business: business?.restarted,
        seal: seal?.restarted, ccViewers: ccViewers, signers: signers)
      : PartyCompany(organizationID: organizationID, handlerID: handlerID)
  }

  /// Everybody whose lists show this side of the contract, apart from those who see the whole company or type.
  package var viewers: Set<ID<Membership>> {
    Set([handlerID].compactMap(\.self) + ccViewers + signers).union(business?.participants ?? []).union(seal?.participants ?? [])
  }

  /// A person's roles in this contract: those of the company, and those that its lists give by naming them (F-060). A
  /// superior asked 逐级 reviews without being an approver elsewhere.
  package func roles(of standing: CompanyStanding) -> Set<CompanyRole> {
    guard organizationID == standing.organizationID else { return [] }
    var roles = standing.roles
    if business?.isParticipant(standing.membershipID) == true { roles.insert(.businessApprover) }
    if seal?.isParticipant(standing.membershipID) == true { roles.insert(.sealApprover) }
    if ccViewers.contains(standing.membershipID) { roles.insert(.ccViewer) }
    return roles
  }

  /// True where a right of this scope reaches the contract for that person (table D, "Scopes").
  package func isReached(by scope: AccessScope, of standing: CompanyStanding) -> Bool {
    guard organizationID == standing.organizationID else { return false }
    switch scope {
    case .own: return false
    case .participated: return handlerID == standing.membershipID || signers.contains(standing.membershipID)
    case .ccOnly: return ccViewers.contains(standing.membershipID)
    case .inBusinessApproval: return business?.isParticipant(standing.membershipID) == true
    case .inSealApproval: return seal?.isParticipant(standing.membershipID) == true
    case .delegatedBusinessTypes: return businessType.map { standing.delegatedTypes.contains($0.id) } ?? false
    case .wholeCompany: return true
    }
  }
}

extension ApprovalFlow {
  /// What the stage of the contract says of it.
  var progress: ReviewProgress { ReviewProgress(nodesLeft: stepsLeft, isRejected: outcome == .rejected) }
}
