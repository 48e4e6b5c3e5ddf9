/// Who did something, as events keep it. Names here are masked already (F-020, F-028).
package enum ActorKind: String, Sendable, CaseIterable {
  /// A registered person.
  case person
  /// A back-office user.
  case backOffice
  /// The platform itself; printed as `系统` or `FALIFANG.COM`-style system lines (B-32).
  case system
  /// A business system through the API.
  case apiClient
}

/// The acting party of a command or event.
package struct Actor: Equatable, Sendable {
  package let kind: ActorKind
  /// Account id, back-office user id or API client id as text; `nil` for the system.
  package let id: String?
  /// Masked display name.
  package let maskedName: String

  package init(kind: ActorKind, id: String?, maskedName: String) {
    self.kind = kind
    self.id = id
    self.maskedName = maskedName
  }

  package static let system = Actor(kind: .system, id: nil, maskedName: "系统")
}

/// Where an action came from (运用端 `clientKind`).
package enum ClientKind: String, Sendable, CaseIterable { case web, h5, app, api, backOffice, system }

/// Scene data of a request kept with every event (B-12, E-24). The MAC of a browser is not visible to a server.
package struct Scene: Equatable, Sendable {
  package let client: ClientKind
  /// Clear address; masked when shown.
  package let ip: String
  /// Random id from a server-signed cookie.
  package let deviceID: String
  package let userAgent: String

  package init(client: ClientKind, ip: String, deviceID: String, userAgent: String) {
    self.client = client
    self.ip = ip
    self.deviceID = deviceID
    self.userAgent = userAgent
  }

  package static let system = Scene(client: .system, ip: "", deviceID: "", userAgent: "")
}
