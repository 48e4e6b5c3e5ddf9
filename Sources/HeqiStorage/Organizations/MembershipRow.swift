import HeqiDomain
import HeqiSQL

/// The sealed columns of a membership, and a membership out of its row.
struct MembershipRow {
  let mobile: SQLValue
  let mobileIndex: SQLValue
  let email: SQLValue
  let emailIndex: SQLValue
  let leftAt: SQLValue

  init(_ membership: Membership, _ vault: TenantVault) throws {
    mobile = try membership.mobile.map { .blob(try vault.seal(Sensitive($0.text), at: Self.place("mobile", membership.id))) } ?? .null
    mobileIndex = membership.mobile.map { .blob(Self.index($0, vault)) } ?? .null
    email = try membership.email.map { .blob(try vault.seal(Sensitive($0.text), at: Self.place("email", membership.id))) } ?? .null
    emailIndex = membership.email.map { .blob(Self.index($0, vault)) } ?? .null
    if case .left(let at) = membership.status { leftAt = .integer(at.microseconds) } else { leftAt = .null }
  }

  static func index(_ mobile: MobileNumber, _ vault: TenantVault) -> [UInt8] {
    vault.blindIndex(Sensitive(mobile.text), table: "membership", column: "mobile")
  }

  static func index(_ email: EmailAddress, _ vault: TenantVault) -> [UInt8] {
    vault.blindIndex(Sensitive(email.text.lowercased()), table: "membership", column: "email")
  }

  static func membership(
    _ row: SQLRow, roles: Set<CompanyRole>, units: [ID<OrgUnit>], _ vault: TenantVault
  ) throws -> Membership {
    let id: ID<Membership> = try row.id("id")
    let mobile = try row.optionalBlob("mobile").map { try vault.open($0, at: place("mobile", id)).reveal() }
    let email = try row.optionalBlob("email").map { try vault.open($0, at: place("email", id)).reveal() }
    return Membership(
      id: id, tenantID: try row.text("tenant_id"), organizationID: try row.id("organization_id"),
      accountID: try row.optionalID("account_id"), name: try row.text("name"),
      mobile: try mobile.map { try valid(MobileNumber($0)) }, email: try email.map { try valid(EmailAddress($0)) }, roles: roles,
      unitIDs: units, managerID: try row.optionalID("manager_id"), status: try status(row), source: try row.choice("source"),
      createdAt: try row.instant("created_at_us"), revision: try row.integer("revision"))
  }

  private static func status(_ row: SQLRow) throws -> MembershipStatus {
    switch try row.text("status") {
    case "invited": .invited
    case "active": .active
    case "left": .left(at: try row.instant("left_at_us"))
    default: throw SQLError.decoding("membership.status holds an unknown word")
    }
  }

  private static func valid<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw SQLError.decoding("membership.mobile or membership.email does not open to a valid value") }
    return value
  }

  private static func place(_ column: String, _ id: ID<Membership>) -> VaultPlace {
    VaultPlace(table: "membership", column: column, row: id.description)
  }
}
