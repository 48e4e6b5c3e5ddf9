/// Who calls an action, as the delivery layer has established it. Every action starts from one.
package struct Caller: Equatable, Sendable {
  package let accountID: ID<Account>
  package let tenantID: String
  /// Clear display name of the caller's own account.
  package let name: String
  package let platformRoles: Set<PlatformRole>
  package let isVerified: Bool
  package let scene: Scene
  package let language: Language
  /// For whom the caller acts: themselves, or a company (F-029).
  package let mode: CallerMode

  package init(
    accountID: ID<Account>, tenantID: String, name: String, platformRoles: Set<PlatformRole> = [], isVerified: Bool,
    scene: Scene, language: Language = .chinese, mode: CallerMode = .personal
  ) {
    self.accountID = accountID
    self.tenantID = tenantID
    self.name = name
    self.platformRoles = platformRoles
    self.isVerified = isVerified
    self.scene = scene
    self.language = language
    self.mode = mode
  }

  /// The caller as events keep it.
  package var actor: Actor {
    Actor(kind: scene.client == .backOffice ? .backOffice : .person, id: accountID.description, maskedName: Mask.name(name))
  }
}

/// Roles of the platform itself (table D, last line).
package enum PlatformRole: String, Sendable, CaseIterable {
  /// Review queues, masked data.
  case reviewer = "platformReviewer"
  /// Operation without contract content.
  case operator_ = "platformOperator"
  /// Logs only.
  case auditor = "platformAuditor"
}
