/// Rows 7 to 9 and 14, 15: the approval lists of companies. Persons have none, so these refuse for them.
extension ContractStep {
  /// One person on the list decides; the last approval moves the contract on (rows 7, 9, 14), a rejection blocks it until
  /// withdrawal or return (rows 8, 15, B-29).
  mutating func decide(_ review: ApprovalStage, _ outcome: ApprovalOutcome, _ typed: String) throws(ContractError) {
    guard case .approver(let id, let person) = issuer else { throw ContractError(.notPermitted) }
    guard let party = contract.round.party(id) else { throw ContractError(.notAParty) }
    try requireLive()
    guard party.state.review == review, var flow = party.company?.flow(review) else {
      throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
    let node = flow.current.map { flow.steps[$0].title } ?? ""
    try approval { () throws(ApprovalError) in
      try flow.decide(outcome, opinion: typed, by: person, at: now)
    }
    set(flow, of: party)
    let index = events.count
    if flow.outcome == .approved { leave(review, party) }
    refreshStage()
    let caused = Array(events[index...])
    events.removeSubrange(index...)
    record(
      Self.event(review, outcome), by: party,
      [
        Event.Fact(ContractFact.node, node), Event.Fact(ContractFact.result, outcome.title.chinese),
        Event.Fact(ContractFact.opinion, typed.trimmingWhitespace),
      ])
    events += caused
    if outcome == .rejected {
      notices.append(ContractNotice(.reviewRejected, to: party.id, reason: typed.trimmingWhitespace))
    }
  }

  private static func event(_ review: ApprovalStage, _ outcome: ApprovalOutcome) -> ContractEventKind {
    switch (review, outcome) {
    case (.business, .approved): .businessApproved
    case (.business, .rejected): .businessRejected
    case (.seal, .approved): .sealApproved
    case (.seal, .rejected): .sealRejected
    }
  }

  private mutating func leave(_ review: ApprovalStage, _ party: ContractParty) {
    switch (review, party.side) {
    case (.business, .initiator): leaveInitiatorBusinessReview()
    case (.business, .receiver): enterSealReview(party)
    case (.seal, _): contract.round.update(party.id, .awaitingSignature)
    }
  }

  /// Keeps a changed flow, and the party's state with it while the flow runs.
  mutating func set(_ flow: ApprovalFlow, of party: ContractParty) {
    contract.round.change(party.id) { party in
      party.company?.set(flow)
      switch (party.state, flow.stage) {
      case (.businessReview, .business): party.state = .businessReview(flow.progress)
      case (.sealReview, .seal): party.state = .sealReview(flow.progress)
      default: break
      }
    }
  }

  func approval<Answer>(_ body: () throws(ApprovalError) -> Answer) throws(ContractError) -> Answer {
    do throws(ApprovalError) {
      return try body()
    } catch {
      throw ContractError(approval: error)
    }
  }
}

/// The functions iBiz, iNext, iSeal, rBiz and rSeal of section C.
extension ContractStep {
  /// iBiz
  mutating func enterInitiatorBusinessReview() {
    if !enter(.business, contract.round.initiator) { leaveInitiatorBusinessReview() }
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
    if !enter(.business, receiver) { enterSealReview(receiver) }
  }

  /// iSeal and rSeal
  mutating func enterSealReview(_ party: ContractParty) {
    if !enter(.seal, party) { contract.round.update(party.id, .awaitingSignature) }
  }

  /// Asks the first approvers of a stage; false where the company asks nobody.
  private mutating func enter(_ review: ApprovalStage, _ party: ContractParty) -> Bool {
    guard var flow = contract.round.party(party.id)?.company?.flow(review), flow.outcome == nil else { return false }
    flow.start(at: now)
    contract.round.change(party.id) { party in
      party.company?.set(flow)
      party.state = review == .business ? .businessReview(flow.progress) : .sealReview(flow.progress)
    }
    return true
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
