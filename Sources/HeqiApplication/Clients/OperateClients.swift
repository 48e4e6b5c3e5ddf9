package import HeqiDomain
package import HeqiStorage

/// What the back office shows of one client: no secret's text, no personal data.
package struct ClientDossier: Sendable {
  package let client: APIClient
  /// In force, oldest first.
  package let secrets: [ClientSecretTimes]
  /// The last days that had requests.
  package let usage: [ClientUsage]
  /// Refused requests, newest first.
  package let requests: [RequestLogEntry]
  /// Where the next page of requests begins; nil on the last.
  package let next: ID<RequestLogEntry>?
  package let now: Instant
}

/// Clients of the open API in the back office: operators make, change and end them, auditors look (M-017, M-034).
package struct OperateClients: Sendable {
  /// Days of use that are shown.
  package static let usageDays = 30
  private static let requestsMax = 50
  private let manage: ManageClients

  package init(manage: ManageClients) { self.manage = manage }

  /// Newest first. Throws `IdentityError` `.notPermitted` to anybody but operators and auditors.
  package func list(caller: Caller) async throws -> [APIClient] {
    try Self.require([.operator_, .auditor], caller)
    return try await manage.list()
  }

  /// Throws `ClientError` `.notFound`.
  package func show(_ id: ID<APIClient>, before last: ID<RequestLogEntry>?, caller: Caller) async throws -> ClientDossier {
    try Self.require([.operator_, .auditor], caller)
    return try await manage.dossier(of: id, before: last, limit: Self.requestsMax, days: Self.usageDays)
  }

  /// The client and its secret, which is never shown again.
  package func create(_ terms: ClientTerms, caller: Caller) async throws -> IssuedClient {
    try Self.require([.operator_], caller)
    return try await manage.create(
      name: terms.name, scopes: terms.scopes, allowedAddresses: terms.addresses, settings: terms.settings, by: caller.actor,
      from: caller.scene)
  }

  package func change(_ id: ID<APIClient>, _ terms: ClientTerms, caller: Caller) async throws {
    try Self.require([.operator_], caller)
    try await manage.change(id, terms, by: caller.actor, from: caller.scene)
  }

  /// A second secret; the one before works for another day.
  package func rotate(_ id: ID<APIClient>, caller: Caller) async throws -> IssuedClient {
    try Self.require([.operator_], caller)
    return try await manage.rotate(id, by: caller.actor, from: caller.scene)
  }

  /// Ends one secret at once, as long as another is in force.
  package func end(_ secret: ID<ClientSecret>, of id: ID<APIClient>, caller: Caller) async throws {
    try Self.require([.operator_], caller)
    try await manage.end(secret, of: id, by: caller.actor, from: caller.scene)
  }

  package func revoke(_ id: ID<APIClient>, caller: Caller) async throws {
    try Self.require([.operator_], caller)
    try await manage.revoke(id, by: caller.actor, from: caller.scene)
  }

  private static func require(_ roles: Set<PlatformRole>, _ caller: Caller) throws(IdentityError) {
    guard !caller.platformRoles.isDisjoint(with: roles) else { throw IdentityError(.notPermitted) }
  }
}

/// What an operator settles for a client.
package struct ClientTerms: Equatable, Sendable {
  package let name: String
  package let scopes: Set<APIScope>
  /// Address blocks; empty for any.
  package let addresses: [String]
  package let settings: ClientSettings

  package init(name: String, scopes: Set<APIScope>, addresses: [String], settings: ClientSettings) {
    self.name = name
    self.scopes = scopes
    self.addresses = addresses
    self.settings = settings
  }
}
