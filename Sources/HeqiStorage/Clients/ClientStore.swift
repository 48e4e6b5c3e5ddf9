package import HeqiDomain
package import HeqiSQL

/// When a secret was made and ends; its text is told once and never again.
package struct ClientSecretTimes: Equatable, Sendable {
  package let id: ID<ClientSecret>
  package let createdAt: Instant
  package let expiresAt: Instant?
}

/// Clients of the open API and their secrets (M-028).
package struct ClientStore: Sendable {
  package init() {}

  package func insert(_ client: APIClient, in connection: any SQLConnection) throws {
    try connection.execute(
      ClientSQL.insert,
      [
        SQLValue(client.id), .text(client.tenantID), .text(client.name), .text(Self.joined(client.scopes)),
        .text(client.allowedAddresses.joined(separator: "\n")), SQLValue(client.settings.requestsPerMinute),
        SQLValue(client.settings.pageLinkSeconds), SQLValue(client.settings.smsLinkSeconds),
        .text(client.settings.frameAncestors.joined(separator: "\n")),
        .text(client.settings.returnHosts.joined(separator: "\n")), SQLValue(client.createdAt),
        SQLValue(client.revokedAt), SQLValue(client.lastUsedAt),
      ])
  }

  package func find(_ id: ID<APIClient>, in connection: any SQLConnection) throws -> APIClient? {
    try connection.first(ClientSQL.select, [SQLValue(id)]).map(Self.client)
  }

  /// Newest first, at most 500.
  package func list(in connection: any SQLConnection) throws -> [APIClient] {
    try connection.query(ClientSQL.selectAll).map(Self.client)
  }

  /// Saves name, scopes, addresses and settings. False when there is no such client.
  @discardableResult
  package func save(_ client: APIClient, in connection: any SQLConnection) throws -> Bool {
    try raiseRevision(client.id, in: connection)
    return try connection.execute(
      ClientSQL.update,
      [
        SQLValue(client.id), .text(client.name), .text(Self.joined(client.scopes)),
        .text(client.allowedAddresses.joined(separator: "\n")), SQLValue(client.settings.requestsPerMinute),
        SQLValue(client.settings.pageLinkSeconds), SQLValue(client.settings.smsLinkSeconds),
        .text(client.settings.frameAncestors.joined(separator: "\n")),
        .text(client.settings.returnHosts.joined(separator: "\n")),
      ]) == 1
  }

  /// Ends a client and all its secrets. False when it was ended before.
  @discardableResult
  package func revoke(_ id: ID<APIClient>, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    let isNew = try connection.execute(ClientSQL.revoke, [SQLValue(id), SQLValue(now)]) == 1
    try connection.execute(ClientSQL.expireSecrets, [SQLValue(id), SQLValue(now)])
    try raiseRevision(id, in: connection)
    return isNew
  }

  /// Notes that a client called; written at most once a minute by its caller.
  package func touch(_ id: ID<APIClient>, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(ClientSQL.touch, [SQLValue(id), SQLValue(now)])
  }

  // MARK: secrets

  package func insert(_ secret: ClientSecret, vault: TenantVault, in connection: any SQLConnection) throws {
    try connection.execute(
      ClientSQL.insertSecret,
      [
        SQLValue(secret.clientID), SQLValue(secret.id), .blob(try vault.seal(secret.text, at: Self.place(secret.id))),
        SQLValue(secret.createdAt), SQLValue(secret.expiresAt),
      ])
    try raiseRevision(secret.clientID, in: connection)
  }

  /// Secrets in force at `now`, oldest first.
  package func secrets(
    of id: ID<APIClient>, vault: TenantVault, at now: Instant, in connection: any SQLConnection
  ) throws -> [ClientSecret] {
    try connection.query(ClientSQL.selectSecrets, [SQLValue(id), SQLValue(now)]).map { row in
      let id: ID<ClientSecret> = try row.id("id")
      return ClientSecret(
        id: id, clientID: try row.id("client_id"), text: try vault.open(try row.blob("secret"), at: Self.place(id)),
        createdAt: try row.instant("created_at_us"), expiresAt: try row.optionalInstant("expires_at_us"))
    }
  }

  /// Ends one secret at `end`. False when it is not in force.
  @discardableResult
  package func expire(
    _ secret: ID<ClientSecret>, of id: ID<APIClient>, at end: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try raiseRevision(id, in: connection)
    return try connection.execute(ClientSQL.expireSecret, [SQLValue(id), SQLValue(secret), SQLValue(end)]) == 1
  }

  /// The secrets in force without their texts, oldest first.
  package func secretTimes(
    of id: ID<APIClient>, at now: Instant, in connection: any SQLConnection
  ) throws -> [ClientSecretTimes] {
    try connection.query(ClientSQL.selectSecrets, [SQLValue(id), SQLValue(now)]).map { row in
      ClientSecretTimes(
        id: try row.id("id"), createdAt: try row.instant("created_at_us"), expiresAt: try row.optionalInstant("expires_at_us"))
    }
  }

  // MARK: revision

  /// The number that rises with every change of the client or its secrets. nil when there is no such client.
  package func revision(of id: ID<APIClient>, in connection: any SQLConnection) throws -> Int64? {
    try connection.first(ClientSQL.selectRevision, [SQLValue(id)]).map { try $0.integer("revision") }
  }

  private func raiseRevision(_ id: ID<APIClient>, in connection: any SQLConnection) throws {
    try connection.execute(ClientSQL.raiseRevision, [SQLValue(id)])
  }

  private static func place(_ id: ID<ClientSecret>) -> VaultPlace {
    VaultPlace(table: "api_secret", column: "secret", row: id.description)
  }

  private static func joined(_ scopes: Set<APIScope>) -> String {
    APIScope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " ")
  }

  private static func client(_ row: SQLRow) throws -> APIClient {
    func lines(_ column: String) throws -> [String] { try row.text(column).split(separator: "\n").map(String.init) }
    let scopes = try row.text("scopes").split(separator: " ").map { word -> APIScope in
      guard let scope = APIScope(rawValue: String(word)) else { throw SQLError.decoding("api_client.scopes holds an unknown word") }
      return scope
    }
    return APIClient(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), name: try row.text("name"), scopes: Set(scopes),
      allowedAddresses: try lines("allowed_addresses"),
      settings: ClientSettings(
        requestsPerMinute: try row.int("requests_per_minute"), pageLinkSeconds: try row.int("page_link_seconds"),
        smsLinkSeconds: try row.int("sms_link_seconds"), frameAncestors: try lines("frame_ancestors"),
        returnHosts: try lines("return_hosts")),
      createdAt: try row.instant("created_at_us"), revokedAt: try row.optionalInstant("revoked_at_us"),
      lastUsedAt: try row.optionalInstant("last_used_at_us"))
  }
}
