/// The state machine of a contract (section C): pure, synchronous, deterministic.
package enum ContractLifecycle {
  /// What `command` does to `contract` when `issuer` gives it at `now`.
  ///
  /// A repeated command whose effect already stands gives an unchanged transition; anything else that the table does
  /// not allow throws `ContractError`. System steps that follow by rule are part of the same transition (B-11).
  package static func apply(
    _ command: ContractCommand, to contract: Contract, by issuer: CommandIssuer, at now: Instant
  ) throws(ContractError) -> ContractTransition {
    var step = ContractStep(contract: contract, issuer: issuer, now: now)
    switch command {
    case .startDraft: try step.startDraft()
    case .rejectDraft(let reason): try step.rejectDraft(reason)
    case .redraft(let file): try step.redraft(file)
    case .fillDraft(let file): try step.fillDraft(file)
    case .confirmDraft: try step.confirmDraft()
    case .saveDraft(let edit): try step.saveDraft(edit)
    case .link(let company, let number): try step.link(company, contractNo: number)
    case .addApprovers(let stage, let added): try step.addApprovers(stage, added)
    case .addCC(let people): try step.addCC(people)
    case .setSigners(let people): try step.setSigners(people)
    case .releaseSigner(let person): try step.releaseSigner(person)
    case .handOver(let from, let to, let remarks): try step.handOver(from: from, to: to, remarks: remarks)
    case .takeOver(let duty, let from, let to, let remarks):
      try step.takeOver(duty, from: from, to: to, remarks: remarks)
    case .remindApprovers: try step.remindApprovers()
    case .initiate(let prepared): try step.initiate(prepared)
    case .prepareNextRound(let round): try step.prepareNextRound(round)
    case .reinitiate(let prepared): try step.reinitiate(prepared)
    case .discard: try step.discard()
    case .approveBusiness(let opinion): try step.decide(.business, .approved, opinion)
    case .rejectBusiness(let opinion): try step.decide(.business, .rejected, opinion)
    case .approveSeal(let opinion): try step.decide(.seal, .approved, opinion)
    case .rejectSeal(let opinion): try step.decide(.seal, .rejected, opinion)
    case .rateLiveImage(let other, let rating, let image): try step.rateLiveImage(of: other, rating, imageID: image)
    case .sign(let facts, let produced, let remarks): try step.sign(facts, produced: produced, remarks: remarks)
    case .deliver: try step.deliverAgain()
    case .receive: try step.receive()
    case .returnContract(let reason): try step.returnContract(reason)
    case .withdraw(let reason): try step.withdraw(reason)
    case .complete(let facts): try step.complete(facts)
    case .expire: try step.expire()
    case .renew(let revision): try step.renew(revision)
    case .view: try step.look(.viewed)
    case .download: try step.look(.downloaded)
    case .verify: try step.look(.verified)
    }
    return step.transition(from: contract)
  }

  /// Throws what `sign` would throw, before a signature is made (rows 11 and 17).
  package static func checkSigning(
    _ facts: SigningFacts, of contract: Contract, by party: ID<ContractParty>, at now: Instant
  ) throws(ContractError) {
    let step = ContractStep(contract: contract, issuer: .party(party), now: now)
    try step.checkSigning(facts, by: step.actingParty())
  }

  /// Throws what `initiate` or `reinitiate` would throw, before the file is prepared (row 6).
  package static func checkInitiation(of round: ContractRound, at now: Instant) throws(ContractError) {
    try RoundCheck(round: round, now: now).ready()
  }
}

/// The work of one command: the contract as it changes and what is said about it.
struct ContractStep {
  var contract: Contract
  let issuer: CommandIssuer
  let now: Instant
  var events: [ContractEvent] = []
  var notices: [ContractNotice] = []

  init(contract: Contract, issuer: CommandIssuer, now: Instant) {
    self.contract = contract
    self.issuer = issuer
    self.now = now
  }

  func transition(from before: Contract) -> ContractTransition {
    let old = before.openRequests
    let new = contract.openRequests
    return ContractTransition(
      contract: contract, events: events, opened: new.filter { !old.contains($0) },
      closed: old.filter { !new.contains($0) },
      notices: notices)
  }

  // MARK: who asks

  func actingParty() throws(ContractError) -> ContractParty {
    guard case .party(let id) = issuer else { throw ContractError(.notPermitted) }
    guard let party = contract.round.party(id) else { throw ContractError(.notAParty) }
    return party
  }

  func actingInitiator() throws(ContractError) -> ContractParty {
    let party = try actingParty()
    guard party.side == .initiator else { throw ContractError(.notPermitted) }
    return party
  }

  func actingReceiver() throws(ContractError) -> ContractParty {
    let party = try actingParty()
    guard party.side == .receiver else { throw ContractError(.notPermitted) }
    return party
  }

  func requireSystem() throws(ContractError) {
    guard issuer == .system else { throw ContractError(.notPermitted) }
  }

  func requireLive() throws(ContractError) {
    guard contract.stage.isLive else { throw ContractError(.notAllowedInStage, contract.stage.name.rawValue) }
  }

  func requireStage(_ allowed: ContractStageName...) throws(ContractError) {
    guard allowed.contains(contract.stage.name) else {
      throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
  }

  /// A trimmed reason; empty only where it may be left out.
  func reason(_ typed: String, isRequired: Bool = true) throws(ContractError) -> String {
    let reason = typed.trimmingWhitespace
    guard !reason.isEmpty || !isRequired else { throw ContractError(.reasonMissing) }
    let isOrder = contract.round.isSentByObserver
    guard reason.count <= (isOrder ? ContractLimits.orderReasonCharactersMax : ContractLimits.reasonCharactersMax) else { throw ContractError(.reasonTooLong) }
    return reason
  }

  // MARK: what is said

  /// Adds an event about the contract as it now stands.
  mutating func record(
    _ kind: ContractEventKind, by party: ContractParty? = nil, about other: ContractParty? = nil,
    isBySystem: Bool = false,
    digest: Digest? = nil, _ extra: [Event.Fact] = []
  ) {
    var facts = [
      Event.Fact(ContractFact.title, contract.round.title),
      Event.Fact(ContractFact.round, String(contract.round.number)),
    ]
    if let party {
      facts.append(Event.Fact(ContractFact.side, party.side.rawValue))
      facts.append(Event.Fact(ContractFact.party, party.maskedName))
      facts.append(Event.Fact(ContractFact.partyID, party.id.description))
    }
    if let other {
      facts.append(Event.Fact(ContractFact.otherSide, other.side.rawValue))
      facts.append(Event.Fact(ContractFact.other, other.maskedName))
    }
    facts += extra
    facts.append(Event.Fact(ContractFact.stage, contract.stage.name.rawValue))
    events.append(
      ContractEvent(
        kind, isBySystem: isBySystem, fileDigest: digest ?? contract.round.file?.latest.digest, facts: facts))
  }

  /// Tells every party that has seen this round, except one.
  mutating func notifyOthers(_ kind: ContractNotice.Kind, except: ID<ContractParty>?, reason: String = "") {
    for party in contract.round.parties
    where party.id != except && (party.side == .initiator || party.state != .waiting) {
      notices.append(ContractNotice(kind, to: party.id, reason: reason))
    }
  }

  /// Row 29: nothing changes, but it is written down.
  mutating func look(_ kind: ContractEventKind) throws(ContractError) {
    let party = try actingParty()
    guard contract.isVisible(to: party) else { throw ContractError(.notFound) }
    record(kind, by: party)
  }
}
