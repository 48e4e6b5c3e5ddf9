package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Who receives the contract (F-050, F-069): found by mobile or confirmed e-mail, or invited.
package struct SetReceivers: Sendable {
  /// One receiver as typed.
  package struct Receiver: Sendable {
    /// An existing party of the draft; nil for a new one.
    package let partyID: ID<ContractParty>?
    package let kind: PartyKind
    /// The person's name, or the company's as it is registered.
    package let name: String
    package let mobile: String
    package let email: String
    /// 签署顺序号 from 1.
    package let turn: Int
    /// Chosen from the caller's contacts: such a person needs no number here (F-050).
    package let contactID: ID<Contact>?

    package init(
      partyID: ID<ContractParty>? = nil, kind: PartyKind = .person, name: String, mobile: String = "",
      email: String = "", turn: Int = 1, contactID: ID<Contact>? = nil
    ) {
      self.contactID = contactID
      self.kind = kind
      self.partyID = partyID
      self.name = name
      self.mobile = mobile
      self.email = email
      self.turn = turn
    }
  }

  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Throws `ContractError` `.receiverUnreachable` with the name, `.duplicateParty`, `.tooManyReceivers`.
  package func callAsFunction(_ id: ID<Contract>, _ receivers: [Receiver], caller: Caller) async throws -> Contract {
    let typed = try receivers.map(Typed.init)
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let accounts = AccountStore(vault: vault)
    let owner = caller.contactOwner
    let found = try await ledger.engine.read { connection in
      try typed.map { person in
        let byMobile = try person.mobile.flatMap { try accounts.find(mobile: $0, in: connection) }
        let byAddress = try byMobile ?? person.email.flatMap { try accounts.find(confirmedEmail: $0, in: connection) }
        let account = try byAddress?.id ?? person.account(among: ContactStore(vault: vault), of: owner, in: connection)
        return try Addressee(person, account, vault, in: connection)
      }
    }
    let now = ledger.clock.now
    let random = ledger.random
    let fresh: [ID<ContractParty>] = typed.map { _ in random.id(at: now) }
    return try await ledger.perform(id, for: caller, .draft) { contract, _ in
      let known = Set(contract.editable?.receivers.map(\.id) ?? [])
      let parties = typed.indices.map { index in
        let person = typed[index]
        let kept = person.source.partyID.flatMap { known.contains($0) ? $0 : nil }
        return ContractParty(
          id: kept ?? fresh[index], side: .receiver, kind: person.source.kind, accountID: found[index].accountID,
          name: person.name,
          contact: PartyContact(
            mobile: person.mobile.map { Sensitive($0.text) },
            email: person.email.map { Sensitive($0.text.lowercased()) }),
          turn: max(1, min(person.source.turn, ContractLimits.receiversMax)), company: found[index].company)
      }
      return .saveDraft(RoundEdit(receivers: parties))
    }
  }

  /// Who stands behind a typed receiver: the person, or the verified company of that name and its handler where the one
  /// addressed works there.
  private struct Addressee: Sendable {
    let accountID: ID<Account>?
    let company: PartyCompany?

    init(_ typed: Typed, _ account: ID<Account>?, _ vault: TenantVault, in connection: any SQLConnection) throws {
      guard typed.source.kind == .company else {
        accountID = account
        company = nil
        return
      }
      guard let found = try OrganizationStore(tenantID: vault.tenantID).find(name: typed.name, in: connection) else {
        guard typed.isReachable else { throw ContractError(.receiverUnreachable, "receiver mobile") }
        accountID = account
        company = PartyCompany(organizationID: nil)
        return
      }
      let handler = try account.flatMap { try MembershipStore(vault: vault).find(account: $0, of: found.id, in: connection) }
      accountID = handler?.isActive == true ? account : nil
      company = PartyCompany(organizationID: found.id, handlerID: handler?.isActive == true ? handler?.id : nil)
    }
  }

  private struct Typed: Sendable {
    let source: Receiver
    let name: String
    let mobile: MobileNumber?
    let email: EmailAddress?

    var isReachable: Bool { mobile != nil || email != nil }

    /// The account of a chosen contact. Throws `.receiverUnreachable` where there is no other way to reach the person.
    func account(
      among contacts: ContactStore, of owner: ContactOwner, in connection: any SQLConnection
    ) throws -> ID<Account>? {
      guard source.kind == .person, let id = source.contactID else { return nil }
      let account = try contacts.find(id, of: owner, in: connection)?.party?.accountID
      guard account != nil || isReachable else { throw ContractError(.receiverUnreachable, "receiver mobile") }
      return account
    }

    init(_ receiver: Receiver) throws(ContractError) {
      source = receiver
      let typedName = receiver.name.trimmingWhitespace
      name = receiver.kind == .company ? CompanyName(typedName)?.text ?? "" : typedName
      mobile = MobileNumber(receiver.mobile)
      email = EmailAddress(receiver.email)
      let isMobileWrong = mobile == nil && !receiver.mobile.trimmingWhitespace.isEmpty
      let isEmailWrong = email == nil && !receiver.email.trimmingWhitespace.isEmpty
      guard !name.isEmpty, name.count <= (receiver.kind == .company ? 100 : 50), !isMobileWrong, !isEmailWrong,
        mobile != nil || email != nil || receiver.kind == .company || receiver.contactID != nil
      else {
        throw ContractError(
          .receiverUnreachable, "receiver \(isMobileWrong ? "mobile" : isEmailWrong ? "email" : "name")")
      }
    }
  }
}
