/// Rows 10 to 13, 17, 18 and 21: delivery, receipt, rating, signatures, completion.
extension ContractStep {
  /// Row 12, by rule: receivers whose turn it is see the contract.
  mutating func deliver() {
    let due = contract.round.receiversDue
    guard !due.isEmpty else { return }
    for receiver in due { contract.round.update(receiver.id, .awaitingReceipt) }
    if contract.round.sentAt == nil { contract.round.sentAt = now }
    refreshStage()
    for receiver in due { record(.sent, by: contract.round.initiator, about: receiver, isBySystem: true) }
  }

  /// Row 12 as a retry.
  mutating func deliverAgain() throws(ContractError) {
    try requireSystem()
    try requireStage(.sent)
    try requireBeforeDeadline()
    deliver()
  }

  /// Row 13.
  mutating func receive() throws(ContractError) {
    let receiver = try actingReceiver()
    try requireLive()
    switch receiver.state {
    case .waiting: throw ContractError(.notDelivered)
    case .awaitingReceipt: break
    case .businessReview, .sealReview, .awaitingSignature, .signed: return
    case .returned, .observing: throw ContractError(.notAllowedInStage)
    }
    try requireBeforeDeadline()
    if receiver.kind == .company, !receiver.isBusinessTypeLinked { throw ContractError(.businessTypeMissing) }
    enterReceiverBusinessReview(receiver)
    refreshStage()
    record(.received, by: receiver)
  }

  /// Row 10, and the rating that rows 11 and 17 ask for.
  mutating func rateLiveImage(
    of other: ID<ContractParty>, _ rating: LiveImageRating, imageID: String
  ) throws(ContractError) {
    let rater = try actingParty()
    try requireLive()
    guard rater.state == .awaitingSignature else {
      throw ContractError(rater.state.isSigned ? .alreadySigned : .notAllowedInStage)
    }
    guard let rated = contract.round.counterparties(of: rater).first(where: { $0.id == other }) else {
      throw ContractError(.notAParty)
    }
    let before = contract.round.ratings.first { $0.rater == rater.id && $0.rated == rated.id }
    if before?.rating == rating, before?.imageID == imageID { return }
    contract.round.ratings.removeAll { $0.rater == rater.id && $0.rated == rated.id }
    contract.round.ratings.append(
      LiveRating(rater: rater.id, rated: rated.id, rating: rating, imageID: imageID, at: now))
    record(
      .liveImageRated, by: rater, about: rated,
      [Event.Fact(ContractFact.imageID, imageID), Event.Fact(ContractFact.result, rating.title.chinese)])
    guard rating == .unacceptable else { return }
    record(
      .liveImageRequested, by: rater, about: rated, isBySystem: true,
      [Event.Fact(ContractFact.result, rating.title.chinese)])
    notices.append(ContractNotice(.liveImageRequested, to: rated.id))
  }

  /// Rows 11 and 17.
  mutating func sign(
    _ facts: SigningFacts, produced: FileRevision, remarks: [Event.Fact]
  ) throws(ContractError) {
    let party = try actingParty()
    try checkSigning(facts, by: party)
    guard let latest = contract.round.file?.latest, produced.kind == .signature, produced.partyID == party.id,
      produced.number == latest.number + 1, produced.length > latest.length
    else { throw ContractError(.fileChanged, "the signed file does not follow the latest one") }
    contract.round.file?.revisions.append(produced)
    contract.round.change(party.id) { signed in
      signed.state = .signed(at: now)
      signed.company?.signedBy = facts.signerID
    }
    tellColleagues(of: party, remarks)
    let causedBefore = events.count
    advance(after: party)
    refreshStage()
    let caused = Array(events[causedBefore...])
    events.removeSubrange(causedBefore...)
    record(.signed, by: party, signatureFacts(facts, before: latest, by: party) + remarks)
    events += caused
    for other in contract.round.counterparties(of: party) where other.side == .initiator && !contract.round.allSigned {
      notices.append(ContractNotice(.signedByOther, to: other.id))
    }
  }

  /// The guards of rows 11 and 17.
  func checkSigning(_ facts: SigningFacts, by party: ContractParty) throws(ContractError) {
    guard !party.state.isSigned else { throw ContractError(.alreadySigned) }
    try requireLive()
    switch party.state {
    case .waiting: throw ContractError(.notYourTurn)
    case .awaitingSignature: break
    case .awaitingReceipt, .businessReview, .sealReview, .signed, .returned, .observing:
      throw ContractError(.notAllowedInStage)
    }
    if party.side == .receiver { try requireBeforeDeadline() } else { try requireBeforeFlowEnd() }
    guard let file = contract.round.file else { throw ContractError(.fileMissing) }
    guard file.showsContent(facts.seenDigest) else { throw ContractError(.fileChanged) }
    guard facts.isContentConfirmed else { throw ContractError(.contentUnconfirmed) }
    let settings = contract.round.settings
    if party.side == .receiver, facts.readSeconds < settings.forcedReadingSeconds {
      throw ContractError(.readingTooShort, "\(facts.readSeconds)/\(settings.forcedReadingSeconds) s")
    }
    if settings.requiresIntentionCheck, party.mode == .certificate {
      guard let intention = facts.intention, intention.fileDigest == facts.seenDigest else {
        throw ContractError(.intentionMissing)
      }
    }
    try checkRatings(facts, by: party)
    guard facts.isMarkUsable else { throw ContractError(.markUnusable) }
    guard facts.isCertificateValid else { throw ContractError(.certificateInvalid) }
  }

  private func checkRatings(_ facts: SigningFacts, by party: ContractParty) throws(ContractError) {
    for other in contract.round.counterparties(of: party) {
      guard let image = facts.consentedImages.first(where: { $0.partyID == other.id }) else { continue }
      let rating = contract.round.ratings.first { $0.rater == party.id && $0.rated == other.id }
      guard let rating, rating.imageID == image.imageID else { throw ContractError(.liveImageUnrated) }
      guard rating.rating != .unacceptable else { throw ContractError(.liveImageUnacceptable) }
    }
  }

  private func signatureFacts(
    _ facts: SigningFacts, before: FileRevision, by party: ContractParty
  ) -> [Event.Fact] {
    var list = [
      Event.Fact(ContractFact.digestBefore, before.digest.description),
      Event.Fact(ContractFact.readSeconds, String(facts.readSeconds)),
    ]
    if let intention = facts.intention {
      list.append(Event.Fact(ContractFact.intention, intention.method.title.chinese))
    }
    let skipped = contract.round.counterparties(of: party).filter { other in
      !facts.consentedImages.contains { $0.partyID == other.id }
    }
    if !skipped.isEmpty {
      list.append(
        Event.Fact(ContractFact.liveImageSkipped, skipped.map(\.maskedName).joined(separator: "、") + "未同意展示活体图像"))
    }
    return list
  }

  /// What follows a signature by rule (rows 11, 12, 18).
  private mutating func advance(after party: ContractParty) {
    let order = contract.round.settings.issueOrder
    if party.side == .initiator {
      if order == .signThenSend { deliver() } else { refreshStage(); recordAllSigned() }
      return
    }
    guard contract.round.allReceiversSigned else {
      deliver()
      return
    }
    if order == .sendThenSign, !contract.round.isSentByObserver {
      enterSealReview(contract.round.initiator)
      refreshStage()
      record(.allSigned, by: contract.round.initiator, isBySystem: true, [Event.Fact(ContractFact.result, "接收方均已签署")])
    } else {
      refreshStage()
      recordAllSigned()
    }
  }

  private mutating func recordAllSigned() {
    record(.allSigned, by: contract.round.initiator, isBySystem: true, [Event.Fact(ContractFact.result, "各方均已签署")])
  }

  /// Row 21.
  mutating func complete(_ facts: CompletionFacts) throws(ContractError) {
    try requireSystem()
    if case .completed = contract.stage { return }
    try requireLive()
    guard contract.round.allSigned else { throw ContractError(.notAllowedInStage, contract.stage.name.rawValue) }
    guard facts.isVerified else { throw ContractError(.signaturesUnverified) }
    if let final = facts.finalFile, let latest = contract.round.file?.latest {
      guard final.kind == .renewal, final.number == latest.number + 1, final.length > latest.length else {
        throw ContractError(.fileChanged, "the final file does not follow the latest one")
      }
      contract.round.file?.revisions.append(final)
    }
    contract.stage = .completed(at: now)
    record(.completed, isBySystem: true, [Event.Fact(ContractFact.result, ContractOverall.completed.title.chinese)])
    issue(facts.report, as: .reportIssued)
    issue(facts.confirmation, as: .confirmationIssued)
    notifyOthers(.completed, except: nil)
  }

  /// A revision that adds proof to signatures that stand, while the contract lives and after.
  mutating func renew(_ revision: FileRevision) throws(ContractError) {
    try requireSystem()
    guard contract.stage.isLive || contract.stage.name == .completed, contract.round.hasSignature else {
      throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
    guard let latest = contract.round.file?.latest, revision.kind == .renewal, revision.number == latest.number + 1,
      revision.length > latest.length
    else { throw ContractError(.fileChanged, "the renewed file does not follow the latest one") }
    contract.round.file?.revisions.append(revision)
    record(.renewed, isBySystem: true, [Event.Fact(ContractFact.digestBefore, latest.digest.description)])
  }

  private mutating func issue(_ document: CompletionFacts.Document?, as kind: ContractEventKind) {
    guard let document else { return }
    record(
      kind, isBySystem: true,
      [
        Event.Fact(ContractFact.documentTitle, document.title),
        Event.Fact(ContractFact.documentDigest, document.digest.description),
      ])
  }
}

extension ContractRound {
  /// Receivers that may be sent to now: all in parallel; in order, the first group that is not signed (row 12).
  var receiversDue: [ContractParty] {
    switch settings.signingOrder {
    case .parallel: return receivers.filter { $0.state == .waiting }
    case .sequential:
      guard let turn = receivers.filter({ !$0.state.isSigned }).map(\.turn).min() else { return [] }
      return receivers.filter { $0.turn == turn && $0.state == .waiting }
    }
  }
}
