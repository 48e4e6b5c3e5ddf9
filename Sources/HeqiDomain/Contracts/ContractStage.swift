/// Why and when a live contract ended without completion.
package struct ContractEnding: Equatable, Sendable {
  package let at: Instant
  /// The party that ended it; nil for the system.
  package let partyID: ID<ContractParty>?
  package let reason: String

  package init(at: Instant, partyID: ID<ContractParty>?, reason: String) {
    self.at = at
    self.partyID = partyID
    self.reason = reason
  }
}

/// Where a contract stands: the source's 15 states (F-005), `expired` (B-06), the negotiation states (F-004)
/// and the end of an unsent draft (row 24).
package enum ContractStage: Equatable, Sendable {
  /// 待接收方确认
  case draftAwaitingConfirmation
  /// 接收方驳回
  case draftRejected(reason: String)
  /// 草稿 (= 确认拟定)
  case draft
  /// 发起方业务审批中
  case initiatorBusinessReview(ReviewProgress)
  /// 发起方用章审批中
  case initiatorSealReview(ReviewProgress)
  /// 待发起方签
  case awaitingInitiatorSign
  /// 发起方已签署
  case initiatorSigned
  /// 已发送
  case sent
  /// 待接收
  case awaitingReceipt
  /// 接收方业务审批中
  case receiverBusinessReview(ReviewProgress)
  /// 接收方用章审批中
  case receiverSealReview(ReviewProgress)
  /// 待接收方签
  case awaitingReceiverSign
  /// 接收方已签署
  case receiverSigned
  /// 发起方撤回
  case withdrawnByInitiator(ContractEnding)
  /// 接收方撤回
  case withdrawnByReceiver(ContractEnding)
  /// 已退回
  case returned(ContractEnding)
  /// 已超期
  case expired(ContractEnding)
  /// 已完成签署
  case completed(at: Instant)
  /// 已作废; soft deleted
  case discarded(at: Instant)

  /// Stable name for columns, events and the state table.
  package var name: ContractStageName {
    switch self {
    case .draftAwaitingConfirmation: .draftAwaitingConfirmation
    case .draftRejected: .draftRejected
    case .draft: .draft
    case .initiatorBusinessReview: .initiatorBusinessReview
    case .initiatorSealReview: .initiatorSealReview
    case .awaitingInitiatorSign: .awaitingInitiatorSign
    case .initiatorSigned: .initiatorSigned
    case .sent: .sent
    case .awaitingReceipt: .awaitingReceipt
    case .receiverBusinessReview: .receiverBusinessReview
    case .receiverSealReview: .receiverSealReview
    case .awaitingReceiverSign: .awaitingReceiverSign
    case .receiverSigned: .receiverSigned
    case .withdrawnByInitiator: .withdrawnByInitiator
    case .withdrawnByReceiver: .withdrawnByReceiver
    case .returned: .returned
    case .expired: .expired
    case .completed: .completed
    case .discarded: .discarded
    }
  }

  /// The ending of a withdrawn, returned or expired contract.
  package var ending: ContractEnding? {
    switch self {
    case .withdrawnByInitiator(let ending), .withdrawnByReceiver(let ending), .returned(let ending),
      .expired(let ending):
      ending
    default: nil
    }
  }

  /// After row 6 and before any end.
  package var isLive: Bool { name.overall == .signing }
  /// Withdrawn, returned or expired: may start again as a new round (row 23).
  package var isInvalid: Bool { ending != nil }
  /// Still being negotiated (rows 1 to 4).
  package var isDrafting: Bool { name == .draftAwaitingConfirmation || name == .draftRejected }
}

/// A stage without its payload.
package enum ContractStageName: String, Sendable, CaseIterable {
  case draftAwaitingConfirmation, draftRejected, draft
  case initiatorBusinessReview, initiatorSealReview, awaitingInitiatorSign, initiatorSigned
  case sent, awaitingReceipt, receiverBusinessReview, receiverSealReview, awaitingReceiverSign, receiverSigned
  case withdrawnByInitiator, withdrawnByReceiver, returned, expired, completed, discarded

  package var title: Bilingual {
    switch self {
    case .draftAwaitingConfirmation: Bilingual("待接收方确认", "Text awaiting the receiver's agreement")
    case .draftRejected: Bilingual("接收方驳回", "Text declined by the receiver")
    case .draft: Bilingual("草稿", "Draft")
    case .initiatorBusinessReview: Bilingual("发起方业务审批中", "In the initiator's business review")
    case .initiatorSealReview: Bilingual("发起方用章审批中", "In the initiator's seal review")
    case .awaitingInitiatorSign: Bilingual("待发起方签", "Awaiting the initiator's signature")
    case .initiatorSigned: Bilingual("发起方已签署", "Signed by the initiator")
    case .sent: Bilingual("已发送", "Sent")
    case .awaitingReceipt: Bilingual("待接收", "Awaiting receipt")
    case .receiverBusinessReview: Bilingual("接收方业务审批中", "In the receiver's business review")
    case .receiverSealReview: Bilingual("接收方用章审批中", "In the receiver's seal review")
    case .awaitingReceiverSign: Bilingual("待接收方签", "Awaiting the receiver's signature")
    case .receiverSigned: Bilingual("接收方已签署", "Signed by the receiver")
    case .withdrawnByInitiator: Bilingual("发起方撤回", "Withdrawn by the initiator")
    case .withdrawnByReceiver: Bilingual("接收方撤回", "Withdrawn by the receiver")
    case .returned: Bilingual("已退回", "Returned")
    case .expired: Bilingual("已超期", "Expired")
    case .completed: Bilingual("已完成签署", "Completed")
    case .discarded: Bilingual("已作废", "Discarded")
    }
  }

  /// Overall state (F-087): derived, never stored (B-03).
  package var overall: ContractOverall? {
    switch self {
    case .draftAwaitingConfirmation, .draftRejected, .draft, .discarded: nil
    case .initiatorBusinessReview, .initiatorSealReview, .awaitingInitiatorSign, .initiatorSigned, .sent,
      .awaitingReceipt,
      .receiverBusinessReview, .receiverSealReview, .awaitingReceiverSign, .receiverSigned:
      .signing
    case .withdrawnByInitiator, .withdrawnByReceiver, .returned, .expired: .invalid
    case .completed: .completed
    }
  }
}

/// 签约中, 已完成签署, 已失效 (F-087).
package enum ContractOverall: String, Sendable, CaseIterable {
  case signing, completed, invalid

  package var title: Bilingual {
    switch self {
    case .signing: Bilingual("签约中", "In progress")
    case .completed: Bilingual("已完成签署", "Completed")
    case .invalid: Bilingual("已失效", "No longer valid")
    }
  }
}
