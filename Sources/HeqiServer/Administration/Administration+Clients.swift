internal import HeqiApplication
internal import HeqiDomain
internal import HeqiHTTPKit
internal import HeqiProviders
internal import HeqiStorage

/// A client of the open API as the command line prints it.
package struct ClientSummary: Sendable {
  package let id: String
  package let name: String
  package let scopes: [String]
  package let isActive: Bool
  /// Shown once, after creation and rotation.
  package let secret: String?
}

extension Administration {
  /// Creates a client. - Throws: a text that names the option at fault.
  package func createClient(
    name: String, scopes: [String], addresses: [String], returnHosts: [String], frameAncestors: [String], rate: Int,
    tenant: String?
  ) async throws -> ClientSummary {
    let chosen = try Set(
      scopes.map { word in
        guard let scope = APIScope(rawValue: word) else {
          throw ConfigurationError("--scope \(word): choose among \(APIScope.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return scope
      })
    for block in addresses where AddressBlock(block) == nil {
      throw ConfigurationError("--ip \(block): write an address or a block such as 10.0.0.0/8")
    }
    return try await withClients { clients in
      let issued = try await clients.create(
        name: name, scopes: chosen.isEmpty ? Set(APIScope.allCases) : chosen, allowedAddresses: addresses,
        settings: ClientSettings(requestsPerMinute: rate, frameAncestors: frameAncestors, returnHosts: returnHosts), tenantID: tenant)
      return Self.summary(issued.client, secret: issued.secret.reveal())
    }
  }

  /// A second secret; the former works for one more day.
  package func rotateClient(_ id: String) async throws -> ClientSummary {
    try await withClients { clients in
      let issued = try await clients.rotate(try Self.clientID(id))
      return Self.summary(issued.client, secret: issued.secret.reveal())
    }
  }

  /// Ends a client.
  package func revokeClient(_ id: String) async throws {
    try await withClients { try await $0.revoke(try Self.clientID(id)) }
  }

  /// All clients, newest first.
  package func listClients() async throws -> [ClientSummary] {
    try await withClients { try await $0.list().map { Self.summary($0, secret: nil) } }
  }

  /// Whether changed templates of the client's business need approval (B-18).
  package func setTemplateApproval(_ isRequired: Bool, client id: String) async throws {
    let id = try Self.clientID(id)
    do {
      try await withData { data in
        _ = try await HeqiMigrations.run(on: data.engine, at: SystemClock().now)
        try await SetTemplatePolicy(engine: data.engine, clock: SystemClock(), random: SystemRandom())(
          isApprovalRequired: isRequired, of: id)
      }
    } catch let error as ClientError {
      throw ConfigurationError(error.message.english)
    }
  }

  private func withClients<T>(_ body: (ManageClients) async throws -> T) async throws -> T {
    do {
      return try await withData { data in
        _ = try await HeqiMigrations.run(on: data.engine, at: SystemClock().now)
        return try await body(
          ManageClients(engine: data.engine, vault: data.vault, clock: SystemClock(), random: SystemRandom()))
      }
    } catch let error as ClientError {
      throw ConfigurationError(error.message.english)
    }
  }

  private static func clientID(_ text: String) throws(ConfigurationError) -> ID<APIClient> {
    guard let id = ID<APIClient>(text) else { throw ConfigurationError("\(text) is no client id; heqi client list shows them") }
    return id
  }

  private static func summary(_ client: APIClient, secret: String?) -> ClientSummary {
    ClientSummary(
      id: client.id.description, name: client.name, scopes: APIScope.allCases.filter(client.scopes.contains).map(\.rawValue),
      isActive: client.isActive, secret: secret)
  }
}
