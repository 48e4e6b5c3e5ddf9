/// The list buckets of a contract (F-077, B-03): ten of the source and 拟定.
package enum ContractFolder: String, Sendable, CaseIterable {
  case drafting, draft, sendReview, initiatorSeal, awaitingInitiatorSign, awaitingReceipt, receiveReview, receiverSeal
  case awaitingReceiverSign, completed, invalid

  package var title: Bilingual {
    switch self {
    case .drafting: Bilingual("拟定", "Drafting")
    case .draft: Bilingual("草稿", "Drafts")
    case .sendReview: Bilingual("发送审批中", "In review to send")
    case .initiatorSeal: Bilingual("发起方用章", "Initiator's seal")
    case .awaitingInitiatorSign: Bilingual("待发起方签", "Initiator to sign")
    case .awaitingReceipt: Bilingual("待接收", "To be received")
    case .receiveReview: Bilingual("接收审批中", "In review to receive")
    case .receiverSeal: Bilingual("接收方用章", "Receiver's seal")
    case .awaitingReceiverSign: Bilingual("待接收方签", "Receiver to sign")
    case .completed: Bilingual("已完成签署", "Completed")
    case .invalid: Bilingual("已失效", "No longer valid")
    }
  }
}

extension ContractStageName {
  /// The folder of the shared view; nil for a discarded draft.
  package var folder: ContractFolder? {
    switch self {
    case .draftAwaitingConfirmation, .draftRejected: .drafting
    case .draft: .draft
    case .initiatorBusinessReview: .sendReview
    case .initiatorSealReview: .initiatorSeal
    case .awaitingInitiatorSign, .initiatorSigned: .awaitingInitiatorSign
    case .sent, .awaitingReceipt: .awaitingReceipt
    case .receiverBusinessReview: .receiveReview
    case .receiverSealReview: .receiverSeal
    case .awaitingReceiverSign, .receiverSigned: .awaitingReceiverSign
    case .completed: .completed
    case .withdrawnByInitiator, .withdrawnByReceiver, .returned, .expired: .invalid
    case .discarded: nil
    }
  }
}

extension Contract {
  /// Where a party finds the contract; nil where it must not see it (B-07).
  package func folder(of party: ContractParty) -> ContractFolder? {
    if party.side == .initiator { return stage.name.folder }
    if stage.isDrafting { return .drafting }
    if stage == .draft { return party.confirmedAt == nil ? nil : .drafting }
    if party.state == .waiting { return nil }
    guard stage.isLive else { return stage.name.folder }
    switch party.state {
    case .waiting: return nil
    case .awaitingReceipt: return .awaitingReceipt
    case .businessReview: return .receiveReview
    case .sealReview: return .receiverSeal
    case .awaitingSignature: return .awaitingReceiverSign
    case .signed, .returned, .observing:
      return round.allReceiversSigned ? stage.name.folder : .awaitingReceiverSign
    }
  }

  /// True where a party may see the contract at all (row 29).
  package func isVisible(to party: ContractParty) -> Bool { folder(of: party) != nil }
}
