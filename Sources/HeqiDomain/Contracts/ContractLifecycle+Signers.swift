/// 或签 inside a company: several people are asked, the signature of any one of them stands for the party.
extension ContractStep {
  /// While the initiator prepares, or while the own company has not signed.
  mutating func setSigners(_ people: [ID<Membership>]) throws(ContractError) {
    guard case .party(let id) = issuer else { throw ContractError(.notPermitted) }
    var chosen: [ID<Membership>] = []
    for person in people where !chosen.contains(person) { chosen.append(person) }
    guard chosen.count <= PartyCompany.signersMax else { throw ContractError(.tooManySigners) }
    let isPreparing = contract.editable?.initiator.id == id
    guard let party = isPreparing ? contract.editable?.initiator : contract.round.party(id) else {
      throw ContractError(.notAParty)
    }
    guard party.kind == .company, let company = party.company else { throw ContractError(.notPermitted) }
    if !isPreparing { try requireLive() }
    guard isPreparing || party.mayChooseSigners else {
      throw ContractError(party.state.isSigned ? .alreadySigned : .notAllowedInStage)
    }
    guard company.signers != chosen else { return }
    change(id, inUpcoming: isPreparing && contract.stage.isInvalid) { $0.company?.signers = chosen }
    record(.signersChosen, by: party, [Event.Fact(ContractFact.people, String(chosen.count))])
  }

  /// The system's own: where nobody is left, whoever handles the contract is asked.
  mutating func releaseSigner(_ person: ID<Membership>) throws(ContractError) {
    try requireSystem()
    for party in contract.round.parties where party.company?.signers.contains(person) == true && !party.state.isSigned {
      contract.round.change(party.id) { $0.company?.signers.removeAll { $0 == person } }
      record(
        .signersChosen, by: party, isBySystem: true,
        [Event.Fact(ContractFact.people, String((party.company?.signers.count ?? 1) - 1))])
    }
  }

  /// Those who need not sign any more learn who did.
  mutating func tellColleagues(of party: ContractParty, _ remarks: [Event.Fact]) {
    guard (party.company?.signers.count ?? 0) > 1 else { return }
    let signer = remarks.first { $0.name == ContractFact.signer }?.value ?? ""
    notices.append(ContractNotice(.signedByColleague, to: party.id, reason: signer))
  }

  private mutating func change(
    _ id: ID<ContractParty>, inUpcoming: Bool, _ edit: (inout ContractParty) -> Void
  ) {
    if inUpcoming { contract.upcoming?.change(id, edit) } else { contract.round.change(id, edit) }
  }
}

extension PartyCompany {
  /// People of whom any one may sign, at most.
  package static let signersMax = 20

  /// True where nobody was named, or this person was.
  package func mayBeSigned(by person: ID<Membership>) -> Bool { signers.isEmpty || signers.contains(person) }
}

extension ContractParty {
  /// A company on its way to its signature.
  package var mayChooseSigners: Bool {
    guard kind == .company, company?.handlerID != nil else { return false }
    switch state {
    case .waiting: return side == .initiator
    case .businessReview, .sealReview, .awaitingSignature: return true
    case .awaitingReceipt, .signed, .returned, .observing: return false
    }
  }
}
