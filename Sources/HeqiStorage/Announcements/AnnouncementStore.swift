package import HeqiDomain
package import HeqiSQL

/// Statements over `announcement` and `announcement_read`.
enum AnnouncementSQL {
  private static let columns = """
    a.id, a.title_zh, a.title_en, a.text_zh, a.text_en, a.created_at_us, a.published_at_us, a.withdrawn_at_us
    """
  static let insert = """
    INSERT INTO announcement (tenant_id, id, title_zh, title_en, text_zh, text_en, created_by, created_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """
  static let publish = """
    UPDATE announcement SET published_at_us = $3 WHERE tenant_id = $1 AND id = $2 AND published_at_us IS NULL
      AND withdrawn_at_us IS NULL
    """
  static let withdraw = """
    UPDATE announcement SET withdrawn_at_us = $3 WHERE tenant_id = $1 AND id = $2 AND withdrawn_at_us IS NULL
    """
  static let all = "SELECT \(columns) FROM announcement a WHERE a.tenant_id = $1 ORDER BY a.id DESC LIMIT $2"
  /// Uses `announcement_visible`; $2 the reader.
  static let visible = """
    SELECT \(columns), CASE WHEN r.at_us IS NULL THEN 0 ELSE 1 END AS is_read FROM announcement a
    LEFT JOIN announcement_read r ON r.tenant_id = a.tenant_id AND r.account_id = $2 AND r.announcement_id = a.id
    WHERE a.tenant_id = $1 AND a.withdrawn_at_us IS NULL AND a.published_at_us IS NOT NULL
    ORDER BY a.published_at_us DESC, a.id DESC LIMIT $3
    """
  static let unread = """
    SELECT COUNT(*) AS number FROM announcement a
    WHERE a.tenant_id = $1 AND a.withdrawn_at_us IS NULL AND a.published_at_us IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM announcement_read r WHERE r.tenant_id = a.tenant_id AND r.account_id = $2
        AND r.announcement_id = a.id)
    """
  static let markRead = """
    INSERT INTO announcement_read (tenant_id, account_id, announcement_id, at_us)
    SELECT a.tenant_id, $2, a.id, $3 FROM announcement a
    WHERE a.tenant_id = $1 AND a.withdrawn_at_us IS NULL AND a.published_at_us IS NOT NULL
    ON CONFLICT (tenant_id, account_id, announcement_id) DO NOTHING
    """
}

/// Announcements of the platform (F-044).
package struct AnnouncementStore: Sendable {
  package static let shownMax = 50

  private let tenant: SQLValue

  package init(tenantID: String) { tenant = .text(tenantID) }

  package func insert(
    _ announcement: Announcement, by account: ID<Account>, in connection: any SQLConnection
  ) throws {
    try connection.execute(
      AnnouncementSQL.insert,
      [
        tenant, .text(announcement.id.description), .text(announcement.title.chinese), .text(announcement.title.english),
        .text(announcement.text.chinese), .text(announcement.text.english), .text(account.description),
        .integer(announcement.createdAt.microseconds),
      ])
  }

  /// False where it is published or withdrawn already.
  package func publish(_ id: ID<Announcement>, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(AnnouncementSQL.publish, [tenant, .text(id.description), .integer(now.microseconds)]) == 1
  }

  /// False where it is withdrawn already.
  package func withdraw(_ id: ID<Announcement>, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(AnnouncementSQL.withdraw, [tenant, .text(id.description), .integer(now.microseconds)]) == 1
  }

  /// For the back office, newest first.
  package func all(in connection: any SQLConnection) throws -> [Announcement] {
    try connection.query(AnnouncementSQL.all, [tenant, SQLValue(Self.shownMax)]).map(announcement)
  }

  /// What a reader sees, newest first.
  package func visible(to account: ID<Account>, in connection: any SQLConnection) throws -> [ReadAnnouncement] {
    try connection.query(AnnouncementSQL.visible, [tenant, .text(account.description), SQLValue(Self.shownMax)]).map {
      ReadAnnouncement(announcement: try announcement($0), isRead: try $0.integer("is_read") == 1)
    }
  }

  package func unread(by account: ID<Account>, in connection: any SQLConnection) throws -> Int {
    try connection.first(AnnouncementSQL.unread, [tenant, .text(account.description)])?.int("number") ?? 0
  }

  package func markRead(by account: ID<Account>, at now: Instant, in connection: any SQLConnection) throws {
    try connection.execute(AnnouncementSQL.markRead, [tenant, .text(account.description), .integer(now.microseconds)])
  }

  private func announcement(_ row: SQLRow) throws -> Announcement {
    Announcement(
      id: try row.id("id"), title: Bilingual(try row.text("title_zh"), try row.text("title_en")),
      text: Bilingual(try row.text("text_zh"), try row.text("text_en")), createdAt: try row.instant("created_at_us"),
      publishedAt: try row.optionalInstant("published_at_us"), withdrawnAt: try row.optionalInstant("withdrawn_at_us"))
  }
}
