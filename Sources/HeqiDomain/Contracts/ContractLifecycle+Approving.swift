/// Rows 7 to 9 and 14, 15: the approval lists of companies. Persons have none, so these refuse for them.
extension ContractStep {
  mutating func approveBusiness(_ typed: String) throws(ContractError) {
    let (party, progress) = try reviewing(.business)
    let opinion = try opinion(typed)
    let left = progress.nodesLeft - 1
    contract.round.update(party.id, .businessReview(ReviewProgress(nodesLeft: left)))
    let causedBefore = events.count
    if left <= 0 { leaveBusinessReview(party) }
    refreshStage()
    say(.businessApproved, by: party, "通过", opinion, before: causedBefore)
  }

  mutating func approveSeal(_ typed: String) throws(ContractError) {
    let (party, progress) = try reviewing(.seal)
    let opinion = try opinion(typed)
    let left = progress.nodesLeft - 1
    contract.round.update(party.id, left <= 0 ? .awaitingSignature : .sealReview(ReviewProgress(nodesLeft: left)))
    refreshStage()
    say(.sealApproved, by: party, "通过", opinion, before: events.count)
  }

  mutating func rejectBusiness(_ typed: String) throws(ContractError) {
    let (party, progress) = try reviewing(.business)
    try reject(
      party, .businessReview(ReviewProgress(nodesLeft: progress.nodesLeft, isRejected: true)), .businessRejected, typed)
  }

  mutating func rejectSeal(_ typed: String) throws(ContractError) {
    let (party, progress) = try reviewing(.seal)
    try reject(
      party, .sealReview(ReviewProgress(nodesLeft: progress.nodesLeft, isRejected: true)), .sealRejected, typed)
  }

  private mutating func reject(
    _ party: ContractParty, _ state: PartyState, _ kind: ContractEventKind, _ typed: String
  ) throws(ContractError) {
    let opinion = try opinion(typed)
    contract.round.update(party.id, state)
    refreshStage()
    say(kind, by: party, "失败", opinion, before: events.count)
    notices.append(ContractNotice(.reviewRejected, to: party.id, reason: opinion))
  }

  private mutating func say(
    _ kind: ContractEventKind, by party: ContractParty, _ result: String, _ opinion: String, before index: Int
  ) {
    let caused = Array(events[index...])
    events.removeSubrange(index...)
    record(kind, by: party, [Event.Fact(ContractFact.result, result), Event.Fact(ContractFact.opinion, opinion)])
    events += caused
  }

  private enum Review { case business, seal }

  private func reviewing(_ review: Review) throws(ContractError) -> (ContractParty, ReviewProgress) {
    guard case .approver(let id) = issuer else { throw ContractError(.notPermitted) }
    guard let party = contract.round.party(id) else { throw ContractError(.notAParty) }
    try requireLive()
    let progress: ReviewProgress
    switch (review, party.state) {
    case (.business, .businessReview(let found)), (.seal, .sealReview(let found)): progress = found
    default: throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
    guard !progress.isRejected else { throw ContractError(.reviewRejected) }
    return (party, progress)
  }

  private func opinion(_ typed: String) throws(ContractError) -> String {
    let opinion = typed.trimmingWhitespace
    guard !opinion.isEmpty else { throw ContractError(.opinionMissing) }
    guard opinion.count <= ContractLimits.reasonCharactersMax else { throw ContractError(.reasonTooLong) }
    return opinion
  }

  private mutating func leaveBusinessReview(_ party: ContractParty) {
    if party.side == .initiator { leaveInitiatorBusinessReview() } else { enterSealReview(party) }
  }
}

/// The functions iBiz, iNext, iSeal, rBiz and rSeal of section C.
extension ContractStep {
  /// iBiz
  mutating func enterInitiatorBusinessReview() {
    let initiator = contract.round.initiator
    if initiator.businessReviewNodes > 0 {
      contract.round.update(initiator.id, .businessReview(ReviewProgress(nodesLeft: initiator.businessReviewNodes)))
    } else {
      leaveInitiatorBusinessReview()
    }
  }

  /// iNext
  mutating func leaveInitiatorBusinessReview() {
    let initiator = contract.round.initiator
    switch contract.round.settings.issueOrder {
    case .signThenSend: enterSealReview(initiator)
    case .sendThenSign:
      if !contract.round.isSentByObserver { contract.round.update(initiator.id, .waiting) }
      deliver()
    }
  }

  /// rBiz
  mutating func enterReceiverBusinessReview(_ receiver: ContractParty) {
    if receiver.businessReviewNodes > 0 {
      contract.round.update(receiver.id, .businessReview(ReviewProgress(nodesLeft: receiver.businessReviewNodes)))
    } else {
      enterSealReview(receiver)
    }
  }

  /// iSeal and rSeal
  mutating func enterSealReview(_ party: ContractParty) {
    contract.round.update(
      party.id,
      party.sealReviewNodes > 0 ? .sealReview(ReviewProgress(nodesLeft: party.sealReviewNodes)) : .awaitingSignature)
  }

  /// Makes `stage` what the parties' states say: the shared view shows the least advanced receiver (B-07).
  mutating func refreshStage() {
    contract.stage = contract.round.liveStage
  }
}

extension ContractRound {
  /// The live stage that the parties' states amount to.
  var liveStage: ContractStage {
    switch (settings.issueOrder, initiator.state) {
    case (_, .businessReview(let progress)): return .initiatorBusinessReview(progress)
    case (_, .observing): return receiverStage
    case (.signThenSend, let state) where !state.isSigned: return signingStage(of: state)
    case (.sendThenSign, let state) where allReceiversSigned:
      return state.isSigned ? .initiatorSigned : signingStage(of: state)
    default: return receiverStage
    }
  }

  private func signingStage(of initiatorState: PartyState) -> ContractStage {
    if case .sealReview(let progress) = initiatorState { return .initiatorSealReview(progress) }
    return .awaitingInitiatorSign
  }

  private var receiverStage: ContractStage {
    let delivered = receivers.filter { $0.state != .waiting && !$0.state.isSigned }
    guard let least = delivered.min(by: { $0.state.rank < $1.state.rank }) else {
      return allReceiversSigned ? .receiverSigned : .sent
    }
    switch least.state {
    case .businessReview(let progress): return .receiverBusinessReview(progress)
    case .sealReview(let progress): return .receiverSealReview(progress)
    case .awaitingSignature: return .awaitingReceiverSign
    case .waiting, .awaitingReceipt, .signed, .returned, .observing: return .awaitingReceipt
    }
  }
}
