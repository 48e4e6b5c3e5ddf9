package import HeqiApplication
package import HeqiDomain
package import HeqiHTTPKit

/// Answers the session middleware from the session store.
package struct StoredSessionLookup: SessionLookup {
  private let resolve: ResolveSession

  package init(_ resolve: ResolveSession) { self.resolve = resolve }

  package func session(token: String, scene: Scene) async throws -> SignedInSession? {
    try await resolve(token: token, tenantID: Tenant.main).map { resolved in
      SignedInSession(
        id: resolved.session.id.description, accountID: resolved.account.id, tenantID: resolved.account.tenantID,
        name: resolved.account.name, isVerified: resolved.account.isVerified, platformRoles: resolved.account.platformRoles,
        mode: resolved.mode, endedCompany: resolved.endedCompany)
    }
  }
}
