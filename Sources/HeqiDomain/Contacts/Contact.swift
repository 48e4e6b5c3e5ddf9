/// Whose list of contacts: a person's own, or the one that the people of a company share (F-049).
package enum ContactOwner: Hashable, Sendable {
  case person(ID<Account>)
  case organization(ID<Organization>)

  /// From `key`; nil for anything else.
  package init?(key: String) {
    if key.hasPrefix("company:") {
      guard let id = ID<Organization>(String(key.dropFirst("company:".count))) else { return nil }
      self = .organization(id)
    } else {
      guard let id = ID<Account>(key) else { return nil }
      self = .person(id)
    }
  }

  /// The list of contracts of the same owner; its key is the owner's key too.
  package var viewer: ListViewer {
    switch self {
    case .person(let id): .person(id)
    case .organization(let id): .organization(id)
    }
  }

  package var key: String { viewer.key }
  package var kind: PartyKind {
    if case .person = self { .person } else { .company }
  }
  package var accountID: ID<Account>? {
    if case .person(let id) = self { id } else { nil }
  }
  package var organizationID: ID<Organization>? {
    if case .organization(let id) = self { id } else { nil }
  }
}

extension Caller {
  /// The list that belongs to the caller's mode.
  package var contactOwner: ContactOwner {
    mode.standing.map { .organization($0.organizationID) } ?? .person(accountID)
  }
}

/// Somebody with whom contracts are made (F-049). Group and note are the owner's own; the other side never sees them.
package struct Contact: Equatable, Sendable {
  package static let nameCharactersMax = 100
  package static let groupCharactersMax = 20
  package static let noteCharactersMax = 200
  /// Of one owner.
  package static let countMax = 5000

  package let id: ID<Contact>
  package let kind: PartyKind
  /// Who it is on the platform; nil until a person registers with this number or address, or a company is verified.
  package let party: ContactOwner?
  package let name: String
  package let mobile: Sensitive<String>?
  package let email: Sensitive<String>?
  package let group: String
  package let note: String
  package let invitedAt: Instant?
  package let createdAt: Instant

  package init(
    id: ID<Contact>, kind: PartyKind, party: ContactOwner?, name: String, mobile: Sensitive<String>? = nil,
    email: Sensitive<String>? = nil, group: String = "", note: String = "", invitedAt: Instant? = nil, createdAt: Instant
  ) {
    self.id = id
    self.kind = kind
    self.party = party
    self.name = name
    self.mobile = mobile
    self.email = email
    self.group = group
    self.note = note
    self.invitedAt = invitedAt
    self.createdAt = createdAt
  }

  /// What a platform party is called in somebody's list before they change anything.
  package init(id: ID<Contact>, of party: ContactOwner, name: String, at now: Instant) {
    self.init(id: id, kind: party.kind, party: party, name: name, createdAt: now)
  }

  /// A group's name; empty for none. Throws `.groupInvalid`.
  package static func group(_ typed: String) throws(ContactError) -> String {
    let group = typed.trimmingWhitespace
    guard group.count <= groupCharactersMax, !group.contains(where: \.isNewline) else { throw ContactError(.groupInvalid) }
    return group
  }

  /// A note; empty for none. Throws `.noteInvalid`.
  package static func note(_ typed: String) throws(ContactError) -> String {
    let note = typed.trimmingWhitespace
    guard note.count <= noteCharactersMax else { throw ContactError(.noteInvalid) }
    return note
  }
}

/// A contact as the list shows it.
package struct ListedContact: Equatable, Sendable {
  package let contact: Contact
  /// The person has proved who they are, or the company is verified (F-049).
  package let isVerified: Bool
  /// Contracts with this contact on the owner's own list.
  package let contractCount: Int

  package init(contact: Contact, isVerified: Bool, contractCount: Int) {
    self.contact = contact
    self.isVerified = isVerified
    self.contractCount = contractCount
  }
}

/// The other side of a contract that is no contact yet (F-050).
package struct ContactSuggestion: Equatable, Sendable {
  package let party: ContactOwner
  package let name: String

  package init(party: ContactOwner, name: String) {
    self.party = party
    self.name = name
  }
}

/// A link or QR code by which whoever opens it becomes a contact of its owner (F-012).
package struct ContactInvitation: Equatable, Sendable {
  package static let lifetime = Duration.seconds(30 * 86_400)

  package let id: ID<ContactInvitation>
  package let owner: ContactOwner
  package let ownerName: String
  package let expiresAt: Instant

  package init(id: ID<ContactInvitation>, owner: ContactOwner, ownerName: String, expiresAt: Instant) {
    self.id = id
    self.owner = owner
    self.ownerName = ownerName
    self.expiresAt = expiresAt
  }
}
