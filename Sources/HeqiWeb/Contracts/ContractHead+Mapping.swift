import HeqiApplication
import HeqiDomain
import HeqiStorage

extension ContractHead {
  init(_ view: ContractView, tab: ContractTab, now: Instant, texts: LocaleTexts) {
    let contract = view.contract
    let round = view.shownRound
    let found = contract.folder(of: view.party)
    let button = ContractButtons(view, texts: texts).main
    name = round.title
    folder = found.map { texts($0.title) } ?? texts("contracts.all")
    folderHref = found.map(Links.folder) ?? Links.contracts
    transactionNo = contract.transactionNo
    self.round = contract.round.number > 1 ? texts("contract.round", ["number": String(contract.round.number)]) : nil
    stage = texts(contract.stage.name.title)
    stageKind = StageBadge.kind(contract.stage, isYours: view.turn.isYours)
    turn = texts(view.turn.sentence)
    turnKind = view.turn.isYours ? "yours" : contract.stage.name == .completed ? "ok" : ""
    remaining = view.turn.until.map { DueText.text($0, now: now, texts: texts) }
    isSoon = view.turn.until.map { ShortTime.isSoon($0, now: now) } ?? false
    asked = Self.asked(view, texts)
    events = Links.workbenchEvents
    hasMain = button != nil
    main = button ?? ContractButton(label: "", href: "", isPost: false, isWarning: false, consequence: "")
    let isDue = view.urging.map { !$0.due(at: now).isEmpty } ?? false
    urge = isDue ? Links.urge(contract.id) : nil
    urgeLater = isDue ? nil : view.urging.map {
      texts("contract.urgeLater", ["at": ShortTime.text($0.openFrom, now: now, texts: texts)])
    }
    tabs = ContractTab.allCases.map { each in
      PageTab(label: texts(each.titleKey), href: Links.tab(each, of: contract.id), isCurrent: each == tab)
    }
  }

  /// Whom a company's side waits for: its approvers, its named signers, else its handler.
  private static func asked(_ view: ContractView, _ texts: LocaleTexts) -> String? {
    let groups = view.contract.round.parties.compactMap { party -> String? in
      let keys = view.turn.waitingFor.filter { $0.partyID == party.id }
      guard let first = keys.first, let company = party.company else { return nil }
      let people = keys.compactMap { $0.holder ?? company.handlerID }.compactMap { view.names.names[$0] }
      guard !people.isEmpty else { return nil }
      let values = [
        "company": party.name, "names": people.joined(separator: texts("list.comma")), "action": texts(first.action.title),
      ]
      return texts(first.action == .sign && people.count > 1 ? "contract.askedAny" : "contract.asked", values)
    }
    return groups.isEmpty ? nil : groups.joined(separator: texts("list.semicolon"))
  }
}

extension ContractTab {
  var titleKey: String {
    switch self {
    case .file: "contract.tabFile"
    case .progress: "contract.tabProgress"
    case .log: "contract.tabLog"
    case .attachments: "contract.tabAttachments"
    }
  }
}

/// Badge colours of a stage; the words beside them say the same.
enum StageBadge {
  static func kind(_ stage: ContractStage, isYours: Bool) -> String {
    if isYours { return "turn" }
    switch stage.name.overall {
    case .completed?: return "ok"
    case .signing?: return "wait"
    case .invalid?: return ""
    case nil: return "info"
    }
  }
}

/// `今天 18:00 · 还有 6 小时`.
enum DueText {
  static func text(_ instant: Instant, now: Instant, texts: LocaleTexts) -> String {
    "\(ShortTime.text(instant, now: now, texts: texts)) · \(ShortTime.remaining(until: instant, now: now, texts: texts))"
  }
}

/// What a party can do with a contract, as buttons: the one for now, and the rest.
struct ContractButtons {
  let main: ContractButton?
  let more: [ContractButton]

  init(_ view: ContractView, texts: LocaleTexts) {
    let id = view.contract.id
    let actions = view.actions
    func button(_ key: String, _ href: String, isPost: Bool = false, isWarning: Bool = false) -> ContractButton {
      ContractButton(
        label: texts("contract.\(key)"), href: href, isPost: isPost, isWarning: isWarning, consequence: texts("contract.\(key)Text"))
    }
    var first: ContractButton?
    if !actions.isDisjoint(with: [.approveBusiness, .approveSeal]) {
      first = button("approve", Links.approval(id))
    } else if actions.contains(.confirmDraft) {
      first = button("confirmText", Links.drafting(id))
    } else if actions.contains(.redraft) {
      first = button("redraft", Links.redraft(id))
    } else if actions.contains(.receive) {
      first = button("receive", Links.receipt(id), isPost: view.party.kind == .person)
    } else if actions.contains(.sign) {
      first = button("sign", Links.signing(id))
    } else if actions.contains(.initiate) {
      first = button("continue", Links.draft(id))
    } else if actions.contains(.reinitiate) {
      first = button("reinitiate", Links.reinitiation(id), isPost: true)
    }
    var rest: [ContractButton] = []
    if actions.contains(.download), view.contract.round.file != nil {
      rest.append(
        ContractButton(
          label: texts("contract.downloadFile"), href: Links.contractFile(id), isPost: false, isWarning: false,
          consequence: texts("contract.downloadText")))
    }
    if view.contract.stage.isDrafting, view.hasVersions { rest.append(button("versions", Links.versions(id))) }
    if !actions.isDisjoint(with: [.addApprovers, .addCC]) { rest.append(button("people", Links.approvalPeople(id))) }
    if actions.contains(.setSigners) { rest.append(button("signers", Links.signers(id))) }
    if actions.contains(.remindApprovers) { rest.append(button("remind", "\(Links.approval(id))/reminder", isPost: true)) }
    if let listing = view.listing, case .completed = view.contract.stage {
      rest.append(
        button(listing.isInvoiced ? "uninvoice" : "invoice", Links.invoicing(id, !listing.isInvoiced), isPost: true))
    }
    if view.contract.hasApprovals { rest.append(button("approvals", Links.approvalReport(id))) }
    if actions.contains(.returnContract) { rest.append(button("return", Links.returning(id), isWarning: true)) }
    if actions.contains(.withdraw) { rest.append(button("withdraw", Links.withdrawal(id), isWarning: true)) }
    if actions.contains(.discard) { rest.append(button("discard", Links.discarding(id), isWarning: true)) }
    main = first
    more = rest
  }
}

extension Contract {
  /// True where any company of this round has approvals to show.
  var hasApprovals: Bool { round.parties.contains { $0.company?.business != nil || $0.company?.seal != nil } }
}

extension ContractView {
  /// True once a drafted text was declined and drawn up anew.
  var hasVersions: Bool { operationLog.contains { $0.line.actionText(in: .chinese).contains("驳回拟定") } }

  /// The round that the pages show: what the initiator may edit, else the one that runs or ran.
  var shownRound: ContractRound { (party.side == .initiator ? contract.editable : nil) ?? contract.round }
}
