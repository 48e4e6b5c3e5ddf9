import HeqiApplication
import HeqiDomain

extension ContractFilePage {
  init(_ view: ContractView, sizes: [PageSize], now: Instant, texts: LocaleTexts) {
    let contract = view.contract
    let round = view.shownRound
    head = ContractHead(view, tab: .file, now: now, texts: texts)
    let source = round.file.map { SheetSource(id: contract.id, digest: $0.latest.digest, sizes: sizes, round: round, texts: texts) }
    hasPages = source != nil && !sizes.isEmpty
    pageCount = String(sizes.count)
    sheets = source.map { $0.sheets(marking: round == contract.round && contract.stage.isInvalid ? [] : $0.openPlaces) } ?? []
    parties = PartyRow.rows(round, viewer: view.party, signers: view.signers, isLive: contract.stage.isLive, now: now, texts: texts)
    facts = ContractFacts(view, round: round, now: now, texts: texts).rows
    revisions = RevisionRow.rows(round, now: now, texts: texts)
    more = ContractButtons(view, texts: texts).more
  }
}

extension PartyRow {
  /// Initiator first; the viewer is marked.
  static func rows(
    _ round: ContractRound, viewer: ContractParty, signers: [ID<ContractParty>: String] = [:], isLive: Bool, now: Instant,
    texts: LocaleTexts
  ) -> [PartyRow] {
    round.parties.map { party in
      let (state, kind, when) = words(party, isLive: isLive, now: now, texts: texts)
      let text = signers[party.id].map { texts("contract.signedBy", ["name": $0, "at": when]) } ?? when
      let isViewer =
        party.id == viewer.id || (party.kind == .person && party.accountID != nil && party.accountID == viewer.accountID)
      return PartyRow(
        partyName: party.name + (isViewer ? texts("contract.you") : ""), side: texts(party.side.title),
        tone: PartyTone.of(party.id, in: round), state: state, stateKind: kind, stateText: text)
    }
  }

  private static func words(
    _ party: ContractParty, isLive: Bool, now: Instant, texts: LocaleTexts
  ) -> (state: String, kind: String, text: String) {
    let waiting = texts(party.accountID == nil ? "contract.textInvited" : "contract.textNow")
    switch party.state {
    case .signed(let at): return (texts("contract.stateSigned"), "ok", ShortTime.text(at, now: now, texts: texts))
    case .returned(let at): return (texts("contract.stateReturned"), "", ShortTime.text(at, now: now, texts: texts))
    case .awaitingReceipt where isLive: return (texts("contract.stateReceipt"), "wait", waiting)
    case .awaitingSignature where isLive: return (texts("contract.stateSign"), "wait", waiting)
    case .businessReview where isLive, .sealReview where isLive: return (texts("contract.stateReview"), "wait", waiting)
    default:
      let key = !isLive ? "contract.textEnded" : party.accountID == nil ? "contract.textInvited" : "contract.textWaiting"
      return (texts(isLive ? "contract.stateWaiting" : "contract.stateUnsigned"), "", texts(key))
    }
  }
}

extension RevisionRow {
  static func rows(_ round: ContractRound, now: Instant, texts: LocaleTexts) -> [RevisionRow] {
    (round.file?.revisions ?? []).map { revision in
      let what = name(revision, round, texts)
      return RevisionRow(
        what: what, at: ShortTime.text(revision.at, now: now, texts: texts), hash: revision.digest.description,
        hashShort: revision.digest.short, copyLabel: texts("contract.copyHash", ["what": what]))
    }
  }

  static func name(_ revision: FileRevision, _ round: ContractRound, _ texts: LocaleTexts) -> String {
    switch revision.kind {
    case .original: texts("contract.revOriginal")
    case .prepared: texts("contract.revPrepared")
    case .signature:
      texts(
        revision.partyID.flatMap(round.party)?.mode == .clickwrap ? "contract.revAccepted" : "contract.revSignature",
        ["name": revision.partyID.flatMap(round.party)?.name ?? ""])
    case .renewal: texts("contract.revRenewal")
    }
  }
}

extension ContractLogPage {
  init(_ view: ContractView, now: Instant, texts: LocaleTexts) {
    head = ContractHead(view, tab: .log, now: now, texts: texts)
    lines = LogEntry.newestFirst(view.operationLog, texts)
    csv = Links.logExport("csv", of: view.contract.id)
    pdf = Links.logExport("pdf", of: view.contract.id)
  }
}

extension LogEntry {
  /// The source's grammar, newest first.
  static func newestFirst(_ entries: [ContractLogEntry], _ texts: LocaleTexts) -> [LogEntry] {
    entries.reversed().map { LogEntry(at: $0.line.at.shortText, text: $0.line.text(in: texts.language)) }
  }
}
