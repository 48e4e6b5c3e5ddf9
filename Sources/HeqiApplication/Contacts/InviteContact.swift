import Graphics
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Invites people to register and to become contacts: by a link that can be passed on or shown as a QR code, or by text
/// message and e-mail to a contact's own number (F-012).
package struct InviteContact: Sendable {
  /// Of one owner.
  static let perDay = 50
  private let ledger: ContractLedger
  private let publicURL: String

  package init(ledger: ContractLedger, publicURL: String) {
    self.ledger = ledger
    self.publicURL = publicURL
  }

  package func address(of invitation: ContactInvitation) -> String { "\(publicURL)/contacts/join/\(invitation.id)" }

  /// The owner's present link; nil where none is open.
  package func current(caller: Caller) async throws -> ContactInvitation? {
    let owner = try caller.contacts(.contactInvite)
    let (store, now) = (try await store(caller), ledger.clock.now)
    return try await ledger.engine.read { try store.invitation(of: owner, at: now, in: $0) }
  }

  /// A new link; earlier ones end. Its identifier holds 74 random bits, and whoever opens it must sign in.
  package func open(caller: Caller) async throws -> ContactInvitation {
    let owner = try caller.contacts(.contactInvite)
    guard caller.isVerified else { throw ContactError(.identityUnverified) }
    let (store, now) = (try await store(caller), ledger.clock.now)
    let invitation = ContactInvitation(
      id: ledger.random.id(at: now), owner: owner, ownerName: caller.partyName,
      expiresAt: now.adding(ContactInvitation.lifetime))
    try await ledger.engine.write { connection in
      try store.endInvitations(of: owner, in: connection)
      try store.insert(invitation, in: connection)
    }
    return invitation
  }

  /// Ends the owner's link.
  package func end(caller: Caller) async throws {
    let owner = try caller.contacts(.contactInvite)
    let store = try await store(caller)
    try await ledger.engine.write { try store.endInvitations(of: owner, in: $0) }
  }

  /// The present link as a QR code in SVG. Throws `ContactError` `.invitationUnknown`.
  package func code(caller: Caller) async throws -> [UInt8] {
    guard let invitation = try await current(caller: caller) else { throw ContactError(.invitationUnknown) }
    return try QRCode(address(of: invitation)).drawing(width: 45).svg()
  }

  /// Sends the contact a message; they become one another's contacts when they register with that number.
  /// Throws `ContactError` `.unknown`, `.alreadyRegistered`, `.noAddress`, `.tooManyInvitations`.
  package func send(to id: ID<Contact>, caller: Caller) async throws {
    let owner = try caller.contacts(.contactInvite)
    guard caller.isVerified else { throw ContactError(.identityUnverified) }
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let (store, now) = (ContactStore(vault: vault), ledger.clock.now)
    let message = Self.message(from: caller.partyName, link: "\(publicURL)/register")
    try await ledger.engine.write { connection in
      guard let contact = try store.find(id, of: owner, in: connection) else { throw ContactError(.unknown) }
      guard contact.party == nil else { throw ContactError(.alreadyRegistered) }
      guard contact.mobile != nil || contact.email != nil else { throw ContactError(.noAddress) }
      // By number, not by row: whoever deletes and adds a contact again cannot send more.
      let to = [contact.mobile, contact.email].compactMap { $0 }.map {
        Hex.encode(vault.blindIndex($0, table: "contact", column: "invited"))
      }
      let limits =
        to.map { RateLimit("invite|\(owner.key)|\($0)", count: 1, per: .seconds(86_400)) }
        + [RateLimit("invite|\(owner.key)", count: Self.perDay, per: .seconds(86_400))]
      guard try RateLimitStore().take(limits, at: now, in: connection) == nil else { throw ContactError(.tooManyInvitations) }
      let outbox = MessageOutbox(vault: vault, random: ledger.random)
      let key = "invite:\(contact.id):\(now.microseconds)"
      if let mobile = contact.mobile {
        try outbox.sms(to: mobile, text: message.short, key: key + ":sms", at: now, in: connection)
      }
      if let email = contact.email {
        try outbox.mail(
          to: email, subject: message.subject, body: message.body, key: key + ":mail", at: now, in: connection)
      }
      _ = try store.update(contact.with(invitedAt: now), of: owner, in: connection)
    }
  }

  private static func message(from name: String, link: String) -> (short: String, subject: String, body: String) {
    (
      "【合契】\(name) 邀请您注册合契电子合同平台：\(link)",
      "\(name) 邀请您注册合契 / \(name) invites you to Heqi",
      """
      \(name) 邀请您注册合契电子合同平台。用收到本邮件的邮箱注册并验证后，你们将互为联系人。
      \(name) invites you to register with Heqi. Once you have registered with this address and confirmed it, you are one another’s contacts.

      \(link)

      如果您不认识对方，请忽略本邮件。If you do not know them, ignore this message.
      """
    )
  }

  private func store(_ caller: Caller) async throws -> ContactStore {
    ContactStore(vault: try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now))
  }
}
