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
        let contacts = try await contacts(context)
        return DraftReceiversPage(
          draft, ReceiverRows(draft.round, contacts: contacts), contacts: contacts, form: FormFields(), texts: texts)
      }
    }
    router.post("/contracts/{id}/draft/receivers", use: submit)
  }

  @Sendable private func submit(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let texts = renderer.texts(context)
    return try await drafts.submit(request, context) { form, draft in
      let rows = ReceiverRows(form)
      let contacts = try await contacts(context)
      if let changed = rows.changed(by: form.text("action") ?? "", contacts: contacts) {
        let page = DraftReceiversPage(draft, changed, contacts: contacts, form: FormFields(), texts: texts)
        return try await renderer.page(page, request, context)
      }
      guard rows.wrong.isEmpty else { throw FormCorrections(message: texts("receivers.rowError")) }
      _ = try await actions.setReceivers(draft.id, rows.receivers, caller: context.requireCaller())
      return .redirect(to: Links.draft(draft.id, .places))
    } show: { form, draft, fields in
      try await DraftReceiversPage(
        draft, ReceiverRows(form), contacts: contacts(context), form: fields, isChecked: true, texts: texts)
    }
  }

  /// The first page of the contacts from which a receiver can be chosen.
  private func contacts(_ context: HeqiRequestContext) async throws -> [Contact] {
    try await actions.contacts.page(caller: context.requireCaller()).rows.map(\.contact)
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
    var contactID = ""

    var isEmpty: Bool { name.isEmpty && mobile.isEmpty && email.isEmpty && contactID.isEmpty }
  }

  private(set) var rows: [Row]

  /// Those of the round, or one empty row to begin with.
  init(_ round: ContractRound, contacts: [Contact] = []) {
    rows = round.receivers.map { party in
      let chosen = party.accountID.flatMap { id in contacts.first { $0.party == .person(id) } }
      return Row(
        partyID: party.id.description, isCompany: party.kind == .company, name: party.name, mobile: party.contact.mobile?.reveal() ?? "",
        email: party.contact.email?.reveal() ?? "", turn: party.turn, contactID: chosen?.id.description ?? "")
    }
    if rows.isEmpty { rows = [Row()] }
  }

  /// Fields of one name belong to rows in their order.
  init(_ form: Form) {
    let (parties, mobiles, emails, turns) = (form.all("party"), form.all("mobile"), form.all("email"), form.all("turn"))
    let (kinds, contacts) = (form.all("kind"), form.all("contact"))
    rows = form.all("name").prefix(ContractLimits.receiversMax).enumerated().map { index, name in
      func value(_ list: [String]) -> String { index < list.count ? list[index].trimmingSpaces : "" }
      return Row(
        partyID: value(parties), isCompany: value(kinds) == PartyKind.company.rawValue, name: name.trimmingSpaces, mobile: value(mobiles), email: value(emails),
        turn: Int(value(turns)) ?? index + 1, contactID: value(contacts))
    }
    if rows.isEmpty { rows = [Row()] }
  }

  /// The rows after `add`, `remove.<index>` or `contact.<id>`; nil for any other button.
  func changed(by action: String, contacts: [Contact] = []) -> ReceiverRows? {
    var copy = self
    if action.hasPrefix("contact.") {
      guard let contact = contacts.first(where: { "contact.\($0.id)" == action }) else { return copy }
      if copy.rows.last?.isEmpty == true { copy.rows.removeLast() }
      guard copy.rows.count < ContractLimits.receiversMax else { return copy }
      copy.rows.append(Row(contact, turn: copy.rows.count + 1))
      return copy
    }
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
          || (mobile == nil && email == nil && !row.isCompany && row.contactID.isEmpty)
      })
  }

  var receivers: [SetReceivers.Receiver] {
    rows.map { SetReceivers.Receiver(
        partyID: ID($0.partyID), kind: $0.isCompany ? .company : .person, name: $0.name, mobile: $0.mobile, email: $0.email, turn: $0.turn,
        contactID: ID($0.contactID)) }
  }
}

extension ReceiverRows.Row {
  /// Without a number where the contact has an account: it is reached there.
  init(_ contact: Contact, turn: Int) {
    self.init(
      isCompany: contact.kind == .company, name: contact.name, mobile: contact.mobile?.reveal() ?? "",
      email: contact.email?.reveal() ?? "", turn: turn, contactID: contact.party?.accountID == nil ? "" : contact.id.description)
  }
}

extension DraftReceiversPage {
  init(_ draft: Draft, _ typed: ReceiverRows, contacts: [Contact], form: FormFields, isChecked: Bool = false, texts: LocaleTexts) {
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
        rowError: texts("receivers.rowError"), showTurn: typed.rows.count > 1, turnNo: String(row.turn),
        contactID: row.contactID)
    }
    self.contacts = contacts.map {
      Choice(value: "contact.\($0.id)", label: $0.name, chooseLabel: texts("contacts.chosenOf", ["name": $0.name]))
    }
    hasContacts = !contacts.isEmpty
    canAdd = typed.rows.count < ContractLimits.receiversMax
    back = Links.draft(draft.id, .file)
  }
}
