/// A related paper that a party put beside a contract: not part of what is signed, and never changed afterwards (F-079).
package struct ContractAttachment: Equatable, Sendable {
  /// What it is by its content, whatever its sender called it.
  package enum Format: String, Sendable, CaseIterable {
    case pdf, docx, xlsx, pptx, jpeg, png

    package var mediaType: String {
      switch self {
      case .pdf: "application/pdf"
      case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      case .pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
      case .jpeg: "image/jpeg"
      case .png: "image/png"
      }
    }

    /// Endings of file names, the usual one first.
    package var endings: [String] { self == .jpeg ? ["jpg", "jpeg"] : [rawValue] }
  }

  package let id: ID<ContractAttachment>
  package let tenantID: String
  package let contractID: ID<Contract>
  /// Round in which it was added.
  package let roundNumber: Int
  package let partyID: ID<ContractParty>
  package let uploadedBy: ID<Account>
  /// Made by `Format.name`: safe to show and to save under.
  package let name: String
  package let format: Format
  package let digest: Digest
  /// Bytes.
  package let length: Int
  package let addedAt: Instant

  package init(
    id: ID<ContractAttachment>, tenantID: String, contractID: ID<Contract>, roundNumber: Int, partyID: ID<ContractParty>,
    uploadedBy: ID<Account>, name: String, format: Format, digest: Digest, length: Int, addedAt: Instant
  ) {
    self.id = id
    self.tenantID = tenantID
    self.contractID = contractID
    self.roundNumber = roundNumber
    self.partyID = partyID
    self.uploadedBy = uploadedBy
    self.name = name
    self.format = format
    self.digest = digest
    self.length = length
    self.addedAt = addedAt
  }
}

extension ContractAttachment.Format {
  /// The sender's name for a file as it is kept: without folder and refused characters, and with the ending of what the
  /// content is, so that a program never goes by the name of a picture.
  package func name(_ typed: String) -> String {
    var stem = typed.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    for ending in endings where stem.lowercased().hasSuffix("." + ending) {
      stem = String(stem.dropLast(ending.count + 1))
      break
    }
    let kept = stem.filter { character in
      !ContractLimits.titleCharactersRefused.contains(character)
        && character.unicodeScalars.allSatisfy { ($0.value >= 32 && $0.value != 127) && !Self.isHidden($0) }
    }
    let shown = String(kept.prefix(ContractLimits.titleCharactersMax)).trimmingWhitespace
    return (shown.isEmpty ? "附件" : shown) + "." + (endings.first ?? rawValue)
  }

  /// Marks that turn the direction of writing, or show nothing at all.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .control
  }
}

/// Papers beside one contract: who adds, who takes away, and what counts as later than the contract.
extension Contract {
  /// While it is prepared, under way, and after completion; not to a contract that ended or was discarded.
  package var takesAttachments: Bool { !stage.isInvalid && stage.name != .discarded }

  /// True for a paper that came after all had signed: nobody had it before them when they signed.
  package func isLate(_ attachment: ContractAttachment) -> Bool {
    guard case .completed(let at) = stage else { return false }
    return attachment.addedAt > at
  }

  /// Only whoever added it takes it away, and only until all have signed: later it stays as what was there.
  package func mayRemove(_ attachment: ContractAttachment, _ caller: Caller) -> Bool {
    guard takesAttachments, attachment.uploadedBy == caller.accountID else { return false }
    if case .completed = stage { return false }
    return !round.allSigned
  }

  /// Refuses one more file beside those already there. Throws `.notAllowedInStage`, `.tooManyAttachments`,
  /// `.attachmentKnown`.
  package func checkAddition(
    length: Int, digest: Digest, to present: [ContractAttachment]
  ) throws(ContractError) {
    guard takesAttachments else { throw ContractError(.notAllowedInStage, stage.name.rawValue) }
    guard !present.contains(where: { $0.digest == digest }) else { throw ContractError(.attachmentKnown) }
    guard present.count < ContractLimits.attachmentsMax,
      present.reduce(length, { $0 + $1.length }) <= ContractLimits.attachmentsBytesMax
    else { throw ContractError(.tooManyAttachments) }
  }

  /// What is recorded of an addition, a removal or a download.
  package func noted(
    _ kind: ContractEventKind, _ attachment: ContractAttachment, by party: ContractParty
  ) -> ContractEvent {
    ContractEvent(
      kind, fileDigest: round.file?.latest.digest,
      facts: [
        Event.Fact(ContractFact.title, round.title), Event.Fact(ContractFact.round, String(round.number)),
        Event.Fact(ContractFact.side, party.side.rawValue), Event.Fact(ContractFact.party, party.maskedName),
        Event.Fact(ContractFact.partyID, party.id.description), Event.Fact(ContractFact.stage, stage.name.rawValue),
        Event.Fact(ContractFact.attachment, attachment.name),
        Event.Fact(ContractFact.attachmentDigest, attachment.digest.description),
      ])
  }
}
