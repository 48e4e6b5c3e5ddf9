/// The two sides of a contract (F-001).
package enum ContractSide: String, Sendable, CaseIterable {
  case initiator, receiver

  package var title: Bilingual {
    switch self {
    case .initiator: Bilingual("发起方", "Initiator")
    case .receiver: Bilingual("接收方", "Receiver")
    }
  }
}

/// Whether a party is a natural person or a company (F-001). Reviews exist for companies only.
package enum PartyKind: String, Sendable, CaseIterable { case person, company }

/// Where an invited party is reached until it has an account (F-012, F-050).
package struct PartyContact: Equatable, Sendable {
  package let mobile: Sensitive<String>?
  package let email: Sensitive<String>?

  package init(mobile: Sensitive<String>? = nil, email: Sensitive<String>? = nil) {
    self.mobile = mobile
    self.email = email
  }
}

/// How far a company's approval list has come (C rows 7 to 9, 14, 15).
package struct ReviewProgress: Equatable, Sendable {
  /// Nodes that still have to approve.
  package let nodesLeft: Int
  /// A rejected review is blocked until withdrawal or return (B-29).
  package let isRejected: Bool

  package init(nodesLeft: Int, isRejected: Bool = false) {
    self.nodesLeft = nodesLeft
    self.isRejected = isRejected
  }
}

/// How far one party has come in its round.
package enum PartyState: Equatable, Sendable {
  /// Not its turn yet; a receiver in this state does not see the contract (B-07).
  case waiting
  case awaitingReceipt
  case businessReview(ReviewProgress)
  case sealReview(ReviewProgress)
  case awaitingSignature
  case signed(at: Instant)
  /// This party returned the contract.
  case returned(at: Instant)
  /// A business system that sends a contract to others and signs nothing itself (M-005).
  case observing

  package var isSigned: Bool {
    if case .signed = self { true } else { false }
  }

  /// Stable name for columns.
  package var name: String {
    switch self {
    case .waiting: "waiting"
    case .awaitingReceipt: "awaitingReceipt"
    case .businessReview: "businessReview"
    case .sealReview: "sealReview"
    case .awaitingSignature: "awaitingSignature"
    case .signed: "signed"
    case .returned: "returned"
    case .observing: "observing"
    }
  }

  /// Rank from least to most advanced, for the shared stage of several receivers (B-07).
  var rank: Int {
    switch self {
    case .waiting: 0
    case .awaitingReceipt: 1
    case .businessReview: 2
    case .sealReview: 3
    case .awaitingSignature: 4
    case .signed, .returned, .observing: 5
    }
  }
}

/// One signing party of a round.
package struct ContractParty: Equatable, Sendable {
  package let id: ID<ContractParty>
  package let side: ContractSide
  package let kind: PartyKind
  /// nil until the invited person has registered.
  package internal(set) var accountID: ID<Account>?
  /// Clear name: the account's verified name, or as the initiator typed it.
  package internal(set) var name: String
  package let contact: PartyContact
  /// 签署顺序号 from 1; equal numbers sign together.
  package let turn: Int
  /// What a company's side rests on; nil for persons.
  package internal(set) var company: PartyCompany?
  package internal(set) var state: PartyState
  /// When this receiver agreed to the drafted text (row 4); nil once the text has changed.
  package internal(set) var confirmedAt: Instant?
  /// By certificate, or by ticking where the sender said so (J-002).
  package let mode: SignMode

  package init(
    id: ID<ContractParty>, side: ContractSide, kind: PartyKind = .person, accountID: ID<Account>?, name: String,
    contact: PartyContact = PartyContact(), turn: Int = 1, company: PartyCompany? = nil, state: PartyState = .waiting,
    confirmedAt: Instant? = nil, mode: SignMode = .certificate
  ) {
    self.mode = mode
    self.id = id
    self.side = side
    self.kind = kind
    self.accountID = accountID
    self.name = name
    self.contact = contact
    self.turn = turn
    self.company = company
    self.state = state
    self.confirmedAt = confirmedAt
  }

  /// Field of the time stamp over what this party accepted by ticking.
  package var acceptanceField: String { "accepted-\(id)" }

  /// A company must link its 合同业务类型 (rows 6 and 13).
  package var isBusinessTypeLinked: Bool { company?.businessType != nil }

  /// The person whose key signed, or who is expected to: the account that acts for this party.
  package var signerID: ID<Account>? { company?.signedBy ?? accountID }

  /// Name as logs and other parties' lists print it (F-028).
  package var maskedName: String { kind == .person ? Mask.name(name) : name }

  /// The same party at the start of a round, under a new id.
  package func renewed(id: ID<ContractParty>) -> ContractParty {
    ContractParty(
      id: id, side: side, kind: kind, accountID: accountID, name: name, contact: contact, turn: turn,
      company: company?.renewed(on: side), mode: mode)
  }

  /// The same party on what a store or a choice knows of its company.
  package func with(_ company: PartyCompany) -> ContractParty {
    var party = self
    party.company = company
    return party
  }

  /// The same party bound to an account that has proved its contact.
  package func linked(to account: ID<Account>) -> ContractParty {
    var party = self
    party.accountID = account
    return party
  }
}
