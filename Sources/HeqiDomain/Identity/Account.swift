/// A registered person or a back-office user (F-007). One row for life: a closed account keeps its id.
package struct Account: Equatable, Sendable {
  package let id: ID<Account>
  package let tenantID: String
  package let kind: AccountKind
  /// 姓名 as registered; the verified name once `isVerified`.
  package var name: String
  package var mobile: MobileNumber
  package var email: EmailAddress
  /// When a code sent to `email` came back; until then nobody else may find the account by it.
  package var emailConfirmedAt: Instant?
  package var status: AccountStatus
  /// True after all checks of identity passed and until an edit re-arms one (F-022, F-026).
  package var isVerified: Bool
  package var platformRoles: Set<PlatformRole>
  package var language: Language
  package let createdAt: Instant
  /// Rises by one with every change; a save with an older number is refused.
  package var revision: Int64

  package init(
    id: ID<Account>, tenantID: String, kind: AccountKind = .person, name: String, mobile: MobileNumber, email: EmailAddress,
    emailConfirmedAt: Instant? = nil, status: AccountStatus = .active, isVerified: Bool = false, platformRoles: Set<PlatformRole> = [],
    language: Language = .chinese, createdAt: Instant, revision: Int64 = 0
  ) {
    self.id = id
    self.tenantID = tenantID
    self.kind = kind
    self.name = name
    self.mobile = mobile
    self.email = email
    self.emailConfirmedAt = emailConfirmedAt
    self.status = status
    self.isVerified = isVerified
    self.platformRoles = platformRoles
    self.language = language
    self.createdAt = createdAt
    self.revision = revision
  }

  /// The account as an event names its actor.
  package var actor: Actor {
    Actor(kind: kind == .backOffice ? .backOffice : .person, id: id.description, maskedName: Mask.name(name))
  }

  package var subject: Event.Subject { Event.Subject(kind: "account", id: id.description) }
}

/// Who an account is for. A person who also reviews has two accounts, so that nobody reviews their own case by accident.
package enum AccountKind: String, Sendable, CaseIterable { case person, backOffice }

/// Whether an account may log in.
package enum AccountStatus: String, Sendable, CaseIterable { case active, suspended, closed }
