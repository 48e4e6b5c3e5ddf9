package import HeqiDomain
package import HeqiSQL

/// Statements over `operation_notice`.
enum OperationNoticeSQL {
  /// Again in the same hour: counted on the row that is there.
  static let note = """
    INSERT INTO operation_notice (kind, place, hour, number, first_at_us, last_at_us, reason) VALUES ($1, $2, $3, 1, $4, $4, $5)
    ON CONFLICT (kind, place, hour) DO UPDATE
    SET number = operation_notice.number + 1, last_at_us = EXCLUDED.last_at_us, reason = EXCLUDED.reason
    """
  /// Nobody has dealt with them yet, newest first; uses `operation_notice_open`.
  static let selectOpen = """
    SELECT kind, place, hour, number, first_at_us, last_at_us, reason FROM operation_notice WHERE seen_at_us IS NULL
    ORDER BY last_at_us DESC, place DESC LIMIT $1
    """
  static let countOpen = "SELECT COUNT(*) AS number FROM operation_notice WHERE seen_at_us IS NULL"
  static let see = """
    UPDATE operation_notice SET seen_at_us = $4, seen_by = $5 WHERE kind = $1 AND place = $2 AND hour = $3 AND seen_at_us IS NULL
    """
}

/// Alarms for operators (50002, 50003).
package struct OperationNoticeStore: Sendable {
  private static let reasonCharactersMax = 512

  package init() {}

  /// In the transaction of what happened.
  package func note(
    _ kind: OperationNotice.Kind, at place: String, reason: String, at now: Instant, in connection: any SQLConnection
  ) throws {
    let key = OperationNotice.Key(kind, at: place, now)
    try connection.execute(
      OperationNoticeSQL.note,
      values(key) + [SQLValue(now), .text(String(reason.prefix(Self.reasonCharactersMax)))])
  }

  /// Newest first.
  package func open(limit: Int, in connection: any SQLConnection) throws -> [OperationNotice] {
    try connection.query(OperationNoticeSQL.selectOpen, [SQLValue(limit)]).map { row in
      OperationNotice(
        key: .init(try row.choice("kind"), at: try row.text("place"), hour: Int64(try row.int("hour"))), count: try row.int("number"),
        firstAt: try row.instant("first_at_us"), lastAt: try row.instant("last_at_us"), reason: try row.text("reason"))
    }
  }

  package func countOpen(in connection: any SQLConnection) throws -> Int {
    try connection.first(OperationNoticeSQL.countOpen)?.int("number") ?? 0
  }

  /// False when somebody else was faster, or there is none.
  package func see(
    _ key: OperationNotice.Key, by account: ID<Account>, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(OperationNoticeSQL.see, values(key) + [SQLValue(now), SQLValue(account)]) == 1
  }

  private func values(_ key: OperationNotice.Key) -> [SQLValue] {
    [.text(key.kind.rawValue), .text(key.place), .integer(key.hour)]
  }
}
