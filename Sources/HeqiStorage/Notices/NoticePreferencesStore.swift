package import HeqiDomain
package import HeqiSQL

/// Statements over `notice_preference`.
enum NoticePreferencesSQL {
  static let upsert = """
    INSERT INTO notice_preference (tenant_id, account_id, muted, quiet_from, quiet_until, zone_minutes, changed_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tenant_id, account_id) DO UPDATE SET muted = EXCLUDED.muted, quiet_from = EXCLUDED.quiet_from,
      quiet_until = EXCLUDED.quiet_until, zone_minutes = EXCLUDED.zone_minutes, changed_at_us = EXCLUDED.changed_at_us
    """
  static let select = """
    SELECT muted, quiet_from, quiet_until, zone_minutes FROM notice_preference WHERE tenant_id = $1 AND account_id = $2
    """
}

/// What each person wants to be told (F-091); who never chose has no row and is told everything.
package struct NoticePreferencesStore: Sendable {
  private let tenantID: String

  package init(tenantID: String) { self.tenantID = tenantID }

  package func save(
    _ preferences: NoticePreferences, of account: ID<Account>, at now: Instant, in connection: any SQLConnection
  ) throws {
    let words = preferences.muted.map { "\($0.kind.rawValue).\($0.channel.rawValue)" }.sorted().joined(separator: " ")
    try connection.execute(
      NoticePreferencesSQL.upsert,
      [
        .text(tenantID), .text(account.description), .text(words), SQLValue(preferences.quiet?.from),
        SQLValue(preferences.quiet?.until), SQLValue(preferences.quiet?.offset), SQLValue(now),
      ])
  }

  package func find(_ account: ID<Account>, in connection: any SQLConnection) throws -> NoticePreferences {
    let row = try connection.first(NoticePreferencesSQL.select, [.text(tenantID), .text(account.description)])
    guard let row else { return NoticePreferences() }
    let muted = try row.text("muted").split(separator: " ").map { word in
      let parts = word.split(separator: ".").map(String.init)
      guard parts.count == 2, let kind = NoticeKind(rawValue: parts[0]), let channel = NoticeChannel(rawValue: parts[1]) else {
        throw SQLError.decoding("column “muted” holds an unknown word")
      }
      return NoticePreferences.Choice(kind, channel)
    }
    var quiet: QuietHours?
    if let from = try row.optionalInt("quiet_from"), let until = try row.optionalInt("quiet_until"),
      let offset = try row.optionalInt("zone_minutes")
    {
      quiet = QuietHours(from: from, until: until, offset: offset)
    }
    return NoticePreferences(muted: Set(muted), quiet: quiet)
  }
}
