import HeqiSQL
@testable import HeqiStorage
import HeqiTestSupport
import Testing

/// Every list and look-up about people finds its rows by an index, without sorting (style 10).
@Suite("Query plans of the people stores")
struct PeopleQueryPlanTests {
  struct Query: Sendable, CustomTestStringConvertible {
    let index: String
    let sql: String
    let count: Int
    var testDescription: String { index }
  }

  static let queries = [
    Query(index: "account_by_mobile", sql: AccountSQL.selectByMobile, count: 3),
    Query(index: "account_by_confirmed_email", sql: AccountSQL.selectByConfirmedEmail, count: 3),
    Query(index: "account_by_email", sql: AccountSQL.selectByEmail, count: 3),
    Query(index: "login_session_by_token", sql: LoginSessionSQL.selectByToken, count: 2),
    Query(index: "login_session_by_account", sql: LoginSessionSQL.selectLive, count: 3),
    Query(index: "login_session_by_expiry", sql: LoginSessionSQL.purge, count: 1),
    Query(index: "one_time_code_by_use", sql: OneTimeCodeSQL.select, count: 4),
    Query(index: "one_time_code_by_expiry", sql: OneTimeCodeSQL.purge, count: 1),
    Query(index: "rate_limit_by_expiry", sql: RateLimitSQL.purge, count: 1),
    Query(index: "identity_verification_by_account", sql: VerificationSQL.selectByAccount, count: 2),
    Query(index: "identity_verification_by_person", sql: VerificationSQL.selectVerifiedByNumber, count: 2),
    Query(index: "identity_verification_by_expiry", sql: VerificationSQL.selectRetired, count: 3),
    Query(index: "review_task_by_verification", sql: ReviewTaskSQL.selectOpenOfVerification, count: 2),
    Query(index: "review_task_by_due", sql: ReviewTaskSQL.selectOpen, count: 4),
    Query(index: "review_task_by_due", sql: ReviewTaskSQL.selectOverdue, count: 5),
    Query(index: "review_task_by_closing", sql: ReviewTaskSQL.selectClosed, count: 4),
    Query(index: "certificate_by_account", sql: CertificateSQL.selectByAccount, count: 2),
    Query(index: "certificate_by_organization", sql: CertificateSQL.selectByOrganization, count: 3),
    Query(index: "certificate_by_serial", sql: CertificateSQL.selectBySerial, count: 1),
    Query(index: "certificate_by_revocation", sql: CertificateSQL.selectRevoked, count: 1),
    Query(index: "seal_by_owner", sql: SealSQL.selectByOwner, count: 2),
    Query(index: "organization_by_code", sql: OrganizationSQL.selectByCode, count: 2),
    Query(index: "organization_verification_by_account", sql: OrganizationVerificationSQL.selectByAccount, count: 2),
    Query(index: "org_unit_by_organization", sql: OrgUnitSQL.selectAll, count: 2),
    Query(index: "membership_by_account", sql: MembershipSQL.selectByAccount, count: 2),
    Query(index: "membership_by_account", sql: MembershipSQL.selectStanding, count: 3),
    Query(index: "membership_by_organization", sql: MembershipSQL.selectPage, count: 6),
    Query(index: "membership_by_organization", sql: MembershipSQL.countByStatus, count: 2),
    Query(index: "membership_by_mobile", sql: MembershipSQL.selectByMobile, count: 3),
    Query(index: "membership_invited_mobile", sql: MembershipSQL.selectInvitedByMobile, count: 2),
    Query(index: "membership_invited_email", sql: MembershipSQL.selectInvitedByEmail, count: 2),
    Query(index: "membership_unit_by_unit", sql: MembershipSQL.countByUnit, count: 2),
    Query(index: "membership_role_by_role", sql: MembershipSQL.selectByRole, count: 4),
    Query(index: "dev_outbox_by_time", sql: DevOutboxSQL.select, count: 1),
  ]

  @Test("uses its index and sorts nothing", arguments: queries)
  func plan(_ query: Query) async throws {
    let details = try await TestDatabase.with(.sqliteMemory) { engine in
      try await engine.write { connection in
        let arguments = [SQLValue](repeating: 1, count: query.count)
        return try connection.query("EXPLAIN QUERY PLAN " + query.sql, arguments).map { try $0.text("detail") }
      }
    }
    #expect(details.contains { $0.contains(query.index) }, "\(details)")
    // Reading an index from its end is a scan of that index, which is what a list without a condition should be.
    #expect(!details.contains { ($0.hasPrefix("SCAN") && !$0.contains(query.index)) || $0.contains("TEMP B-TREE") }, "\(details)")
  }
}
