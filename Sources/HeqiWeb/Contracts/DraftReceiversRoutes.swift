import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Step 接收方: name and mobile or e-mail of people who are registered or will be (F-012, F-050, F-069).
struct DraftReceiversRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions
  let drafts: DraftPages

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/draft/receivers") { request, context in
      try await drafts.show(request, context) { draft, texts in
        DraftReceiversPage(draft, ReceiverRows(draft.round), form: FormFields(), texts: texts)
      }
    }
    router.post("/contracts/{id}/draft/receivers", use: submit)
  }

  @Sendable private func submit(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let texts = renderer.texts(context)
    return try await drafts.submit(request, context) { form, draft in
      let rows = ReceiverRows(form)
      if let changed = rows.changed(by: form.text("action") ?? "") {
        return try await renderer.page(DraftReceiversPage(draft, changed, form: FormFields(), texts: texts), request, context)
      }
      guard rows.wrong.isEmpty else { throw FormCorrections(message: texts("receivers.rowError")) }
      _ = try await actions.setReceivers(draft.id, rows.receivers, caller: context.requireCaller())
      return .redirect(to: Links.draft(draft.id, .places))
    } show: { form, draft, fields in
      DraftReceiversPage(draft, ReceiverRows(form), form: fields, isChecked: true, texts: texts)
    }
  }
}

/// The receivers as typed.
struct ReceiverRows: Sendable, Equatable {
  struct Row: Sendable, Equatable {
    var partyID = ""
    var isCompany = false
    var name = ""
    var mobile = ""
    var email = ""
    var turn = 1
  }

  private(set) var rows: [Row]

  /// Those of the round, or one empty row to begin with.
  init(_ round: ContractRound) {
    rows = round.receivers.map { party in
      Row(
        partyID: party.id.description, isCompany: party.kind == .company, name: party.name, mobile: party.contact.mobile?.reveal() ?? "",
        email: party.contact.email?.reveal() ?? "", turn: party.turn)
    }
    if rows.isEmpty { rows = [Row()] }
  }

  /// Fields of one name belong to rows in their order.
  init(_ form: Form) {
    let (parties, mobiles, emails, turns) = (form.all("party"), form.all("mobile"), form.all("email"), form.all("turn"))
    let kinds = form.all("kind")
    rows = form.all("name").prefix(ContractLimits.receiversMax).enumerated().map { index, name in
      func value(_ list: [String]) -> String { index < list.count ? list[index].trimmingSpaces : "" }
      return Row(
        partyID: value(parties), isCompany: value(kinds) == PartyKind.company.rawValue, name: name.trimmingSpaces, mobile: value(mobiles), email: value(emails),
        turn: Int(value(turns)) ?? index + 1)
    }
    if rows.isEmpty { rows = [Row()] }
  }

  /// The rows after `add` or `remove.<index>`; nil for any other button.
  func changed(by action: String) -> ReceiverRows? {
    var copy = self
    if action == "add", rows.count < ContractLimits.receiversMax {
      copy.rows.append(Row(turn: rows.count + 1))
      return copy
    }
    guard action.hasPrefix("remove."), let index = Int(action.dropFirst("remove.".count)), rows.indices.contains(index), rows.count > 1
    else { return nil }
    copy.rows.remove(at: index)
    return copy
  }

  /// Rows that cannot be reached as typed.
  var wrong: Set<Int> {
    Set(
      rows.indices.filter { index in
        let row = rows[index]
        let mobile = MobileNumber(row.mobile), email = EmailAddress(row.email)
        return row.name.isEmpty || (mobile == nil && !row.mobile.isEmpty) || (email == nil && !row.email.isEmpty)
          || (mobile == nil && email == nil && !row.isCompany)
      })
  }

  var receivers: [SetReceivers.Receiver] {
    rows.map { SetReceivers.Receiver(
        partyID: ID($0.partyID), kind: $0.isCompany ? .company : .person, name: $0.name, mobile: $0.mobile, email: $0.email, turn: $0.turn) }
  }
}

extension DraftReceiversPage {
  init(_ draft: Draft, _ typed: ReceiverRows, form: FormFields, isChecked: Bool = false, texts: LocaleTexts) {
    let wrong = isChecked ? typed.wrong : []
    self.draft = draft.head(.receivers, texts: texts)
    action = Links.draft(draft.id, .receivers)
    self.form = form
    myName = draft.round.initiator.name
    myInitial = draft.round.initiator.name.first.map(String.init) ?? "·"
    rows = typed.rows.enumerated().map { index, row in
      Row(
        index: String(index), legend: texts("receivers.legend", ["number": String(index + 1)]),
        removeLabel: texts("receivers.removeLabel", ["number": String(index + 1)]), canRemove: typed.rows.count > 1,
        partyID: row.partyID, isCompany: row.isCompany, person: row.name, mobile: row.mobile, email: row.email, hasError: wrong.contains(index),
        rowError: texts("receivers.rowError"), showTurn: typed.rows.count > 1, turnNo: String(row.turn))
    }
    canAdd = typed.rows.count < ContractLimits.receiversMax
    back = Links.draft(draft.id, .file)
  }
}
