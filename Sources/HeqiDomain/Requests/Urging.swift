/// 催签: the initiator asks those again whose turn it is. The first time half an hour after they were asked, then every ten
/// minutes at most, so that nobody is flooded.
package struct Urging: Equatable, Sendable {
  package static let firstAfter = Duration.seconds(30 * 60)
  package static let againAfter = Duration.seconds(10 * 60)

  /// Open requests of the other parties.
  package let requests: [ActionRequest]

  /// Nil where nobody can be urged: not the initiator's side, not under way, or nobody else is asked.
  package init?(_ contract: Contract, by party: ContractParty, open: [ActionRequest]) {
    guard party.side == .initiator, contract.stage.isLive else { return nil }
    let keys = Set(contract.openRequests)
    let requests = open.filter { $0.closedAt == nil && $0.key.partyID != party.id && keys.contains($0.key) }
    guard !requests.isEmpty else { return nil }
    self.requests = requests
  }

  /// When the next urging is allowed for the one who may be urged first.
  package var openFrom: Instant { requests.map(Self.openFrom).min() ?? Instant(microseconds: .max) }

  /// Those who may be urged now.
  package func due(at now: Instant) -> [ActionRequest] { requests.filter { Self.openFrom($0) <= now } }

  private static func openFrom(_ request: ActionRequest) -> Instant {
    request.urgedAt?.adding(againAfter) ?? request.openedAt.adding(firstAfter)
  }
}

extension Contract {
  /// What is recorded of an urging: who urged, and who was urged.
  package func urged(by party: ContractParty, _ requests: [ActionRequest]) -> [ContractEvent] {
    var seen: Set<ID<ContractParty>> = []
    return requests.compactMap { request in
      guard let other = round.party(request.key.partyID), seen.insert(other.id).inserted else { return nil }
      return ContractEvent(
        .urged, fileDigest: round.file?.latest.digest,
        facts: [
          Event.Fact(ContractFact.title, round.title), Event.Fact(ContractFact.round, String(round.number)),
          Event.Fact(ContractFact.side, party.side.rawValue), Event.Fact(ContractFact.party, party.maskedName),
          Event.Fact(ContractFact.partyID, party.id.description), Event.Fact(ContractFact.otherSide, other.side.rawValue),
          Event.Fact(ContractFact.other, other.maskedName), Event.Fact(ContractFact.stage, stage.name.rawValue),
        ])
    }
  }
}
