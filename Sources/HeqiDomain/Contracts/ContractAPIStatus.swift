/// The six states of the open API (M-013), derived (B-03).
package enum ContractAPIStatus: String, Sendable, CaseIterable {
  case created = "CREATED"
  case partialSigned = "PARTIAL_SIGNED"
  case signed = "SIGNED"
  case rejected = "REJECTED"
  case expired = "EXPIRED"
  case revoked = "REVOKED"
}

extension Contract {
  /// nil where the API does not show the contract: drafts and negotiations.
  package var apiStatus: ContractAPIStatus? {
    switch stage {
    case .draft, .draftAwaitingConfirmation, .draftRejected, .discarded: nil
    case .completed: .signed
    case .returned: .rejected
    case .expired: .expired
    case .withdrawnByInitiator, .withdrawnByReceiver: .revoked
    case .initiatorBusinessReview, .initiatorSealReview, .awaitingInitiatorSign, .initiatorSigned, .sent,
      .awaitingReceipt,
      .receiverBusinessReview, .receiverSealReview, .awaitingReceiverSign, .receiverSigned:
      round.hasSignature ? .partialSigned : .created
    }
  }
}
