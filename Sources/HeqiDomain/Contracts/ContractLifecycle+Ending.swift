/// Rows 16, 19, 20 and 22: return, withdrawal, expiry.
extension ContractStep {
  /// Row 16; one return ends the whole contract (B-05).
  mutating func returnContract(_ typed: String) throws(ContractError) {
    let receiver = try actingReceiver()
    if case .returned(let ending) = contract.stage, ending.partyID == receiver.id { return }
    try requireLive()
    switch receiver.state {
    case .waiting: throw ContractError(.notDelivered)
    case .signed: throw ContractError(.alreadySigned)
    case .returned, .observing: throw ContractError(.notAllowedInStage)
    case .awaitingReceipt, .businessReview, .sealReview, .awaitingSignature: break
    }
    let reason = try reason(typed)
    contract.round.update(receiver.id, .returned(at: now))
    contract.stage = .returned(ContractEnding(at: now, partyID: receiver.id, reason: reason))
    record(.returned, by: receiver, [Event.Fact(ContractFact.reason, reason)])
    notifyOthers(.returned, except: receiver.id, reason: reason)
  }

  /// Rows 19 and 20.
  mutating func withdraw(_ typed: String) throws(ContractError) {
    let party = try actingParty()
    switch (party.side, contract.stage) {
    case (.initiator, .withdrawnByInitiator): return
    case (.receiver, .withdrawnByReceiver(let ending)) where ending.partyID == party.id: return
    default: break
    }
    try requireLive()
    guard !contract.round.allSigned else { throw ContractError(.everyoneSigned) }
    if party.side == .initiator { try withdrawAsInitiator(party, typed) } else { try withdrawAsReceiver(party, typed) }
  }

  /// Row 20; a reason is due once anybody has signed (B-04).
  private mutating func withdrawAsInitiator(_ party: ContractParty, _ typed: String) throws(ContractError) {
    let reason = try reason(typed, isRequired: contract.round.hasSignature)
    contract.stage = .withdrawnByInitiator(ContractEnding(at: now, partyID: party.id, reason: reason))
    record(.withdrawn, by: party, [Event.Fact(ContractFact.reason, reason)])
    notifyOthers(.withdrawn, except: party.id, reason: reason)
  }

  /// Row 19: only 先发后签, after the own signature and before the initiator's (B-05).
  private mutating func withdrawAsReceiver(_ party: ContractParty, _ typed: String) throws(ContractError) {
    guard contract.round.settings.issueOrder == .sendThenSign, party.state.isSigned,
      !contract.round.initiator.state.isSigned
    else { throw ContractError(.notPermitted) }
    let reason = try reason(typed)
    contract.stage = .withdrawnByReceiver(ContractEnding(at: now, partyID: party.id, reason: reason))
    record(.withdrawn, by: party, [Event.Fact(ContractFact.reason, reason)])
    notifyOthers(.withdrawn, except: party.id, reason: reason)
  }

  /// Row 22.
  mutating func expire() throws(ContractError) {
    try requireSystem()
    if case .expired = contract.stage { return }
    try requireLive()
    guard !contract.round.allSigned else { throw ContractError(.everyoneSigned) }
    guard contract.isOverdue(at: now) else { throw ContractError(.deadlineNotReached) }
    contract.stage = .expired(ContractEnding(at: now, partyID: nil, reason: "超期"))
    record(.expired, by: contract.round.initiator, isBySystem: true, [Event.Fact(ContractFact.reason, "超期")])
    notifyOthers(.expired, except: nil)
  }

  /// A receiver may not accept after the deadline, even before the sweep has come by.
  func requireBeforeDeadline() throws(ContractError) {
    if let deadline = contract.round.settings.signDeadline, now > deadline { throw ContractError(.deadlinePassed) }
    try requireBeforeFlowEnd()
  }

  func requireBeforeFlowEnd() throws(ContractError) {
    if let end = contract.round.settings.flowExpiresAt, now > end { throw ContractError(.deadlinePassed) }
  }
}

extension Contract {
  /// True when row 22 applies: `signDeadline` binds the receivers, `flowExpiresAt` everybody (B-06).
  package func isOverdue(at now: Instant) -> Bool {
    guard let due = nextExpiry else { return false }
    return now > due
  }

  /// When the contract expires if nothing happens; nil when it cannot.
  package var nextExpiry: Instant? {
    guard stage.isLive, !round.allSigned else { return nil }
    let binding = round.allReceiversSigned ? nil : round.settings.signDeadline
    return [binding, round.settings.flowExpiresAt].compactMap(\.self).min()
  }
}
