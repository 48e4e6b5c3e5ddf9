/// Who is told of something, besides the operation requests (column Notice of section C).
package struct ContractNotice: Equatable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case returned, withdrawn, expired, completed, liveImageRequested, reviewRejected, draftRejected, discarded,
      signedByOther, signedByColleague, approvalReminder
  }

  package let kind: Kind
  package let partyID: ID<ContractParty>
  package let reason: String

  package init(_ kind: Kind, to partyID: ID<ContractParty>, reason: String = "") {
    self.kind = kind
    self.partyID = partyID
    self.reason = reason
  }
}

/// What a command does: the contract after it, what happened, and who has to know.
package struct ContractTransition: Equatable, Sendable {
  package let contract: Contract
  /// In order; empty when a repeated request changed nothing.
  package let events: [ContractEvent]
  /// Requests that this transition opens: those open after and not before.
  package let opened: [ActionRequestKey]
  /// Requests that this transition closes.
  package let closed: [ActionRequestKey]
  package let notices: [ContractNotice]

  /// True when there is nothing to save: a repeated request is answered with the current state.
  package var isUnchanged: Bool { events.isEmpty }
}
