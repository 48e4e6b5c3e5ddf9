import HeqiSQL

/// The statements of a lease table; both tables have the same columns but for the channel's name.
struct LeaseSQL: Sendable {
  /// `outbox` (channel `topic`) and `job` (channel `queue`).
  static let outbox = LeaseSQL(table: "outbox", channel: "topic")
  static let job = LeaseSQL(table: "job", channel: "queue")

  let insert: String
  let ready: String
  let complete: String
  let extend: String
  let release: String
  let bury: String
  let dead: String
  let revive: String
  let counts: String
  private let claims: [SQLDialect: String]
  private let buries: [SQLDialect: String]

  private init(table: String, channel: String) {
    insert = """
      INSERT INTO \(table) (id, tenant_id, \(channel), dedup_key, payload, created_at_us, available_at_us, attempts,
        attempts_max)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)
      ON CONFLICT (\(channel), dedup_key) DO NOTHING
      """
    ready = """
      SELECT id FROM \(table) WHERE \(channel) = $1 AND available_at_us <= $2 AND dead_at_us IS NULL LIMIT 1
      """
    complete = "DELETE FROM \(table) WHERE id = $1 AND lease_token = $2"
    extend = """
      UPDATE \(table) SET available_at_us = $3, lease_until_us = $3
      WHERE id = $1 AND lease_token = $2 AND dead_at_us IS NULL
      """
    release = """
      UPDATE \(table) SET available_at_us = $3, lease_until_us = NULL, lease_token = NULL, last_error = $4,
        attempts = attempts - $5
      WHERE id = $1 AND lease_token = $2 AND dead_at_us IS NULL
      """
    bury = """
      UPDATE \(table) SET dead_at_us = $3, lease_until_us = NULL, lease_token = NULL, last_error = $4
      WHERE id = $1 AND lease_token = $2 AND dead_at_us IS NULL
      """
    let columns = "id, tenant_id, \(channel) AS channel, payload, attempts, attempts_max, created_at_us, last_error, dead_at_us"
    dead = """
      SELECT \(columns) FROM \(table)
      WHERE \(channel) = $1 AND dead_at_us IS NOT NULL AND (dead_at_us, id) < ($2, $3)
      ORDER BY dead_at_us DESC, id DESC LIMIT $4
      """
    revive = """
      UPDATE \(table) SET dead_at_us = NULL, attempts = 0, available_at_us = $2 WHERE id = $1 AND dead_at_us IS NOT NULL
      """
    counts = """
      SELECT
        COUNT(CASE WHEN dead_at_us IS NULL AND available_at_us <= $2 THEN 1 END) AS ready,
        COUNT(CASE WHEN dead_at_us IS NULL AND available_at_us > $2 AND lease_until_us IS NULL THEN 1 END) AS waiting,
        COUNT(CASE WHEN dead_at_us IS NULL AND available_at_us > $2 AND lease_until_us IS NOT NULL THEN 1 END) AS leased,
        COUNT(dead_at_us) AS dead
      FROM \(table) WHERE \(channel) = $1
      """
    claims = Self.forEachDialect { dialect in
      """
      UPDATE \(table) SET available_at_us = $3, lease_until_us = $3, lease_token = $4, attempts = attempts + 1
      WHERE id IN (
        SELECT id FROM \(table) WHERE \(channel) = $1 AND available_at_us <= $2 AND dead_at_us IS NULL
        ORDER BY available_at_us, id LIMIT $5\(dialect.skipLocked))
      RETURNING \(columns)
      """
    }
    buries = Self.forEachDialect { dialect in
      """
      UPDATE \(table) SET dead_at_us = $2, lease_until_us = NULL, lease_token = NULL,
        last_error = COALESCE(last_error, 'no worker finished it before its lease ended')
      WHERE id IN (
        SELECT id FROM \(table)
        WHERE \(channel) = $1 AND available_at_us <= $2 AND dead_at_us IS NULL AND attempts >= attempts_max\
      \(dialect.skipLocked))
      """
    }
  }

  /// $1 channel, $2 now, $3 end of the lease, $4 token, $5 limit.
  func claim(_ dialect: SQLDialect) -> String { claims[dialect] ?? "" }

  /// $1 channel, $2 now.
  func buryExhausted(_ dialect: SQLDialect) -> String { buries[dialect] ?? "" }

  private static func forEachDialect(_ text: (SQLDialect) -> String) -> [SQLDialect: String] {
    Dictionary(uniqueKeysWithValues: SQLDialect.allCases.map { ($0, text($0)) })
  }
}
