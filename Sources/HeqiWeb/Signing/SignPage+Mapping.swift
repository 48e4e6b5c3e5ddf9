import HeqiApplication
import HeqiDomain

extension SignPage {
  init(_ sheet: SigningSheet, sizes: [PageSize], form: FormFields, isCodeSent: Bool, now: Instant, texts: LocaleTexts) {
    let contract = sheet.contract
    let round = contract.round
    let unrated = sheet.liveImages.filter { $0.rating == nil }
    let refused = sheet.liveImages.filter { $0.rating == .unacceptable }
    let source = SheetSource(id: contract.id, digest: sheet.digest, sizes: sizes, round: round, texts: texts, isNoted: true)
    name = round.title
    turn = texts(sheet.turn.sentence)
    back = Links.contract(contract.id)
    steps = Self.steps(hasRating: !unrated.isEmpty || !refused.isEmpty, texts)
    readingURL = Links.reading(contract.id)
    digest = sheet.digest.description
    digestShort = sheet.digest.short
    secondsLeft = String(sheet.readingSecondsLeft)
    pageCount = String(sheet.pageCount)
    sheets = source.sheets(marking: round.places(of: sheet.party.id), seams: round.seams(of: sheet.party.id))
    self.form = form
    parties = PartyRow.rows(round, viewer: sheet.party, isLive: true, now: now, texts: texts)
    download = Links.contractFile(contract.id)
    ratings = unrated.enumerated().map { Rating($0 + 1, $1.party, in: contract, texts) }
    rated = sheet.liveImages.compactMap { image in
      image.rating.map { texts("sign.rated", ["name": image.party.name, "rating": texts($0.title)]) }
    }
    skipped = round.counterparties(of: sheet.party).filter { other in !sheet.liveImages.contains { $0.party.id == other.id } }
      .map { texts("sign.skipped", ["name": $0.name]) }
    // Whoever has no right to a seal of the company cannot sign for it, drawn or not (F-048).
    let lacksSeal = sheet.party.kind == .company && sheet.seals.isEmpty
    isBlocked = !unrated.isEmpty || !refused.isEmpty || !sheet.hasCertificate || lacksSeal
    let reason = !sheet.hasCertificate ? texts(ContractError(.certificateInvalid).message) : lacksSeal ? texts("sign.blockedSeal") : ""
    blocked = !unrated.isEmpty ? texts("sign.blockedRating") : !refused.isEmpty ? texts("sign.blockedImage") : reason
    action = Links.signing(contract.id)
    offersHandwriting = sheet.needsHandwriting || sheet.mayUseHandwriting
    let chosen = form.values["mark"] ?? ""
    let isDrawn = offersHandwriting && (chosen == "handwriting" || sheet.seals.isEmpty || sheet.needsHandwriting)
    isHandwriting = isDrawn
    seals = sheet.seals.enumerated().map { SealChoice($0, $1, chosen: chosen, isDrawn: isDrawn, texts) }
    isConfirmed = form.values["confirmed"] == "on"
    readingText = texts(sheet.readingSecondsLeft > 0 ? "sign.readForced" : "sign.readFree", ["seconds": String(sheet.readingSecondsLeft)])
    asksPIN = sheet.asksSealPIN
    asksCode = sheet.needsCode
    codeHint = texts("sign.codeHint", ["mobile": sheet.maskedMobile])
    codeURL = Links.signingCode(contract.id) + "?digest=\(sheet.digest.hex)"
    self.isCodeSent = isCodeSent
    consequence = texts(Self.consequence(contract, sheet.party))
    canReturn = sheet.party.side == .receiver
    returnHref = Links.returning(contract.id)
  }

  private static func steps(hasRating: Bool, _ texts: LocaleTexts) -> [Step] {
    let keys = ["sign.stepRead"] + (hasRating ? ["sign.stepRate"] : []) + ["sign.stepMark", "sign.stepSign"]
    return keys.enumerated().map { Step(label: texts($1), state: $0 == 0 ? "now" : "later", isNow: $0 == 0) }
  }

  /// What becomes final with this signature, and what can still be undone.
  static func consequence(_ contract: Contract, _ party: ContractParty) -> String {
    let others = contract.round.parties.filter { $0.id != party.id && !$0.state.isSigned }
    if others.isEmpty { return "sign.consequenceLast" }
    if party.side == .initiator { return "sign.consequenceSend" }
    return contract.round.settings.issueOrder == .sendThenSign ? "sign.consequenceReceiver" : "sign.consequenceFirst"
  }
}

extension SignPage.Rating {
  init(_ number: Int, _ party: ContractParty, in contract: Contract, _ texts: LocaleTexts) {
    self.init(
      number: String(number), question: texts("sign.question", ["name": party.name]),
      image: Links.liveImage(party.id, in: contract.id), alt: texts("sign.rateAlt", ["name": party.name]),
      action: Links.rating(party.id, in: contract.id))
  }
}

extension SignPage.SealChoice {
  init(_ index: Int, _ seal: Seal, chosen: String, isDrawn: Bool, _ texts: LocaleTexts) {
    let id = seal.id.description
    // A company has several: the kind tells them apart.
    let name = seal.kind == .personalName ? seal.name : "\(texts(seal.kind.label)) · \(seal.name)"
    self.init(
      number: String(index + 1), sealID: id, sealName: name, image: Links.seal(id),
      isChecked: !isDrawn && (chosen == id || (chosen.isEmpty && index == 0)))
  }
}

extension SignedPage {
  init(_ contract: Contract, _ party: ContractParty, waiting count: Int, texts: LocaleTexts) {
    let round = contract.round
    let own = round.file?.revisions.last { $0.kind == .signature && $0.partyID == party.id } ?? round.file?.latest
    let open = round.parties.filter { !$0.state.isSigned }
    heading = texts(open.isEmpty ? "done.headingAll" : "done.heading")
    if open.isEmpty {
      next = texts("done.nextAll")
    } else if party.side == .initiator, open.count == round.receivers.count {
      next = texts("done.nextSent")
    } else {
      next = texts("done.nextOther", ["name": open.map(\.name).joined(separator: texts("list.comma"))])
    }
    facts = [
      FactRow(label: texts("done.name"), value: round.title), FactRow(label: texts("done.number"), value: contract.transactionNo),
    ] + (own.map { [FactRow(label: texts("done.at"), value: "\($0.at.shortText) +08:00")] } ?? [])
    hash = own?.digest.description ?? ""
    hashShort = own?.digest.short ?? ""
    self.contract = Links.contract(contract.id)
    download = Links.contractFile(contract.id)
    hasWaiting = count > 0
    waiting = texts("done.waiting", ["count": String(count)])
  }
}
