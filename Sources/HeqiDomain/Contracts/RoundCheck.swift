/// The guards of row 6 on one round.
struct RoundCheck {
  let round: ContractRound
  let now: Instant

  /// What must hold whenever a round is kept, however unfinished.
  func wellFormed() throws(ContractError) {
    try parties()
    try places()
    try seams()
    try settings()
  }

  /// What must hold before it is sent.
  func ready() throws(ContractError) {
    let titleMax = round.isSentByObserver ? ContractLimits.orderTitleCharactersMax : ContractLimits.titleCharactersMax
    guard ContractLimits.title(round.title, charactersMax: titleMax) != nil else { throw ContractError(.titleInvalid) }
    guard round.file != nil else { throw ContractError(.fileMissing) }
    guard round.file?.openParameters == 0 else { throw ContractError(.parametersMissing) }
    guard !round.receivers.isEmpty else { throw ContractError(.receiversMissing) }
    try wellFormed()
    try reachable()
    try marks()
    try deadlines()
    switch round.settings.subjectMatter {
    case nil: throw ContractError(.subjectMatterUndeclared)
    case let matter? where matter.isExcluded: throw ContractError(.subjectMatterExcluded)
    default: break
    }
    if round.initiator.kind == .company, !round.isSentByObserver, !round.initiator.isBusinessTypeLinked {
      throw ContractError(.businessTypeMissing)
    }
  }

  private func parties() throws(ContractError) {
    guard round.receivers.count <= ContractLimits.receiversMax else { throw ContractError(.tooManyReceivers) }
    guard round.initiator.side == .initiator, round.receivers.allSatisfy({ $0.side == .receiver }) else {
      throw ContractError(.notAParty)
    }
    var ids: Set<ID<ContractParty>> = []
    var seats: Set<String> = []
    for party in round.parties {
      let isNew = ids.insert(party.id).inserted && party.seats.allSatisfy { seats.insert($0).inserted }
      guard isNew else { throw ContractError(.duplicateParty) }
    }
  }

  private func places() throws(ContractError) {
    guard round.places.count <= ContractLimits.placesMax else { throw ContractError(.tooManyPlaces) }
    let pages = round.file?.pageCount ?? 0
    for place in round.places {
      guard place.box.isFinite, place.page >= 1, place.page <= pages else { throw ContractError(.placeOutsidePage) }
      guard round.party(place.partyID) != nil else { throw ContractError(.notAParty) }
    }
    guard Set(round.places.map(\.id)).count == round.places.count else {
      throw ContractError(.requestConflict, "place ids")
    }
  }

  private func seams() throws(ContractError) {
    guard round.seams.count <= SeamSeal.seamsMax, Set(round.seams.map(\.id)).count == round.seams.count else {
      throw ContractError(
        .seamInvalid, remark: Bilingual("一份合同最多 20 处骑缝章", "a contract takes at most 20 seam seals"))
    }
    for seam in round.seams {
      guard round.party(seam.partyID) != nil else { throw ContractError(.notAParty) }
      try seam.check(pageCount: round.file?.pageCount ?? 0)
    }
  }

  private func settings() throws(ContractError) {
    let settings = round.settings
    guard (0...ContractLimits.forcedReadingSecondsMax).contains(settings.forcedReadingSeconds) else {
      throw ContractError(.readingSecondsInvalid)
    }
    if let amount = settings.amount, amount.minorUnits < 0 { throw ContractError(.amountInvalid) }
    if let term = settings.term, let end = term.end, end <= term.start { throw ContractError(.termInvalid) }
  }

  private func reachable() throws(ContractError) {
    for receiver in round.receivers
    where receiver.accountID == nil && receiver.company?.organizationID == nil && receiver.contact.mobile == nil
      && receiver.contact.email == nil
    {
      throw ContractError(.receiverUnreachable)
    }
  }

  private func marks() throws(ContractError) {
    for party in round.parties
    where party.state != .observing && party.mode == .certificate
      && !round.places.contains(where: { $0.partyID == party.id && $0.kind.isMark })
    {
      throw ContractError(.placesMissing, party.maskedName)
    }
  }

  private func deadlines() throws(ContractError) {
    guard let deadline = round.settings.signDeadline else { throw ContractError(.deadlineMissing) }
    guard deadline > now else { throw ContractError(.deadlineInPast) }
    if let flow = round.settings.flowExpiresAt, flow < deadline { throw ContractError(.deadlineOrder) }
  }
}

extension ContractParty {
  /// What must not stand twice in a contract: a person by account and address, a company by itself. A company's handler may
  /// well be a party with their own name.
  fileprivate var seats: [String] {
    if kind == .company {
      return [company?.organizationID.map { "company \($0)" } ?? "company named \(name)"]
    }
    return [accountID.map { "account \($0)" }, contact.mobile.map { $0.reveal() }, contact.email.map { $0.reveal() }]
      .compactMap(\.self)
  }
}
