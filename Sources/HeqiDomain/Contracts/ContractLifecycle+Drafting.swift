/// Rows 1 to 6, 23 and 24: preparing, starting and dropping a contract.
extension ContractStep {
  mutating func startDraft() throws(ContractError) {
    let initiator = try actingInitiator()
    if contract.stage == .draftAwaitingConfirmation { return }
    try requireStage(.draft)
    guard contract.round.file != nil else { throw ContractError(.fileMissing) }
    guard !contract.round.receivers.isEmpty else { throw ContractError(.receiversMissing) }
    contract.round.forgetConfirmations()
    contract.stage = .draftAwaitingConfirmation
    record(.draftStarted, by: initiator)
  }

  mutating func rejectDraft(_ typed: String) throws(ContractError) {
    let receiver = try actingReceiver()
    try requireStage(.draftAwaitingConfirmation)
    let reason = try reason(typed)
    contract.stage = .draftRejected(reason: reason)
    record(.draftRejected, by: receiver, [Event.Fact(ContractFact.reason, reason)])
    notices.append(ContractNotice(.draftRejected, to: contract.round.initiator.id, reason: reason))
  }

  mutating func redraft(_ file: ContractFile) throws(ContractError) {
    let initiator = try actingInitiator()
    try requireStage(.draftRejected)
    guard file.latest.digest != contract.round.file?.latest.digest else {
      throw ContractError(.fileMissing, "the file is the one that was declined")
    }
    contract.round.file = file
    contract.round.places = []
    contract.round.seams = []
    contract.round.forgetConfirmations()
    contract.stage = .draftAwaitingConfirmation
    record(.draftStarted, by: initiator)
  }

  /// Who has agreed before, agreed to another text.
  mutating func fillDraft(_ file: ContractFile) throws(ContractError) {
    let receiver = try actingReceiver()
    try requireStage(.draftAwaitingConfirmation)
    if file.latest.digest == contract.round.file?.latest.digest { return }
    contract.round.file = file
    contract.round.places = []
    contract.round.seams = []
    contract.round.forgetConfirmations()
    record(.draftFilled, by: receiver)
  }

  mutating func confirmDraft() throws(ContractError) {
    let receiver = try actingReceiver()
    if receiver.confirmedAt != nil { return }
    try requireStage(.draftAwaitingConfirmation)
    guard contract.round.file?.openParameters == 0 else { throw ContractError(.parametersMissing) }
    contract.round.change(receiver.id) { $0.confirmedAt = now }
    // The text stands once every receiver has agreed to it.
    if contract.round.isTextConfirmed { contract.stage = .draft }
    record(.draftConfirmed, by: receiver)
  }

  mutating func saveDraft(_ edit: RoundEdit) throws(ContractError) {
    let initiator = try actingInitiator()
    guard var round = contract.editable else {
      throw ContractError(.notAllowedInStage, contract.stage.name.rawValue)
    }
    try round.apply(edit)
    if contract.stage == .draft { contract.round = round } else { contract.upcoming = round }
    record(.draftSaved, by: initiator, digest: round.file?.latest.digest)
  }

  mutating func prepareNextRound(_ next: ContractRound) throws(ContractError) {
    let initiator = try actingInitiator()
    guard contract.stage.isInvalid else { throw ContractError(.notAllowedInStage, contract.stage.name.rawValue) }
    if contract.upcoming != nil { return }
    guard next.number == contract.round.number + 1 else { throw ContractError(.requestConflict, "round number") }
    contract.upcoming = next
    record(.draftSaved, by: initiator, digest: next.file?.latest.digest)
  }

  mutating func initiate(_ prepared: FileRevision) throws(ContractError) {
    let initiator = try actingInitiator()
    try requireStage(.draft)
    try start(contract.round, prepared: prepared, by: initiator, as: .initiated)
  }

  mutating func reinitiate(_ prepared: FileRevision) throws(ContractError) {
    _ = try actingInitiator()
    guard contract.stage.isInvalid else { throw ContractError(.notAllowedInStage, contract.stage.name.rawValue) }
    guard let next = contract.upcoming else { throw ContractError(.notAllowedInStage, "no next round was prepared") }
    try start(next, prepared: prepared, by: next.initiator, as: .reinitiated)
    contract.upcoming = nil
  }

  mutating func discard() throws(ContractError) {
    let initiator = try actingInitiator()
    if case .discarded = contract.stage { return }
    try requireStage(.draft, .draftAwaitingConfirmation, .draftRejected)
    let receiversKnow = contract.stage.isDrafting
    contract.stage = .discarded(at: now)
    record(.draftDiscarded, by: initiator)
    if receiversKnow {
      for receiver in contract.round.receivers { notices.append(ContractNotice(.discarded, to: receiver.id)) }
    }
  }

  private mutating func start(
    _ round: ContractRound, prepared: FileRevision, by initiator: ContractParty, as kind: ContractEventKind
  ) throws(ContractError) {
    try RoundCheck(round: round, now: now).ready()
    guard prepared.kind == .prepared, prepared.number == (round.file?.latest.number ?? 0) + 1 else {
      throw ContractError(.fileChanged, "the prepared file does not follow the draft's file")
    }
    contract.round = round
    contract.round.initiatedAt = now
    contract.round.file?.revisions.append(prepared)
    enterInitiatorBusinessReview()
    refreshStage()
    // The line of the initiator comes before those of the system that it caused.
    let caused = events
    events = []
    record(kind, by: initiator)
    events += caused
  }
}

extension ContractRound {
  /// True where every receiver has agreed to the text as it is (row 4).
  package var isTextConfirmed: Bool { !receivers.isEmpty && receivers.allSatisfy { $0.confirmedAt != nil } }

  mutating func forgetConfirmations() {
    for receiver in receivers { change(receiver.id) { $0.confirmedAt = nil } }
  }

  /// Applies an edit; throws what can be judged before everything is there.
  mutating func apply(_ edit: RoundEdit) throws(ContractError) {
    if let typed = edit.title {
      guard let title = ContractLimits.title(typed) else { throw ContractError(.titleInvalid) }
      self.title = title
    }
    if let name = edit.initiatorName { initiator.name = name }
    if let company = edit.initiatorCompany { initiator.company = company }
    if let file = edit.file { self.file = file }
    if let receivers = edit.receivers { self.receivers = receivers }
    // Who agreed, agreed to that text between these people.
    if edit.file != nil || edit.receivers != nil { forgetConfirmations() }
    if let settings = edit.settings { self.settings = settings }
    if let places = edit.places {
      self.places = places
    } else if edit.file != nil || edit.receivers != nil {
      let pages = file?.pageCount ?? 0
      let known = Set(parties.map(\.id))
      places.removeAll { place in place.page > pages || !known.contains(place.partyID) }
    }
    if let seams = edit.seams {
      self.seams = seams
    } else if edit.file != nil || edit.receivers != nil {
      let known = Set(parties.map(\.id))
      let pages = file?.pageCount ?? 0
      seams.removeAll { seam in !known.contains(seam.partyID) || seam.pages(of: pages).count < 2 }
    }
    try RoundCheck(round: self, now: Instant(microseconds: 0)).wellFormed()
  }
}

extension Contract {
  /// A copy of the ended round for editing: same people, settings and places under new ids, the original file (row 23).
  package func nextRound(
    fileID: ID<ContractFile>, newPartyID: () -> ID<ContractParty>, newPlaceID: () -> ID<SignPlace>
  ) -> ContractRound {
    var renamed: [ID<ContractParty>: ID<ContractParty>] = [:]
    for party in round.parties { renamed[party.id] = newPartyID() }
    func renew(_ party: ContractParty) -> ContractParty { party.renewed(id: renamed[party.id] ?? party.id) }
    let places = round.places.map { place in
      SignPlace(
        id: newPlaceID(), partyID: renamed[place.partyID] ?? place.partyID, kind: place.kind, page: place.page,
        box: place.box, text: place.text)
    }
    let seams = round.seams.map { seam in
      SeamSeal(
        id: newPlaceID().cast(to: SeamSeal.self), partyID: renamed[seam.partyID] ?? seam.partyID, pages: seam.pages,
        edge: seam.edge, middle: seam.middle, width: seam.width, height: seam.height, group: seam.group)
    }
    var settings = round.settings
    settings.signDeadline = nil
    settings.flowExpiresAt = nil
    return ContractRound(
      number: round.number + 1, title: round.title,
      file: round.file.map { file in
        ContractFile(id: fileID, name: file.name, pageCount: file.pageCount, original: file.original, parts: file.parts)
      },
      initiator: renew(round.initiator), receivers: round.receivers.map(renew), places: places,
      seams: seams, settings: settings)
  }
}
