package import HeqiDomain

/// Addresses of contacts and of invitations to become one.
extension Links {
  package static let contacts = "/contacts"
  package static let newContact = "\(contacts)/new"
  package static let contactSuggestions = "\(contacts)/suggestions"
  package static let contactInvitation = "\(contacts)/invitation"
  package static let contactInvitationCode = "\(contacts)/invitation.svg"
  package static func contact(_ id: ID<Contact>) -> String { "\(contacts)/\(id)" }
  package static func contactDeletion(_ id: ID<Contact>) -> String { "\(contacts)/\(id)/delete" }
  package static func contactMessage(_ id: ID<Contact>) -> String { "\(contacts)/\(id)/invite" }
  package static func contactJoin(_ id: ID<ContactInvitation>) -> String { "\(contacts)/join/\(id)" }
}
