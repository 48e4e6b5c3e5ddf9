import HeqiApplication
import HeqiDomain
import HeqiHTTPKit

extension ContactsPage {
  init(_ page: ListedContacts, group: String, query: String, texts: LocaleTexts) {
    lead = texts("contacts.lead", ["count": String(page.count)])
    self.query = query
    self.group = group
    let all = Tab(label: texts("contacts.all"), href: Links.contacts, isCurrent: group.isEmpty, count: String(page.count))
    groups = [all] + page.groups.map {
      Tab(label: $0.name, href: "\(Links.contacts)?group=\(Links.encode($0.name))", isCurrent: $0.name == group, count: String($0.count))
    }
    hasGroups = !page.groups.isEmpty
    suggestions = page.suggestions.map { suggestion in
      let name = ["name": suggestion.name]
      return Suggestion(
        party: suggestion.party.key, person: suggestion.name, kind: texts(kind: suggestion.party.kind),
        addLabel: texts("contacts.addOf", name), dismissLabel: texts("contacts.dismissOf", name))
    }
    hasSuggestions = !page.suggestions.isEmpty
    rows = page.rows.map { Row($0, texts) }
    hasRows = !page.rows.isEmpty
    let isNarrowed = !group.isEmpty || !query.isEmpty
    emptyTitle = texts(isNarrowed ? "contacts.noneFound" : "contacts.empty")
    emptyText = texts(isNarrowed ? "contacts.noneFoundText" : "contacts.emptyText")
    mayManage = page.mayManage
    mayInvite = page.mayInvite
    next = page.next.map { "\(Links.contacts)?group=\(Links.encode(group))&q=\(Links.encode(query))&after=\($0)" }
  }
}

extension ContactsPage.Row {
  init(_ listed: ListedContact, _ texts: LocaleTexts) {
    let contact = listed.contact
    person = contact.name
    initial = contact.name.first.map(String.init) ?? "·"
    href = Links.contact(contact.id)
    kind = texts(kind: contact.kind)
    group = contact.group.isEmpty ? nil : contact.group
    note = contact.note.isEmpty ? nil : contact.note
    contracts = texts("contacts.contracts", ["count": String(listed.contractCount)])
    contractsHref = "\(Links.contracts)?who=\(Links.encode(contact.name))"
    let key =
      contact.party == nil ? (contact.invitedAt == nil ? "unregistered" : "invited") : listed.isVerified ? "verified" : "unverified"
    state = texts("contacts.state.\(key)")
    stateKind = listed.isVerified ? "ok" : contact.party == nil ? "wait" : "info"
  }
}

extension NewContactPage {
  init(_ form: FormFields) {
    self.form = form
    isCompany = form.values["kind"] == PartyKind.company.rawValue
  }
}

extension ContactPageModel {
  init(_ contact: Contact, form: FormFields, caller: Caller, texts: LocaleTexts) {
    self.form = form.values.isEmpty ? FormFields(.init(values: ["group": contact.group, "note": contact.note])) : form
    person = contact.name
    kind = texts(kind: contact.kind)
    mobile = contact.mobile.map { Mask.mobile($0.reveal()) }
    email = contact.email.map { Mask.email($0.reveal()) }
    since = DayText.text(contact.createdAt)
    invited = contact.invitedAt.map { texts("contacts.invitedOn", ["day": DayText.text($0)]) }
    action = Links.contact(contact.id)
    deleteAction = Links.contactDeletion(contact.id)
    isRegistered = contact.party != nil
    mayManage = caller.permits(.contactManage)
    let isReachable = contact.mobile != nil || contact.email != nil
    inviteAction =
      contact.party == nil && isReachable && caller.permits(.contactInvite) ? Links.contactMessage(contact.id) : nil
  }
}

extension LocaleTexts {
  /// 个人 or 企业.
  fileprivate func callAsFunction(kind: PartyKind) -> String { self("contacts.\(kind.rawValue)") }
}
