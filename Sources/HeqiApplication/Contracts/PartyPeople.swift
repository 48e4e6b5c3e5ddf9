import HeqiDomain
import HeqiSQL
import HeqiStorage

/// The accounts behind a party: who of a company is asked, told, or looks on. For a person it is the person.
struct PartyPeople: Sendable {
  let vault: TenantVault

  /// Who is asked: the approver; the company's handler, else its legal representative; nil while nobody is registered.
  func asked(
    by key: ActionRequestKey, of party: ContractParty, in connection: any SQLConnection
  ) throws -> ID<Account>? {
    guard let company = party.company, let organization = company.organizationID else { return party.accountID }
    if let holder = key.holder { return try account(holder, of: organization, in: connection) }
    return try handler(of: company, organization, in: connection)
  }

  /// Who is told: the same, and those copied where a contract ends (section C, column Notice); nil stands for the address
  /// that the initiator gave.
  func told(
    of notice: ContractNotice, _ party: ContractParty, in connection: any SQLConnection
  ) throws -> [ID<Account>?] {
    guard let company = party.company, let organization = company.organizationID else { return [party.accountID] }
    switch notice.kind {
    case .approvalReminder:
      let holders = party.state.review.flatMap(company.flow)?.holders ?? []
      return try holders.compactMap { try account($0, of: organization, in: connection) }
    case .completed, .withdrawn, .returned, .expired:
      let copies = try company.ccViewers.compactMap { try account($0, of: organization, in: connection) }
      let handler = try handler(of: company, organization, in: connection)
      // Whoever signed in its name besides: 或签 lets another than the handler do it.
      let signer = try company.signedBy.flatMap { try member($0, of: organization, in: connection) }
      var told: [ID<Account>?] = [handler]
      for account in [signer].compactMap(\.self) + copies where !told.contains(account) { told.append(account) }
      return told
    case .signedByColleague:
      return try company.signers.compactMap { try account($0, of: organization, in: connection) }
        .filter { $0 != company.signedBy }
    case .liveImageRequested, .reviewRejected, .draftRejected, .discarded, .signedByOther:
      return [try handler(of: company, organization, in: connection)]
    }
  }

  /// Everybody of the company whose lists show the contract.
  func viewers(of party: ContractParty, in connection: any SQLConnection) throws -> [ID<Account>] {
    guard let company = party.company, let organization = company.organizationID else { return [] }
    return try company.viewers.compactMap { try account($0, of: organization, in: connection) }
  }

  private func handler(
    of company: PartyCompany, _ organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> ID<Account>? {
    if let handler = try company.handlerID.flatMap({ try account($0, of: organization, in: connection) }) {
      return handler
    }
    return try MembershipStore(vault: vault).list(.legalRep, of: organization, in: connection).first?.accountID
  }

  /// The same account while it belongs to the company.
  private func member(
    _ account: ID<Account>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> ID<Account>? {
    try MembershipStore(vault: vault).isMember(account, of: organization, in: connection) ? account : nil
  }

  /// nil for somebody who has left: they are neither asked nor told (F-058).
  private func account(
    _ id: ID<Membership>, of organization: ID<Organization>, in connection: any SQLConnection
  ) throws -> ID<Account>? {
    guard let member = try MembershipStore(vault: vault).find(id, of: organization, in: connection), member.isActive
    else { return nil }
    return member.accountID
  }
}
