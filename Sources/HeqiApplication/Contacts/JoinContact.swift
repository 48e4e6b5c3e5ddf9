package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Becomes a contact: by an opened link, or by registering with the number that somebody noted (F-012, F-050).
package struct JoinContact: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// What the opened link asks. Throws `ContactError` `.invitationUnknown`, `.isSelf`.
  package func read(_ id: ID<ContactInvitation>, caller: Caller) async throws -> ContactInvitation {
    let owner = try caller.contacts(.contactView)
    let (store, now) = (try await store(caller), ledger.clock.now)
    let found = try await ledger.engine.read { try store.invitation(id, at: now, in: $0) }
    guard let found else { throw ContactError(.invitationUnknown) }
    guard found.owner != owner else { throw ContactError(.isSelf) }
    return found
  }

  /// Both become one another's contacts; again changes nothing.
  package func accept(_ id: ID<ContactInvitation>, caller: Caller) async throws {
    let owner = try caller.contacts(.contactManage)
    let invitation = try await read(id, caller: caller)
    let (store, now) = (try await store(caller), ledger.clock.now)
    let (mine, theirs): (ID<Contact>, ID<Contact>) = (ledger.random.id(at: now), ledger.random.id(at: now))
    try await ledger.engine.write { connection in
      let pair = ContactPair(store: store)
      try pair.mirror(invitation.owner, named: invitation.ownerName, into: owner, id: mine, at: now, in: connection)
      try pair.mirror(owner, named: caller.partyName, into: invitation.owner, id: theirs, at: now, in: connection)
      try store.undismiss(invitation.owner, of: owner, in: connection)
    }
  }

  /// Those who noted the account's number or confirmed address find it among their contacts, and it finds them. Called
  /// when the list opens; one read where nobody waits.
  package func link(_ caller: Caller) async throws {
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let now = ledger.clock.now
    let (store, accounts) = (ContactStore(vault: vault), AccountStore(vault: vault))
    let random = ledger.random
    let found = try await ledger.engine.read { connection -> Account? in
      guard let account = try accounts.find(caller.accountID, in: connection),
        try store.isAwaited(account, in: connection)
      else { return nil }
      return account
    }
    guard let account = found else { return }
    try await ledger.engine.write { connection in
      try Self.link(account, vault, random, at: now, in: connection)
    }
  }

  /// The same inside the transaction that registers the account.
  static func link(
    _ account: Account, _ vault: TenantVault, _ random: any RandomSource, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let pair = ContactPair(store: ContactStore(vault: vault))
    for owner in try pair.store.link(to: account, in: connection) {
      guard let name = try name(of: owner, vault, in: connection) else { continue }
      try pair.mirror(owner, named: name, into: .person(account.id), id: random.id(at: now), at: now, in: connection)
    }
  }

  private static func name(
    of owner: ContactOwner, _ vault: TenantVault, in connection: any SQLConnection
  ) throws -> String? {
    switch owner {
    case .person(let id): try AccountStore(vault: vault).find(id, in: connection)?.name
    case .organization(let id): try OrganizationStore(tenantID: vault.tenantID).find(id, in: connection)?.name
    }
  }

  private func store(_ caller: Caller) async throws -> ContactStore {
    ContactStore(vault: try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now))
  }
}

/// Every action on contacts, for the routes.
package struct ContactActions: Sendable {
  package let manage: ManageContacts
  package let invite: InviteContact
  package let join: JoinContact

  /// - Parameter publicURL: address of the platform without a slash at its end.
  package init(ledger: ContractLedger, publicURL: String) {
    manage = ManageContacts(ledger: ledger)
    invite = InviteContact(ledger: ledger, publicURL: publicURL)
    join = JoinContact(ledger: ledger)
  }
}
