/// Names of what can happen to a contract; stored as `contract.<name>` and the source of all its logs.
package enum ContractEventKind: String, Sendable, CaseIterable {
  case draftStarted, draftRejected, draftFilled, draftConfirmed, draftSaved, draftDiscarded
  case initiated, reinitiated
  /// 关联合同业务类型 (rows 6 and 13).
  case businessTypeLinked
  /// 催签: the initiator asked again.
  case urged
  case approversAdded, ccAdded, signersChosen, approvalHandedOver, approversReminded
  /// A duty went from one person of a company to another (F-058).
  case dutyTakenOver
  /// What the handler of a company was asked is asked of its legal representative, since the handler has left.
  case requestsMoved
  case businessApproved, businessRejected, sealApproved, sealRejected
  case liveImageRated, liveImageRequested
  case signed, sent, received, returned, withdrawn, expired
  /// All parties have signed (ST 签署, row 18).
  case allSigned
  case completed, reportIssued, confirmationIssued
  case viewed, downloaded, verified
  /// Papers beside the contract (F-079).
  case attachmentAdded, attachmentRemoved, attachmentDownloaded
  /// What was shown to a reader, by digest and page.
  case read
  /// A code bound to the file's digest was sent for an intention check.
  case intentionAsked
  /// A later time stamp was added to a signature that had none.
  case renewed

  /// Name in the event table.
  package var stored: String { "contract." + rawValue }

  package init?(stored: String) {
    guard stored.hasPrefix("contract.") else { return nil }
    self.init(rawValue: String(stored.dropFirst(9)))
  }
}

/// One thing that happened in a transition. The application adds time, actor, scene and id.
package struct ContractEvent: Equatable, Sendable {
  package let kind: ContractEventKind
  /// True when the system acted by rule, whoever triggered it.
  package let isBySystem: Bool
  package let fileDigest: Digest?
  package let facts: [Event.Fact]

  package init(_ kind: ContractEventKind, isBySystem: Bool = false, fileDigest: Digest?, facts: [Event.Fact]) {
    self.kind = kind
    self.isBySystem = isBySystem
    self.fileDigest = fileDigest
    self.facts = facts
  }

  package func fact(_ name: String) -> String? { facts.first { $0.name == name }?.value }
}

/// Fact names of contract events; log lines are built from them.
package enum ContractFact {
  package static let title = "title"
  package static let round = "round"
  /// `initiator` or `receiver`: the acting side.
  package static let side = "side"
  /// Masked name of the acting party.
  package static let party = "party"
  package static let partyID = "partyId"
  /// Masked name and side of the party acted upon.
  package static let other = "other"
  package static let otherSide = "otherSide"
  /// Stage after the event (合同最新状态).
  package static let stage = "stage"
  package static let result = "result"
  /// Title of the approval node.
  package static let node = "node"
  package static let opinion = "opinion"
  package static let reason = "reason"
  package static let businessType = "businessType"
  package static let imageID = "image"
  /// Digest before a signature.
  package static let digestBefore = "digestBefore"
  package static let readSeconds = "readSeconds"
  package static let intention = "intention"
  /// Why no live image was rated (B-26).
  package static let liveImageSkipped = "liveImageSkipped"
  package static let level = "level"
  /// Masked name of the person who signed for a company.
  package static let signer = "signer"
  package static let contractNo = "contractNo"
  /// How many people were named.
  package static let people = "people"
  /// What was taken over: a `ContractDuty` in words.
  package static let duty = "duty"
  /// Masked names of who had it and who has it now.
  package static let from = "from"
  package static let to = "to"
  package static let mark = "mark"
  /// The face vendor's number of the check before a signature (M-020).
  package static let faceTransactionNo = "faceTransactionNo"
  /// Who checked the face: a service, or a reviewer of the platform by hand (B-26).
  package static let faceMethod = "faceMethod"
  package static let certificateSerial = "certificateSerial"
  package static let documentTitle = "documentTitle"
  package static let documentDigest = "documentDigest"
  package static let pages = "pages"
  /// Name and digest of a paper beside the contract.
  package static let attachment = "attachment"
  package static let attachmentDigest = "attachmentDigest"
}
