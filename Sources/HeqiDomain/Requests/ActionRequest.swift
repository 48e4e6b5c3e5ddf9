/// What a party is asked to do (F-091 需求-动作).
package enum RequestedAction: String, Sendable, CaseIterable {
  /// 确认 a drafted text.
  case confirm
  /// 接收
  case receive
  /// 审批 (business list)
  case approveBusiness
  /// 审批 (seal list)
  case approveSeal
  /// 签署
  case sign
  /// 更新近期活体图像 (row 10)
  case updateLiveImage
  /// 发起 a confirmed draft (row 4) or revise a declined one (row 2)
  case initiate

  package var title: Bilingual {
    switch self {
    case .confirm: Bilingual("确认", "Agree to the text")
    case .receive: Bilingual("接收", "Receive")
    case .approveBusiness, .approveSeal: Bilingual("审批", "Review")
    case .sign: Bilingual("签署", "Sign")
    case .updateLiveImage: Bilingual("更新活体图像", "Update the live image")
    case .initiate: Bilingual("发起", "Start signing")
    }
  }
}

/// One open request of one contract: at most one per party, action and person.
package struct ActionRequestKey: Hashable, Sendable {
  package let partyID: ID<ContractParty>
  package let action: RequestedAction
  /// The approver or named signer who is asked; nil where whoever acts for the party is.
  package let holder: ID<Membership>?

  package init(partyID: ID<ContractParty>, action: RequestedAction, holder: ID<Membership>? = nil) {
    self.partyID = partyID
    self.action = action
    self.holder = holder
  }
}

/// A row of the to-do list (操作请求, F-091).
package struct ActionRequest: Equatable, Sendable {
  package let id: ID<ActionRequest>
  package let tenantID: String
  package let contractID: ID<Contract>
  package let key: ActionRequestKey
  /// nil while the party has no account.
  package let accountID: ID<Account>?
  /// The company for which the person is asked; nil where they act for themselves.
  package let organizationID: ID<Organization>?
  package let openedAt: Instant
  /// nil while it waits.
  package let closedAt: Instant?
  /// When the initiator last urged (催签).
  package let urgedAt: Instant?

  package init(
    id: ID<ActionRequest>, tenantID: String, contractID: ID<Contract>, key: ActionRequestKey, accountID: ID<Account>?,
    organizationID: ID<Organization>? = nil, openedAt: Instant, closedAt: Instant? = nil,
    urgedAt: Instant? = nil
  ) {
    self.urgedAt = urgedAt
    self.organizationID = organizationID
    self.id = id
    self.tenantID = tenantID
    self.contractID = contractID
    self.key = key
    self.accountID = accountID
    self.openedAt = openedAt
    self.closedAt = closedAt
  }
}

extension Contract {
  /// Whose turn it is: a pure function of the state, so requests can never disagree with it.
  package var openRequests: [ActionRequestKey] {
    switch stage {
    case .draftAwaitingConfirmation:
      round.receivers.filter { $0.confirmedAt == nil }.map { ActionRequestKey(partyID: $0.id, action: .confirm) }
    case .draftRejected: [ActionRequestKey(partyID: round.initiator.id, action: .initiate)]
    case .draft where round.isTextConfirmed: [ActionRequestKey(partyID: round.initiator.id, action: .initiate)]
    case .draft, .withdrawnByInitiator, .withdrawnByReceiver, .returned, .expired, .completed, .discarded: []
    case .initiatorBusinessReview, .initiatorSealReview, .awaitingInitiatorSign, .initiatorSigned, .sent,
      .awaitingReceipt,
      .receiverBusinessReview, .receiverSealReview, .awaitingReceiverSign, .receiverSigned:
      round.parties.flatMap(requests(of:))
    }
  }

  private func requests(of party: ContractParty) -> [ActionRequestKey] {
    var actions: [RequestedAction] = []
    var keys: [ActionRequestKey] = []
    switch party.state {
    case .awaitingReceipt: actions = [.receive]
    case .businessReview, .sealReview: keys = reviews(of: party)
    case .awaitingSignature: keys = signatures(of: party)
    case .waiting, .signed, .returned, .observing: break
    }
    if round.ratings.contains(where: { $0.rated == party.id && $0.rating == .unacceptable && isOpen($0.rater) }) {
      actions.append(.updateLiveImage)
    }
    return keys + actions.map { ActionRequestKey(partyID: party.id, action: $0) }
  }

  /// One request for each approver who is asked now; none once the review is rejected (B-29).
  private func reviews(of party: ContractParty) -> [ActionRequestKey] {
    guard let review = party.state.review, let flow = party.company?.flow(review) else { return [] }
    return flow.holders.map {
      ActionRequestKey(partyID: party.id, action: review == .business ? .approveBusiness : .approveSeal, holder: $0)
    }
  }

  /// 或签: each of the named signers is asked until one has signed; else whoever acts for the party.
  private func signatures(of party: ContractParty) -> [ActionRequestKey] {
    guard let signers = party.company?.signers, !signers.isEmpty else {
      return [ActionRequestKey(partyID: party.id, action: .sign)]
    }
    return signers.map { ActionRequestKey(partyID: party.id, action: .sign, holder: $0) }
  }

  private func isOpen(_ rater: ID<ContractParty>) -> Bool { round.party(rater)?.state.isSigned == false }
}
