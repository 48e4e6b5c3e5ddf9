import HeqiDomain
import HeqiSQL
import HeqiStorage

extension PeopleWorld {
  /// A verified organization with one active person in it.
  func company(of account: ID<Account>, roles: Set<CompanyRole> = [.legalRep]) async throws -> Membership {
    let now = clock.now
    let vault = try await vault.open(tenantID: "main", at: now)
    let organization = Organization(
      id: ID(at: now, random: [1]), tenantID: "main", kind: .legalEntity, name: "示例科技有限公司",
      code: try UnifiedSocialCreditCode("91350100M000100Y43"), legalRepresentative: "叶小三", verifiedAt: now, createdAt: now)
    let membership = Membership(
      id: ID(at: now, random: [2]), tenantID: "main", organizationID: organization.id, accountID: account, name: "叶小三",
      roles: roles, status: .active, source: .manual, createdAt: now)
    try await engine.write { (connection: any SQLConnection) throws in
      try OrganizationStore(tenantID: "main").insert(organization, in: connection)
      try MembershipStore(vault: vault).insert(membership, in: connection)
    }
    return membership
  }

  /// Makes an account a verified one without going through the checks, which have tests of their own.
  func markVerified(_ account: ID<Account>) async throws {
    let accounts = AccountStore(vault: try await vault.open(tenantID: "main", at: clock.now))
    try await engine.write { connection in
      guard var found = try accounts.find(account, in: connection) else { return }
      found.isVerified = true
      try accounts.save(found, in: connection)
    }
  }
}
