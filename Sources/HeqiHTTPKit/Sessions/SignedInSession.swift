package import HeqiDomain

/// A live session as the pages need it; what `SessionLookup` answers.
package struct SignedInSession: Sendable, Equatable {
  /// Identifier of the session row (never the token).
  package let id: String
  package let accountID: ID<Account>
  package let tenantID: String
  /// Clear display name of the account's owner.
  package let name: String
  package let isVerified: Bool
  package let platformRoles: Set<PlatformRole>
  /// For whom the person acts in this session, as it is now.
  package let mode: CallerMode
  /// Name of the company the person acted for in this session until their right ended; `nil` otherwise.
  package let endedCompany: String?

  package init(
    id: String, accountID: ID<Account>, tenantID: String, name: String, isVerified: Bool, platformRoles: Set<PlatformRole> = [],
    mode: CallerMode = .personal, endedCompany: String? = nil
  ) {
    self.id = id
    self.accountID = accountID
    self.tenantID = tenantID
    self.name = name
    self.isVerified = isVerified
    self.platformRoles = platformRoles
    self.mode = mode
    self.endedCompany = endedCompany
  }
}

/// Finds the session of a token; the server supplies it over the session store, which keeps only the token's hash.
package protocol SessionLookup: Sendable {
  /// `nil` for unknown, expired and revoked tokens alike.
  func session(token: String, scene: Scene) async throws -> SignedInSession?
}
