package import HeqiDomain
package import HeqiSQL

/// Contacts of persons and companies; numbers and addresses are encrypted (B-24).
package struct ContactStore: Sendable {
  package static let pageCount = 50
  /// Contracts of the owner that are looked through for suggestions.
  package static let suggestedFromMax = 200

  private let vault: TenantVault
  private var tenant: SQLValue { .text(vault.tenantID) }

  package init(vault: TenantVault) { self.vault = vault }

  // MARK: reading

  package func find(_ id: ID<Contact>, of owner: ContactOwner, in connection: any SQLConnection) throws -> Contact? {
    try connection.first(ContactSQL.find, [tenant, .text(owner.key), .text(id.description)]).map(contact)
  }

  package func find(_ party: ContactOwner, of owner: ContactOwner, in connection: any SQLConnection) throws -> Contact? {
    try connection.first(ContactSQL.findParty, [tenant, .text(owner.key), .text(party.key)]).map(contact)
  }

  package func count(of owner: ContactOwner, in connection: any SQLConnection) throws -> Int {
    try connection.first(ContactSQL.count, [tenant, .text(owner.key)])?.int("number") ?? 0
  }

  /// A page by name. `words` are searched in name, group and note.
  package func page(
    of owner: ContactOwner, group: String = "", words: String = "", after last: Contact? = nil,
    limit: Int = pageCount, in connection: any SQLConnection
  ) throws -> [ListedContact] {
    let rows = try connection.query(
      ContactSQL.page,
      [
        tenant, .text(owner.key), .text(group), .text(ListingLook.pattern(words)), .text(last?.name ?? ""),
        .text(last?.id.description ?? ""), SQLValue(limit),
      ])
    return try rows.map {
      ListedContact(
        contact: try contact($0), isVerified: try $0.integer("is_verified") == 1, contractCount: try $0.int("contract_count"))
    }
  }

  /// Groups in use and how many stand in each; those without a group are left out.
  package func groups(
    of owner: ContactOwner, in connection: any SQLConnection
  ) throws -> [(name: String, count: Int)] {
    try connection.query(ContactSQL.groups, [tenant, .text(owner.key)])
      .map { (name: try $0.text("group_name"), count: try $0.int("number")) }.filter { !$0.name.isEmpty }
  }

  /// Who stood opposite the owner lately and is no contact (F-050).
  package func suggestions(for owner: ContactOwner, in connection: any SQLConnection) throws -> [ContactSuggestion] {
    let rows = try connection.query(
      ContactSQL.suggestions, [tenant, .text(owner.key), SQLValue(Self.suggestedFromMax)])
    var seen: Set<ContactOwner> = [owner]
    return try rows.compactMap { row in
      guard let party = try party(row), seen.insert(party).inserted else { return nil }
      return ContactSuggestion(party: party, name: try row.text("name"))
    }
  }

  // MARK: writing

  /// False where the owner has this party or this number already.
  package func insert(_ contact: Contact, of owner: ContactOwner, in connection: any SQLConnection) throws -> Bool {
    var values: [SQLValue] = [
      tenant, .text(owner.key), .text(contact.id.description), .text(contact.kind.rawValue), SQLValue(contact.party?.key),
      SQLValue(contact.party?.accountID?.description), SQLValue(contact.party?.organizationID?.description),
      .text(contact.name),
    ]
    values += try sealed(contact.mobile, "mobile", contact.id) + sealed(contact.email, "email", contact.id)
    values += [
      .text(contact.group), .text(contact.note), .text(Self.searchText(contact)),
      SQLValue(contact.invitedAt?.microseconds), .integer(contact.createdAt.microseconds),
    ]
    return try connection.execute(ContactSQL.insert, values) == 1
  }

  /// Group, note and time of the last invitation. False where the contact is gone.
  package func update(_ contact: Contact, of owner: ContactOwner, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      ContactSQL.update,
      [
        tenant, .text(owner.key), .text(contact.id.description), .text(contact.group), .text(contact.note),
        .text(Self.searchText(contact)), SQLValue(contact.invitedAt?.microseconds),
      ]) == 1
  }

  package func delete(_ id: ID<Contact>, of owner: ContactOwner, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(ContactSQL.delete, [tenant, .text(owner.key), .text(id.description)]) == 1
  }

  /// Not suggested again.
  package func dismiss(_ party: ContactOwner, of owner: ContactOwner, in connection: any SQLConnection) throws {
    try connection.execute(ContactSQL.dismiss, [tenant, .text(owner.key), .text(party.key)])
  }

  package func undismiss(_ party: ContactOwner, of owner: ContactOwner, in connection: any SQLConnection) throws {
    try connection.execute(ContactSQL.undismiss, [tenant, .text(owner.key), .text(party.key)])
  }

  /// True where others noted this account's mobile or confirmed e-mail before it was tied to them.
  package func isAwaited(_ account: Account, in connection: any SQLConnection) throws -> Bool {
    try !waiting(for: account, in: connection).isEmpty
  }

  private func waiting(for account: Account, in connection: any SQLConnection) throws -> [SQLRow] {
    let id = SQLValue.text(account.id.description)
    var rows = try connection.query(ContactSQL.waitingByMobile, [tenant, index(account.mobile.text, "mobile"), id])
    if account.emailConfirmedAt != nil {
      rows += try connection.query(
        ContactSQL.waitingByEmail, [tenant, index(account.email.text.lowercased(), "email"), id])
    }
    return rows
  }

  /// Contacts of others that name this account's mobile or confirmed e-mail become contacts of the account; returns
  /// whose they are (F-012).
  package func link(to account: Account, in connection: any SQLConnection) throws -> [ContactOwner] {
    return try waiting(for: account, in: connection).compactMap { row in
      let key = try row.text("owner_key")
      let isLinked = try connection.execute(
        ContactSQL.link, [tenant, .text(key), .text(row.text("id")), .text(account.id.description)]) == 1
      return isLinked ? ContactOwner(key: key) : nil
    }
  }

  // MARK: invitations

  package func insert(_ invitation: ContactInvitation, in connection: any SQLConnection) throws {
    try connection.execute(
      ContactSQL.insertInvitation,
      [
        tenant, .text(invitation.id.description), .text(invitation.owner.key),
        SQLValue(invitation.owner.accountID?.description), SQLValue(invitation.owner.organizationID?.description),
        .text(invitation.ownerName), .integer(invitation.expiresAt.microseconds),
      ])
  }

  package func invitation(
    _ id: ID<ContactInvitation>, at now: Instant, in connection: any SQLConnection
  ) throws -> ContactInvitation? {
    try connection.first(ContactSQL.findInvitation, [tenant, .text(id.description), .integer(now.microseconds)])
      .flatMap(invitation)
  }

  package func invitation(
    of owner: ContactOwner, at now: Instant, in connection: any SQLConnection
  ) throws -> ContactInvitation? {
    try connection.first(ContactSQL.currentInvitation, [tenant, .text(owner.key), .integer(now.microseconds)])
      .flatMap(invitation)
  }

  package func endInvitations(of owner: ContactOwner, in connection: any SQLConnection) throws {
    try connection.execute(ContactSQL.endInvitations, [tenant, .text(owner.key)])
  }

  // MARK: rows

  private func contact(_ row: SQLRow) throws -> Contact {
    let id: ID<Contact> = try row.id("id")
    func open(_ column: String) throws -> Sensitive<String>? {
      try row.optionalBlob(column).map { try vault.open($0, at: Self.place(column, id)) }
    }
    return Contact(
      id: id, kind: try row.choice("kind"), party: try party(row), name: try row.text("name"), mobile: try open("mobile"),
      email: try open("email"), group: try row.text("group_name"), note: try row.text("note"),
      invitedAt: try row.optionalInstant("invited_at_us"), createdAt: try row.instant("created_at_us"))
  }

  private func invitation(_ row: SQLRow) throws -> ContactInvitation? {
    let owner: ContactOwner? =
      try row.optionalID("organization_id").map { .organization($0) } ?? row.optionalID("account_id").map { .person($0) }
    guard let owner else { return nil }
    return ContactInvitation(
      id: try row.id("id"), owner: owner, ownerName: try row.text("owner_name"), expiresAt: try row.instant("expires_at_us"))
  }

  /// The company of a company's row, the account of a person's: a handler's account is not the company.
  private func party(_ row: SQLRow) throws -> ContactOwner? {
    try row.text("kind") == PartyKind.company.rawValue
      ? row.optionalID("organization_id").map { .organization($0) } : row.optionalID("account_id").map { .person($0) }
  }

  private static func searchText(_ contact: Contact) -> String {
    SearchText.fold("\(contact.name) \(contact.group) \(contact.note)")
  }

  private func sealed(_ value: Sensitive<String>?, _ column: String, _ id: ID<Contact>) throws -> [SQLValue] {
    guard let value else { return [.null, .null] }
    return [.blob(try vault.seal(value, at: Self.place(column, id))), index(value.reveal(), column)]
  }

  private func index(_ value: String, _ column: String) -> SQLValue {
    .blob(vault.blindIndex(Sensitive(value), table: "contact", column: column))
  }

  private static func place(_ column: String, _ id: ID<Contact>) -> VaultPlace {
    VaultPlace(table: "contact", column: column, row: id.description)
  }
}
