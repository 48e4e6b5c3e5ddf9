package import HeqiDomain
package import HeqiSQL

/// Verified companies.
package struct OrganizationStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  /// Throws `OrganizationError` `.codeTaken`; the transaction is then over.
  package func insert(_ organization: Organization, in connection: any SQLConnection) throws {
    do {
      try connection.execute(
        OrganizationSQL.insert,
        [
          .text(tenantID), .text(organization.id.description), .text(organization.kind.rawValue), .text(organization.name),
          .text(organization.code.text), .text(organization.legalRepresentative), .text(organization.status.rawValue),
          SQLValue(organization.verifiedAt), SQLValue(organization.createdAt), .integer(organization.revision),
        ])
    } catch where error.isUniqueViolation(of: "organization", "tenant_id", "code") {
      throw OrganizationError(.codeTaken, field: "code")
    }
  }

  /// Saves a changed organization and returns it with its new revision. Throws `.staleRevision` when somebody was faster.
  @discardableResult
  package func save(_ organization: Organization, in connection: any SQLConnection) throws -> Organization {
    let changed = try connection.execute(
      OrganizationSQL.update,
      [
        .text(tenantID), .text(organization.id.description), .text(organization.kind.rawValue), .text(organization.name),
        .text(organization.legalRepresentative), .text(organization.status.rawValue), SQLValue(organization.verifiedAt),
        .integer(organization.revision),
      ])
    guard changed == 1 else { throw OrganizationError(.staleRevision) }
    var saved = organization
    saved.revision += 1
    return saved
  }

  package func find(_ id: ID<Organization>, in connection: any SQLConnection) throws -> Organization? {
    try connection.first(OrganizationSQL.selectOne, [.text(tenantID), .text(id.description)]).map { try organization($0) }
  }

  package func find(_ code: UnifiedSocialCreditCode, in connection: any SQLConnection) throws -> Organization? {
    try connection.first(OrganizationSQL.selectByCode, [.text(tenantID), .text(code.text)]).map { try organization($0) }
  }

  /// The one verified company of this name; nil where there is none or more than one.
  package func find(name: String, in connection: any SQLConnection) throws -> Organization? {
    let found = try connection.query(OrganizationSQL.selectByName, [.text(tenantID), .text(name)])
    return found.count == 1 ? try organization(found[0]) : nil
  }

  private func organization(_ row: SQLRow) throws -> Organization {
    Organization(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), kind: try row.choice("kind"), name: try row.text("name"),
      code: try row.creditCode("code"), legalRepresentative: try row.text("legal_representative"), status: try row.choice("status"),
      verifiedAt: try row.instant("verified_at_us"), createdAt: try row.instant("created_at_us"),
      revision: try row.integer("revision"))
  }
}

extension SQLRow {
  /// A credit code that must be present and right.
  func creditCode(_ column: String) throws(SQLError) -> UnifiedSocialCreditCode {
    guard let code = try? UnifiedSocialCreditCode(try text(column)) else { throw .decoding("column “\(column)” holds no credit code") }
    return code
  }
}
