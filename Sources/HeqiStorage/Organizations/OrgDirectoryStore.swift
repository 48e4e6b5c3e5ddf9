package import HeqiDomain
package import HeqiSQL

/// The last pull of a company's directory.
package struct DirectoryPull: Equatable, Sendable {
  package enum Outcome: String, Sendable, CaseIterable { case taken, unchanged, failed }

  package let organizationID: ID<Organization>
  package let triedAt: Instant
  package let outcome: Outcome
  /// What to do about a failure; without personal data.
  package let detail: String
  /// Of the roster that was taken over last, also after a failure.
  package let tag: String?

  package init(organizationID: ID<Organization>, triedAt: Instant, outcome: Outcome, detail: String = "", tag: String?) {
    self.organizationID = organizationID
    self.triedAt = triedAt
    self.outcome = outcome
    self.detail = detail
    self.tag = tag
  }
}

enum OrgDirectorySQL {
  static let upsert = """
    INSERT INTO org_directory (tenant_id, organization_id, tried_at_us, outcome, detail, tag) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (tenant_id, organization_id) DO UPDATE SET tried_at_us = EXCLUDED.tried_at_us, outcome = EXCLUDED.outcome,
      detail = EXCLUDED.detail, tag = EXCLUDED.tag
    """
  static let selectOne = """
    SELECT organization_id, tried_at_us, outcome, detail, tag FROM org_directory WHERE tenant_id = $1 AND organization_id = $2
    """
}

package struct OrgDirectoryStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func put(_ pull: DirectoryPull, in connection: any SQLConnection) throws {
    try connection.execute(
      OrgDirectorySQL.upsert,
      [
        .text(tenantID), .text(pull.organizationID.description), SQLValue(pull.triedAt), .text(pull.outcome.rawValue),
        .text(pull.detail), SQLValue(pull.tag),
      ])
  }

  package func find(_ organization: ID<Organization>, in connection: any SQLConnection) throws -> DirectoryPull? {
    try connection.first(OrgDirectorySQL.selectOne, [.text(tenantID), .text(organization.description)]).map { row in
      DirectoryPull(
        organizationID: try row.id("organization_id"), triedAt: try row.instant("tried_at_us"), outcome: try row.choice("outcome"),
        detail: try row.text("detail"), tag: try row.optionalText("tag"))
    }
  }
}
