/// An agreement and, beside it, what it is (F-002, row 26).
package enum ContractKind: String, Sendable, CaseIterable { case agreement, termination, supplement }

/// One agreement across its rounds (F glossary). Changed only by `ContractLifecycle` and, while editable, `edit`.
package struct Contract: Equatable, Sendable {
  package let id: ID<Contract>
  package let tenantID: String
  package let kind: ContractKind
  /// 系统交易编号: "A" and 13 digits; stays through all rounds (B-08, B-09).
  package let transactionNo: String
  /// 合同编号 by a business rule; nil without one.
  package internal(set) var contractNo: String?
  package let createdAt: Instant
  package internal(set) var stage: ContractStage
  /// The round that `stage` speaks of.
  package internal(set) var round: ContractRound
  /// What the initiator edits for the next round while this one is invalid (row 23).
  package internal(set) var upcoming: ContractRound?
  /// Counts saves; the store refuses a save from an older one.
  package internal(set) var revision: Int

  package init(
    id: ID<Contract>, tenantID: String, kind: ContractKind = .agreement, transactionNo: String,
    contractNo: String? = nil,
    createdAt: Instant, stage: ContractStage = .draft, round: ContractRound, upcoming: ContractRound? = nil,
    revision: Int = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.kind = kind
    self.transactionNo = transactionNo
    self.contractNo = contractNo
    self.createdAt = createdAt
    self.stage = stage
    self.round = round
    self.upcoming = upcoming
    self.revision = revision
  }

  /// The same contract as the store holds it after a save.
  package func saved(revision: Int) -> Contract {
    var contract = self
    contract.revision = revision
    return contract
  }

  package var overall: ContractOverall? { stage.name.overall }

  /// The party a person stands for with their own name in this round (scope `own`).
  package func party(of account: ID<Account>) -> ContractParty? {
    round.parties.first { $0.accountID == account && $0.company?.organizationID == nil }
  }

  /// The party the caller acts for: their own in personal mode, their company's in company mode (F-029). A company that
  /// was invited by name before it was verified here is met by the person who was addressed.
  package func party(for caller: Caller) -> ContractParty? {
    guard let standing = caller.mode.standing else { return party(of: caller.accountID) }
    return round.parties.first { $0.company?.organizationID == standing.organizationID }
      ?? round.parties.first { $0.isAddressed(to: caller.accountID, as: standing) }
  }

  /// What the initiator may edit now: the draft, or the next round of an invalid contract.
  package var editable: ContractRound? {
    if stage == .draft { return round }
    return stage.isInvalid ? upcoming : nil
  }
}

/// One signing attempt (轮次): parties, file, places and settings of it (B-08).
package struct ContractRound: Equatable, Sendable {
  /// From 1.
  package let number: Int
  package internal(set) var title: String
  package internal(set) var file: ContractFile?
  package internal(set) var initiator: ContractParty
  package internal(set) var receivers: [ContractParty]
  package internal(set) var places: [SignPlace]
  /// Seals across the edges of pages (E-23).
  package internal(set) var seams: [SeamSeal]
  package internal(set) var settings: ContractSettings
  /// Latest rating of each pair (F-027).
  package internal(set) var ratings: [LiveRating]
  package internal(set) var initiatedAt: Instant?
  package internal(set) var sentAt: Instant?

  package init(
    number: Int = 1, title: String, file: ContractFile? = nil, initiator: ContractParty,
    receivers: [ContractParty] = [],
    places: [SignPlace] = [], seams: [SeamSeal] = [], settings: ContractSettings = ContractSettings(),
    ratings: [LiveRating] = [], initiatedAt: Instant? = nil, sentAt: Instant? = nil
  ) {
    self.number = number
    self.title = title
    self.file = file
    self.initiator = initiator
    self.receivers = receivers
    self.places = places
    self.seams = seams
    self.settings = settings
    self.ratings = ratings
    self.initiatedAt = initiatedAt
    self.sentAt = sentAt
  }

  /// Initiator first, then the receivers.
  package var parties: [ContractParty] { [initiator] + receivers }

  package func party(_ id: ID<ContractParty>) -> ContractParty? { parties.first { $0.id == id } }

  package func places(of party: ID<ContractParty>) -> [SignPlace] { places.filter { $0.partyID == party } }

  package func seams(of party: ID<ContractParty>) -> [SeamSeal] { seams.filter { $0.partyID == party } }

  /// True once anybody has signed.
  package var hasSignature: Bool { parties.contains { $0.state.isSigned } }
  package var allReceiversSigned: Bool { !receivers.isEmpty && receivers.allSatisfy { $0.state.isSigned } }
  package var allSigned: Bool { (initiator.state.isSigned || isSentByObserver) && allReceiversSigned }
  /// True where the initiator is a business system that signs nothing itself (M-005).
  package var isSentByObserver: Bool { initiator.state == .observing }

  /// The other side of a party: the initiator for a receiver, all receivers for the initiator (缔约相对人).
  package func counterparties(of party: ContractParty) -> [ContractParty] {
    party.side == .initiator ? receivers : isSentByObserver ? [] : [initiator]
  }

  mutating func update(_ id: ID<ContractParty>, _ state: PartyState) { change(id) { $0.state = state } }

  mutating func change(_ id: ID<ContractParty>, _ edit: (inout ContractParty) -> Void) {
    if initiator.id == id { edit(&initiator) }
    for index in receivers.indices where receivers[index].id == id { edit(&receivers[index]) }
  }
}
