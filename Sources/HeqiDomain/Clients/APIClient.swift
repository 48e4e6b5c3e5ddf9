/// What a business system may do through the open API (M-017, M-034).
package enum APIScope: String, Sendable, CaseIterable {
  case contractRead = "contract.read"
  case contractWrite = "contract.write"
  case templateRead = "template.read"
  case templateWrite = "template.write"
  /// Decides on changed templates (J-011); meant for the legal staff's own client.
  case templateApprove = "template.approve"
  case verificationRead = "verification.read"
  case verificationWrite = "verification.write"
  case webhookRead = "webhook.read"
  case webhookWrite = "webhook.write"
}

/// A business system that calls the open API (M-017). Its tenant keeps its data apart from everybody else's.
package struct APIClient: Equatable, Sendable {
  package let id: ID<APIClient>
  /// Namespace of everything the client creates; clients of one business may share it.
  package let tenantID: String
  /// Shown to signers as the party that asks.
  package let name: String
  package let scopes: Set<APIScope>
  /// Address blocks (RFC 4632) the client may call from; empty for any.
  package let allowedAddresses: [String]
  package let settings: ClientSettings
  package let createdAt: Instant
  package let revokedAt: Instant?
  package let lastUsedAt: Instant?

  package init(
    id: ID<APIClient>, tenantID: String, name: String, scopes: Set<APIScope> = Set(APIScope.allCases),
    allowedAddresses: [String] = [], settings: ClientSettings = ClientSettings(), createdAt: Instant,
    revokedAt: Instant? = nil, lastUsedAt: Instant? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.name = name
    self.scopes = scopes
    self.allowedAddresses = allowedAddresses
    self.settings = settings
    self.createdAt = createdAt
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }

  package var isActive: Bool { revokedAt == nil }

  /// The client as events keep it.
  package var actor: Actor { Actor(kind: .apiClient, id: id.description, maskedName: name) }

  /// A namespace of its own for a client that shares with nobody.
  package static func ownTenant(of id: ID<APIClient>) -> String { "client-\(id)" }
}

/// What an operator settles for a client.
package struct ClientSettings: Equatable, Sendable {
  /// Signed requests a minute before 429.
  package var requestsPerMinute: Int
  /// Life of a link that the client shows itself (M-025), seconds.
  package var pageLinkSeconds: Int
  /// Life of a link sent by SMS (M-025), seconds.
  package var smsLinkSeconds: Int
  /// Hosts that may embed the signing page (`frame-ancestors`), such as `https://shop.example`.
  package var frameAncestors: [String]
  /// Hosts a signer may be sent back to.
  package var returnHosts: [String]

  package init(
    requestsPerMinute: Int = 120_000, pageLinkSeconds: Int = 1800, smsLinkSeconds: Int = 86_400,
    frameAncestors: [String] = [], returnHosts: [String] = []
  ) {
    self.requestsPerMinute = requestsPerMinute
    self.pageLinkSeconds = pageLinkSeconds
    self.smsLinkSeconds = smsLinkSeconds
    self.frameAncestors = frameAncestors
    self.returnHosts = returnHosts
  }
}

/// One of a client's secrets; two may be active while the client rotates (api.md "Request signing").
package struct ClientSecret: Equatable, Sendable {
  package static let activeMax = 2

  package let id: ID<ClientSecret>
  package let clientID: ID<APIClient>
  /// The text whose UTF-8 bytes are the HMAC key.
  package let text: Sensitive<String>
  package let createdAt: Instant
  /// nil while it is in force.
  package let expiresAt: Instant?

  package init(
    id: ID<ClientSecret>, clientID: ID<APIClient>, text: Sensitive<String>, createdAt: Instant, expiresAt: Instant? = nil
  ) {
    self.id = id
    self.clientID = clientID
    self.text = text
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }

  package func isActive(at now: Instant) -> Bool { expiresAt.map { now < $0 } ?? true }
}
