package import HeqiDomain
package import HeqiSQL

/// Accounts with mobile and e-mail encrypted and found by blind index (B-24).
package struct AccountStore: Sendable {
  private let vault: TenantVault

  /// - Parameter vault: opened before the transaction; its tenant is the tenant of every statement here.
  package init(vault: TenantVault) { self.vault = vault }

  /// Adds an account. Throws `IdentityError` `.mobileTaken` or `.emailTaken`; the transaction is then over.
  package func insert(_ account: Account, in connection: any SQLConnection) throws {
    let row = try Row(account, vault)
    _ = try translating {
      try connection.execute(
        AccountSQL.insert,
        [
          .text(account.tenantID), .text(account.id.description), .text(account.kind.rawValue), .text(account.name),
          .blob(row.mobile), .blob(row.mobileIndex), .blob(row.email), .blob(row.emailIndex),
          SQLValue(account.emailConfirmedAt?.microseconds), .text(account.status.rawValue), SQLValue(account.isVerified),
          .text(row.roles), .text(account.language.rawValue), .integer(account.createdAt.microseconds),
          .integer(account.revision),
        ])
    }
  }

  /// Saves a changed account and returns it with its new revision. Throws `.staleRevision` when somebody was faster.
  @discardableResult
  package func save(_ account: Account, in connection: any SQLConnection) throws -> Account {
    let row = try Row(account, vault)
    let changed = try translating {
      try connection.execute(
        AccountSQL.update,
        [
          .text(account.tenantID), .text(account.id.description), .text(account.name), .blob(row.mobile),
          .blob(row.mobileIndex), .blob(row.email), .blob(row.emailIndex), SQLValue(account.emailConfirmedAt?.microseconds),
          .text(account.status.rawValue), SQLValue(account.isVerified), .text(row.roles), .text(account.language.rawValue),
          .integer(account.revision),
        ])
    }
    guard changed == 1 else { throw IdentityError(.staleRevision) }
    var saved = account
    saved.revision += 1
    return saved
  }

  package func find(_ id: ID<Account>, in connection: any SQLConnection) throws -> Account? {
    try connection.first(AccountSQL.selectOne, [.text(vault.tenantID), .text(id.description)]).map { try account($0) }
  }

  /// The account of a mobile number; numbers are confirmed by code before they are stored.
  package func find(
    mobile: MobileNumber, kind: AccountKind = .person, in connection: any SQLConnection
  ) throws -> Account? {
    try connection.first(
      AccountSQL.selectByMobile, [.text(vault.tenantID), .text(kind.rawValue), .blob(index(mobile))]
    ).map { try account($0) }
  }

  /// The account that has confirmed this e-mail; what a contract may be sent to.
  package func find(
    confirmedEmail email: EmailAddress, kind: AccountKind = .person, in connection: any SQLConnection
  ) throws -> Account? {
    try connection.first(
      AccountSQL.selectByConfirmedEmail, [.text(vault.tenantID), .text(kind.rawValue), .blob(index(email))]
    ).map { try account($0) }
  }

  /// The account to log in with this e-mail: the one that confirmed it, else the only one that has it.
  package func find(
    loginEmail email: EmailAddress, kind: AccountKind = .person, in connection: any SQLConnection
  ) throws -> Account? {
    if let confirmed = try find(confirmedEmail: email, kind: kind, in: connection) { return confirmed }
    let found = try connection.query(
      AccountSQL.selectByEmail, [.text(vault.tenantID), .text(kind.rawValue), .blob(index(email))])
    return found.count == 1 ? try account(found[0]) : nil
  }

  private func index(_ mobile: MobileNumber) -> [UInt8] { Row.mobileIndex(mobile, vault) }
  private func index(_ email: EmailAddress) -> [UInt8] { Row.emailIndex(email, vault) }

  private func translating<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      return try body()
    } catch let error as SQLError where error.isUniqueViolation(of: "account", "tenant_id", "kind", "mobile_index") {
      throw IdentityError(.mobileTaken, field: "mobile")
    } catch let error as SQLError where error.isUniqueViolation(of: "account", "tenant_id", "kind", "email_index") {
      throw IdentityError(.emailTaken, field: "email")
    }
  }

  private func account(_ row: SQLRow) throws -> Account {
    let id: ID<Account> = try row.id("id")
    let mobile = try vault.open(try row.blob("mobile"), at: Row.place("mobile", id)).reveal()
    let email = try vault.open(try row.blob("email"), at: Row.place("email", id)).reveal()
    guard let mobile = MobileNumber(mobile), let email = EmailAddress(email) else {
      throw SQLError.decoding("account.mobile or account.email does not open to a valid value")
    }
    let roles = try row.text("platform_roles").split(separator: ",").compactMap { PlatformRole(rawValue: String($0)) }
    return Account(
      id: id, tenantID: try row.text("tenant_id"), kind: try row.choice("kind"), name: try row.text("name"), mobile: mobile,
      email: email, emailConfirmedAt: try row.optionalInstant("email_confirmed_at_us"), status: try row.choice("status"),
      isVerified: try row.bool("is_verified"), platformRoles: Set(roles), language: try row.choice("language"),
      createdAt: try row.instant("created_at_us"), revision: try row.integer("revision"))
  }

  /// The sealed columns of an account.
  private struct Row {
    let mobile: [UInt8]
    let mobileIndex: [UInt8]
    let email: [UInt8]
    let emailIndex: [UInt8]
    let roles: String

    init(_ account: Account, _ vault: TenantVault) throws {
      mobile = try vault.seal(Sensitive(account.mobile.text), at: Self.place("mobile", account.id))
      mobileIndex = Self.mobileIndex(account.mobile, vault)
      email = try vault.seal(Sensitive(account.email.text), at: Self.place("email", account.id))
      emailIndex = Self.emailIndex(account.email, vault)
      roles = account.platformRoles.map(\.rawValue).sorted().joined(separator: ",")
    }

    static func place(_ column: String, _ id: ID<Account>) -> VaultPlace {
      VaultPlace(table: "account", column: column, row: id.description)
    }
    static func mobileIndex(_ mobile: MobileNumber, _ vault: TenantVault) -> [UInt8] {
      vault.blindIndex(Sensitive(mobile.text), table: "account", column: "mobile")
    }
    static func emailIndex(_ email: EmailAddress, _ vault: TenantVault) -> [UInt8] {
      vault.blindIndex(Sensitive(email.text.lowercased()), table: "account", column: "email")
    }
  }
}
