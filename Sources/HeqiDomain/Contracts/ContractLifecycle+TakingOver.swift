/// A duty goes from one person of a company to another, by whoever manages its people (F-058).
extension ContractStep {
  /// Throws `ContractError` `.approvalRefused` where somebody did it or took it over in between, `.notAllowedInStage`.
  mutating func takeOver(
    _ duty: ContractDuty, from: ID<Membership>, to: ID<Membership>, remarks: [Event.Fact]
  ) throws(ContractError) {
    let party = try holding(duty, from)
    guard from != to else { throw Self.isGone }
    switch duty {
    case .businessReview, .sealReview: try handReviews(duty, of: party, from: from, to: to)
    case .handling: contract.round.change(party.id) { $0.company?.handlerID = to }
    case .signing:
      contract.round.change(party.id) { changed in
        let signers = changed.company?.signers ?? []
        changed.company?.signers = signers.contains(to)
          ? signers.filter { $0 != from } : signers.map { $0 == from ? to : $0 }
      }
    }
    record(
      .dutyTakenOver, by: party, isBySystem: issuer == .system,
      [Event.Fact(ContractFact.duty, duty.title.chinese)] + remarks)
  }

  /// The side in which the person has that duty: the issuer's own, or for the system any.
  private func holding(_ duty: ContractDuty, _ person: ID<Membership>) throws(ContractError) -> ContractParty {
    let own = try issuer == .system ? contract.round.parties : [actingParty()]
    guard own.contains(where: { $0.company != nil }) else { throw ContractError(.notPermitted) }
    let party = own.first { party in
      contract.openDuties(of: party).contains { $0.duty == duty && $0.holder == person }
    }
    guard let party else { throw Self.isGone }
    return party
  }

  private mutating func handReviews(
    _ duty: ContractDuty, of party: ContractParty, from: ID<Membership>, to: ID<Membership>
  ) throws(ContractError) {
    guard let review = duty.review, var flow = party.company?.flow(review) else { throw Self.isGone }
    do throws(ApprovalError) {
      try flow.hand(from: from, to: to)
    } catch {
      throw ContractError(approval: error)
    }
    set(flow, of: party)
  }

  private static var isGone: ContractError {
    ContractError(
      .approvalRefused, "nothing to take over",
      remark: Bilingual("这项任务已经办理或已由他人接手，请刷新。", "This has been done or taken over already. Please reload."))
  }
}

extension Contract {
  /// What is recorded where the requests of a leaver who handled this go to the legal representative.
  package func requestsMoved(of party: ContractParty, from leaver: String) -> ContractEvent {
    ContractEvent(
      .requestsMoved, isBySystem: true, fileDigest: round.file?.latest.digest,
      facts: [
        Event.Fact(ContractFact.title, round.title), Event.Fact(ContractFact.round, String(round.number)),
        Event.Fact(ContractFact.side, party.side.rawValue), Event.Fact(ContractFact.party, party.maskedName),
        Event.Fact(ContractFact.from, leaver), Event.Fact(ContractFact.stage, stage.name.rawValue),
      ])
  }
}
