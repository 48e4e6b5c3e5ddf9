/// 个人合同 or 企业合同 (F-029): for whom a caller acts. Chosen at login, switched at any time; what a company's person may
/// do is read anew with every request, so a person who has left is in personal mode at once (F-058).
package enum CallerMode: Equatable, Sendable {
  case personal
  case company(CompanyStanding)

  package var standing: CompanyStanding? {
    if case .company(let standing) = self { standing } else { nil }
  }

  /// What `permission` reaches in this mode; empty where it is denied.
  package func scopes(of permission: Permission) -> Set<AccessScope> {
    switch self {
    case .personal:
      AccessPolicy.tableD.scope(of: permission, in: .individual).map { [$0] } ?? []
    case .company(let standing):
      AccessPolicy.tableD.scopes(of: permission, for: standing.roles)
    }
  }

  package func permits(_ permission: Permission) -> Bool { !scopes(of: permission).isEmpty }
}

/// A person's place in the company they act for, as it is at this request.
package struct CompanyStanding: Equatable, Sendable {
  package let organizationID: ID<Organization>
  package let organizationName: String
  package let membershipID: ID<Membership>
  package let roles: Set<CompanyRole>
  /// Business types entrusted to this person (scope `delegatedBusinessTypes`, F-061).
  package let delegatedTypes: Set<ID<BusinessType>>
  /// Appointed as 授权委托人, whose 授权委托书 is not signed or no longer in force: no right comes of it (table D).
  package let awaitsPower: Bool

  package init(
    organizationID: ID<Organization>, organizationName: String, membershipID: ID<Membership>, roles: Set<CompanyRole>,
    delegatedTypes: Set<ID<BusinessType>> = [], awaitsPower: Bool = false
  ) {
    self.awaitsPower = awaitsPower
    self.organizationID = organizationID
    self.organizationName = organizationName
    self.membershipID = membershipID
    self.roles = roles
    self.delegatedTypes = delegatedTypes
  }
}

extension Caller {
  /// What `permission` reaches for this caller.
  package func scopes(of permission: Permission) -> Set<AccessScope> { mode.scopes(of: permission) }
  package func permits(_ permission: Permission) -> Bool { mode.permits(permission) }

  /// The company the caller acts for, where table D lets their roles use `permission`: first line of a company's actions.
  /// - Throws: `OrganizationError` `.companyModeRequired` in personal mode, `.notPermitted`.
  @discardableResult
  package func require(_ permission: Permission) throws(OrganizationError) -> CompanyStanding {
    guard let standing = mode.standing else { throw OrganizationError(.companyModeRequired) }
    guard mode.permits(permission) else { throw OrganizationError(.notPermitted) }
    return standing
  }
}
