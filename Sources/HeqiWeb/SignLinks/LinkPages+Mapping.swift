import HeqiApplication
import HeqiDomain

extension LinkOpenPage {
  init(_ visit: LinkVisit, token: String, texts: LocaleTexts) {
    surroundings = LinkSurroundings(visit, token: token)
    theme = Links.theme(visit, token)
    let round = visit.contract.round
    name = round.title
    sender = visit.client.name
    greeting = texts("link.greeting", ["name": visit.signer.name])
    facts = [
      FactRow(label: texts("link.sender"), value: visit.client.name), FactRow(label: texts("link.file"), value: round.title),
      FactRow(label: texts("link.parties"), value: round.receivers.map(\.name).joined(separator: texts("list.comma"))),
      FactRow(label: texts("link.until"), value: (visit.contract.nextExpiry ?? visit.order.expiresAt).shortText + " +08:00"),
      FactRow(label: texts("done.number"), value: visit.contract.transactionNo),
    ]
    action = Links.linkReceipt(token)
    canRefuse = visit.link.scene.showsRefusal
    refusal = Links.linkRefusal(token)
  }
}

extension LinkSignPage {
  init(
    _ visit: LinkVisit, _ sheet: LinkSheet, sizes: [PageSize], token: String, form: FormFields, isCodeSent: Bool, group: String?,
    now: Instant, texts: LocaleTexts
  ) {
    groupHref = group.map(Links.signGroup)
    surroundings = LinkSurroundings(visit, token: token)
    theme = Links.theme(visit, token)
    let round = visit.contract.round
    let source = SheetSource(
      id: visit.contract.id, digest: sheet.digest, sizes: sizes, round: round, texts: texts, isNoted: true, folder: Links.link(token))
    name = round.title
    sender = visit.client.name
    turn = texts("link.turn", ["name": visit.client.name, "until": (visit.contract.nextExpiry ?? visit.order.expiresAt).shortText])
    isTick = visit.party.mode == .clickwrap
    confirmText = isTick ? texts("link.tickConfirm", ["title": round.title]) : texts("sign.confirm")
    steps = (isTick ? ["sign.stepRead", "link.stepTick"] : ["sign.stepRead", "sign.stepMark", "sign.stepSign"]).enumerated().map {
      SignPage.Step(label: texts($1), state: $0 == 0 ? "now" : "later", isNow: $0 == 0)
    }
    readingURL = Links.linkReading(token)
    digest = sheet.digest.description
    digestShort = sheet.digest.short
    secondsLeft = String(sheet.readingSecondsLeft)
    pageCount = String(sheet.pageCount)
    sheets = source.sheets(marking: round.places(of: visit.party.id))
    self.form = form
    parties = PartyRow.rows(round, viewer: visit.party, isLive: true, now: now, texts: texts).filter { $0.partyName != round.initiator.name }
    files = FileLink.list(round.file, texts: texts)
    hasFiles = !files.isEmpty
    download = Links.linkFile(token)
    action = Links.linkSignature(token)
    signerLine = texts(isTick ? "link.tickSigner" : "link.signer", ["name": visit.signer.name, "mobile": sheet.maskedMobile])
    let chosen = form.values["mark"] ?? ""
    sealImage = Links.linkSeal(token)
    offersSeal = !sheet.needsHandwriting
    offersHandwriting = sheet.mayUseHandwriting
    isHandwriting = sheet.needsHandwriting || chosen == "handwriting"
    isSeal = !sheet.needsHandwriting && chosen != "handwriting"
    isConfirmed = form.values["confirmed"] == "on"
    readingText = texts(
      sheet.readingSecondsLeft > 0 ? "sign.readForced" : "sign.readFree", ["seconds": String(sheet.readingSecondsLeft)])
    codeHint = texts("sign.codeHint", ["mobile": sheet.maskedMobile])
    codeURL = Links.linkCode(token) + "?digest=\(sheet.digest.hex)"
    self.isCodeSent = isCodeSent
    let isLast = round.receivers.allSatisfy { $0.id == visit.party.id || $0.state.isSigned }
    consequence = texts(isTick ? "link.tickConsequence" : isLast ? "link.consequenceLast" : "link.consequenceFirst")
    canRefuse = visit.link.scene.showsRefusal
    refusal = Links.linkRefusal(token)
  }
}

extension LinkStatePage {
  /// nil where the page may go on to reading and signing.
  init?(_ visit: LinkVisit, token: String, isSent: Bool, texts: LocaleTexts) {
    let contract = visit.contract
    let hasSigned = visit.party.state.isSigned
    let key: String
    if let ending = contract.stage.ending {
      let isOwn = ending.partyID == visit.party.id
      key = contract.stage.name == .returned && isOwn ? "refused" : contract.stage.name == .expired ? "overdue" : "ended"
    } else if hasSigned {
      key = contract.stage.name == .completed || contract.round.allSigned ? "complete" : visit.party.mode == .clickwrap ? "accepted" : "signed"
    } else if visit.party.state == .waiting {
      key = "waiting"
    } else if visit.state == .expired || visit.state == .replaced {
      key = "expired"
    } else {
      return nil
    }
    surroundings = LinkSurroundings(visit, token: token)
    theme = Links.theme(visit, token)
    heading = texts("link.\(key)")
    let masked = Mask.mobile(visit.signer.mobile.reveal())
    text = texts(
      "link.\(key)Text", ["name": visit.client.name, "mobile": masked, "reason": contract.stage.ending?.reason ?? ""])
    isGood = hasSigned
    let signedAt: Instant? = if case .signed(let at) = visit.party.state { at } else { nil }
    facts =
      [
        FactRow(label: texts("link.file"), value: contract.round.title),
        FactRow(label: texts("done.number"), value: contract.transactionNo),
      ] + (signedAt.map { [FactRow(label: texts("done.at"), value: "\($0.shortText) +08:00")] } ?? [])
    download = hasSigned && visit.state.isReadable ? Links.linkFile(token) : nil
    fresh = key == "expired" ? Links.linkFresh(token) : nil
    self.isSent = isSent
    returnURL = hasSigned || contract.stage.ending != nil ? visit.link.scene.returnURL : nil
  }
}
