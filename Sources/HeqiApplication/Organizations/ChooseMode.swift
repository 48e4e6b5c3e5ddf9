package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// A company the caller may act for.
package struct CompanyChoice: Equatable, Sendable {
  package let organization: Organization
  package let roles: Set<CompanyRole>
}

/// The companies offered beside 个人合同 at login and in the mode menu (F-029).
package struct ListModes: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// By name; companies that were stopped and memberships that ended are absent.
  package func callAsFunction(caller: Caller) async throws -> [CompanyChoice] {
    try await callAsFunction(of: caller.accountID, tenantID: caller.tenantID)
  }

  /// The same for an account that is just signing in.
  package func callAsFunction(of account: ID<Account>, tenantID: String) async throws -> [CompanyChoice] {
    let vault = try await ledger.open(tenantID)
    try await link(account, tenantID, vault)
    return try await ledger.engine.read { connection in
      let organizations = OrganizationStore(tenantID: tenantID)
      return try MembershipStore(vault: vault).list(of: account, in: connection).filter(\.isActive)
        .compactMap { membership in
          guard let organization = try organizations.find(membership.organizationID, in: connection), organization.status == .active
          else { return nil }
          return CompanyChoice(organization: organization, roles: membership.roles)
        }.sorted { ($0.organization.name, $0.organization.id) < ($1.organization.name, $1.organization.id) }
    }
  }
}

extension ListModes {
  /// Invitations to the account's number become memberships before the companies are listed (F-012). One read when
  /// there are none.
  private func link(_ id: ID<Account>, _ tenantID: String, _ vault: TenantVault) async throws {
    let now = ledger.clock.now
    let account = try await ledger.engine.read { connection -> Account? in
      guard let account = try AccountStore(vault: vault).find(id, in: connection), account.kind == .person,
        !(try MembershipStore(vault: vault).invitations(for: account, in: connection)).isEmpty
      else { return nil }
      return account
    }
    guard let account else { return }
    _ = try await ledger.engine.write { connection in
      try MemberDesk(ledger: ledger, vault: vault).link(account, scene: .system, at: now, in: connection)
    }
  }
}

/// 个人合同 or 企业合同: chooses for whom this session acts (F-029).
package struct ChooseMode: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// `nil` is personal mode. Only a verified person acts for a company.
  /// - Throws: `OrganizationError` `.notAMember`, `.identityUnverified`; `IdentityError` `.sessionEnded`.
  package func callAsFunction(
    _ organization: ID<Organization>?, session: ID<LoginSession>, caller: Caller
  ) async throws {
    let now = ledger.clock.now
    let vault = try await ledger.open(caller.tenantID)
    try await ledger.engine.write { connection in
      var name: String?
      if let organization {
        guard
          let standing = try MembershipStore(vault: vault).standing(of: caller.accountID, in: organization, at: now, on: connection)
        else { throw OrganizationError(.notAMember) }
        guard caller.isVerified else { throw OrganizationError(.identityUnverified) }
        name = standing.organizationName
      }
      let sessions = LoginSessionStore(tenantID: caller.tenantID)
      guard try sessions.choose(organization, session, of: caller.accountID, in: connection) else {
        throw IdentityError(.sessionEnded)
      }
      try EventStore().append(
        ledger.events(
          [AccountEvent.modeChosen(name)], tenantID: caller.tenantID, subject: LogOut.subject(caller), actor: caller.actor,
          scene: caller.scene, at: now), in: connection)
    }
  }
}
