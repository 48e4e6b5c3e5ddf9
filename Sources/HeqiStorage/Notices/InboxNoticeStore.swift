package import HeqiDomain
package import HeqiSQL

/// Statements over `inbox_notice`; $3 is the company or empty.
enum InboxNoticeSQL {
  static let insert = """
    INSERT INTO inbox_notice (tenant_id, id, account_id, organization_id, contract_id, kind, reason, at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """
  /// Uses `inbox_notice_by_reader`.
  static let select = """
    SELECT id, account_id, organization_id, contract_id, kind, reason, at_us, read_at_us FROM inbox_notice
    WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $3 ORDER BY at_us DESC, id DESC LIMIT $4
    """
  /// Uses `inbox_notice_unread`.
  static let countUnread = """
    SELECT COUNT(*) AS number FROM inbox_notice
    WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $3 AND read_at_us IS NULL
    """
  static let markAll = """
    UPDATE inbox_notice SET read_at_us = $4
    WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $3 AND read_at_us IS NULL
    """
  static let markContract = """
    UPDATE inbox_notice SET read_at_us = $4
    WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $3 AND contract_id = $5 AND read_at_us IS NULL
    """
}

/// 站内通知 of one tenant, written in the transaction of their cause.
package struct InboxNoticeStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func insert(_ notice: InboxNotice, in connection: any SQLConnection) throws {
    try connection.execute(
      InboxNoticeSQL.insert,
      [
        .text(tenantID), .text(notice.id.description), .text(notice.accountID.description),
        company(notice.organizationID), .text(notice.contractID.description), .text(notice.kind.rawValue),
        .text(notice.reason), .integer(notice.at.microseconds),
      ])
  }

  /// Newest first.
  package func list(
    of account: ID<Account>, for organization: ID<Organization>?, limit: Int, in connection: any SQLConnection
  ) throws -> [InboxNotice] {
    try connection.query(InboxNoticeSQL.select, reader(account, organization) + [SQLValue(limit)]).map(notice)
  }

  package func countUnread(
    of account: ID<Account>, for organization: ID<Organization>?, in connection: any SQLConnection
  ) throws -> Int {
    try connection.first(InboxNoticeSQL.countUnread, reader(account, organization))?.int("number") ?? 0
  }

  /// Notes those of one contract, or all of them, as read.
  package func markRead(
    by account: ID<Account>, for organization: ID<Organization>?, of contract: ID<Contract>? = nil, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    let values = reader(account, organization) + [.integer(now.microseconds)]
    guard let contract else {
      try connection.execute(InboxNoticeSQL.markAll, values)
      return
    }
    try connection.execute(InboxNoticeSQL.markContract, values + [.text(contract.description)])
  }

  private func reader(_ account: ID<Account>, _ organization: ID<Organization>?) -> [SQLValue] {
    [.text(tenantID), .text(account.description), company(organization)]
  }

  private func company(_ organization: ID<Organization>?) -> SQLValue { .text(organization?.description ?? "") }

  private func notice(_ row: SQLRow) throws -> InboxNotice {
    InboxNotice(
      id: try row.id("id"), tenantID: tenantID, accountID: try row.id("account_id"),
      organizationID: try ID(row.text("organization_id")), contractID: try row.id("contract_id"),
      kind: try row.choice("kind"), reason: try row.text("reason"), at: try row.instant("at_us"),
      readAt: try row.optionalInstant("read_at_us"))
  }
}
