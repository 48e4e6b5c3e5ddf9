package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// One look at the list of contacts.
package struct ListedContacts: Sendable {
  package let rows: [ListedContact]
  package let groups: [(name: String, count: Int)]
  package let suggestions: [ContactSuggestion]
  package let count: Int
  /// The last of this page where more follow.
  package let next: ID<Contact>?
  package let mayManage: Bool
  package let mayInvite: Bool
}

/// The contacts of the caller or of the company they act for (F-049, F-050). The relation is symmetric: whoever is added
/// has the adder among their own contacts too.
package struct ManageContacts: Sendable {
  /// A contact as typed.
  package struct Typed: Sendable {
    package let kind: PartyKind
    package let name: String
    package let mobile: String
    package let email: String
    package let group: String
    package let note: String

    package init(
      kind: PartyKind = .person, name: String, mobile: String = "", email: String = "", group: String = "", note: String = ""
    ) {
      self.kind = kind
      self.name = name
      self.mobile = mobile
      self.email = email
      self.group = group
      self.note = note
    }
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  // MARK: reading

  /// Throws `ContactError` `.notPermitted`.
  package func page(
    group: String = "", words: String = "", after: ID<Contact>? = nil, caller: Caller
  ) async throws -> ListedContacts {
    let owner = try caller.contacts(.contactView)
    let store = try await store(caller)
    return try await ledger.engine.read { connection in
      let last = try after.flatMap { try store.find($0, of: owner, in: connection) }
      var rows = try store.page(
        of: owner, group: group, words: words, after: last, limit: ContactStore.pageCount + 1, in: connection)
      let isFull = rows.count > ContactStore.pageCount
      if isFull { rows.removeLast() }
      let mayManage = caller.permits(.contactManage)
      return ListedContacts(
        rows: rows, groups: try store.groups(of: owner, in: connection),
        suggestions: mayManage ? try store.suggestions(for: owner, in: connection) : [],
        count: try store.count(of: owner, in: connection), next: isFull ? rows.last?.contact.id : nil, mayManage: mayManage,
        mayInvite: caller.permits(.contactInvite))
    }
  }

  /// Throws `ContactError` `.unknown` for another's contact as for none.
  package func find(_ id: ID<Contact>, caller: Caller) async throws -> Contact {
    let owner = try caller.contacts(.contactView)
    let store = try await store(caller)
    let found = try await ledger.engine.read { try store.find(id, of: owner, in: $0) }
    guard let found else { throw ContactError(.unknown) }
    return found
  }

  // MARK: changing

  /// Adds what was typed. A number is tied to its account only where the name is that of the account, so that nobody
  /// learns from a number who stands behind it. Throws `ContactError`.
  package func add(_ typed: Typed, caller: Caller) async throws -> Contact {
    let owner = try caller.contacts(.contactManage)
    let draft = try Draft(typed)
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let now = ledger.clock.now
    let (id, mirrorID): (ID<Contact>, ID<Contact>) = (ledger.random.id(at: now), ledger.random.id(at: now))
    return try await ledger.engine.write { connection in
      let party = try draft.party(vault, in: connection)
      guard party != owner else { throw ContactError(.isSelf) }
      let contact = Contact(
        id: id, kind: typed.kind, party: party, name: draft.name, mobile: draft.mobile.map { Sensitive($0.text) },
        email: draft.email.map { Sensitive($0.text.lowercased()) }, group: draft.group, note: draft.note, createdAt: now)
      try ContactPair(store: ContactStore(vault: vault)).add(
        contact, to: owner, named: caller.partyName, mirror: mirrorID, at: now, in: connection)
      return contact
    }
  }

  /// Adds the other side of a contract; whoever never stood opposite the owner cannot be added this way.
  /// Throws `ContactError` `.unknown`.
  package func accept(_ party: ContactOwner, caller: Caller) async throws {
    let owner = try caller.contacts(.contactManage)
    let store = try await store(caller)
    let now = ledger.clock.now
    let (id, mirrorID): (ID<Contact>, ID<Contact>) = (ledger.random.id(at: now), ledger.random.id(at: now))
    try await ledger.engine.write { connection in
      let suggested = try store.suggestions(for: owner, in: connection).first { $0.party == party }
      guard let suggested else { throw ContactError(.unknown) }
      try ContactPair(store: store).add(
        Contact(id: id, of: party, name: suggested.name, at: now), to: owner, named: caller.partyName, mirror: mirrorID,
        at: now, in: connection)
    }
  }

  /// Not suggested again.
  package func dismiss(_ party: ContactOwner, caller: Caller) async throws {
    let owner = try caller.contacts(.contactManage)
    let store = try await store(caller)
    try await ledger.engine.write { try store.dismiss(party, of: owner, in: $0) }
  }

  /// Group and note. Throws `ContactError`.
  package func change(_ id: ID<Contact>, group: String, note: String, caller: Caller) async throws {
    let owner = try caller.contacts(.contactManage)
    let (group, note) = (try Contact.group(group), try Contact.note(note))
    let store = try await store(caller)
    try await ledger.engine.write { connection in
      guard let contact = try store.find(id, of: owner, in: connection),
        try store.update(contact.with(group: group, note: note), of: owner, in: connection)
      else { throw ContactError(.unknown) }
    }
  }

  /// From the caller's list only, and not suggested again; the other side keeps its own list.
  package func delete(_ id: ID<Contact>, caller: Caller) async throws {
    let owner = try caller.contacts(.contactManage)
    let store = try await store(caller)
    try await ledger.engine.write { connection in
      guard let contact = try store.find(id, of: owner, in: connection),
        try store.delete(id, of: owner, in: connection)
      else { throw ContactError(.unknown) }
      if let party = contact.party { try store.dismiss(party, of: owner, in: connection) }
    }
  }

  private func store(_ caller: Caller) async throws -> ContactStore {
    ContactStore(vault: try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now))
  }

  private struct Draft: Sendable {
    let kind: PartyKind
    let name: String
    let mobile: MobileNumber?
    let email: EmailAddress?
    let group: String
    let note: String

    init(_ typed: Typed) throws(ContactError) {
      kind = typed.kind
      let clean = typed.name.trimmingWhitespace
      name = typed.kind == .company ? CompanyName(clean)?.text ?? "" : clean
      mobile = MobileNumber(typed.mobile)
      email = EmailAddress(typed.email)
      group = try Contact.group(typed.group)
      note = try Contact.note(typed.note)
      guard (1...Contact.nameCharactersMax).contains(name.count), !name.contains(where: \.isNewline) else {
        throw ContactError(.nameInvalid)
      }
      if mobile == nil, !typed.mobile.trimmingWhitespace.isEmpty { throw ContactError(.mobileInvalid) }
      if email == nil, !typed.email.trimmingWhitespace.isEmpty { throw ContactError(.emailInvalid) }
      guard mobile != nil || email != nil || kind == .company else { throw ContactError(.noAddress) }
    }

    func party(_ vault: TenantVault, in connection: any SQLConnection) throws -> ContactOwner? {
      if kind == .company {
        let found = try OrganizationStore(tenantID: vault.tenantID).find(name: name, in: connection)
        return found.map { .organization($0.id) }
      }
      let accounts = AccountStore(vault: vault)
      let byMobile = try mobile.flatMap { try accounts.find(mobile: $0, in: connection) }
      let account = try byMobile ?? email.flatMap { try accounts.find(confirmedEmail: $0, in: connection) }
      guard let account, account.name == name, account.status == .active else { return nil }
      return .person(account.id)
    }
  }
}

/// Writes both sides of a relation in one transaction.
struct ContactPair: Sendable {
  let store: ContactStore

  /// Throws `ContactError` `.tooMany`, `.alreadyThere`.
  func add(
    _ contact: Contact, to owner: ContactOwner, named ownerName: String, mirror mirrorID: ID<Contact>, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard try store.count(of: owner, in: connection) < Contact.countMax else { throw ContactError(.tooMany) }
    guard try store.insert(contact, of: owner, in: connection) else { throw ContactError(.alreadyThere) }
    guard let party = contact.party else { return }
    try store.undismiss(party, of: owner, in: connection)
    try mirror(owner, named: ownerName, into: party, id: mirrorID, at: now, in: connection)
  }

  /// The owner in the other's list, unless it is there or that list is full.
  func mirror(
    _ owner: ContactOwner, named name: String, into party: ContactOwner, id: ID<Contact>, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard try store.count(of: party, in: connection) < Contact.countMax else { return }
    _ = try store.insert(Contact(id: id, of: owner, name: name, at: now), of: party, in: connection)
  }
}

extension Caller {
  /// The list the caller may use in this way; first line of every action on contacts (table D).
  func contacts(_ permission: Permission) throws(ContactError) -> ContactOwner {
    guard permits(permission) else { throw ContactError(.notPermitted) }
    return contactOwner
  }
}

extension Contact {
  func with(group: String? = nil, note: String? = nil, invitedAt: Instant? = nil) -> Contact {
    Contact(
      id: id, kind: kind, party: party, name: name, mobile: mobile, email: email, group: group ?? self.group,
      note: note ?? self.note, invitedAt: invitedAt ?? self.invitedAt, createdAt: createdAt)
  }
}
