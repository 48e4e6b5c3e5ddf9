package import HeqiDomain
package import HeqiSQL

/// Statements over `rate_limit`.
enum RateLimitSQL {
  static let take = """
    INSERT INTO rate_limit (limit_key, window_start_us, used, expires_at_us) VALUES ($1, $2, 1, $3)
    ON CONFLICT (limit_key) DO UPDATE SET
      used = CASE WHEN rate_limit.window_start_us = EXCLUDED.window_start_us THEN rate_limit.used + 1 ELSE 1 END,
      window_start_us = EXCLUDED.window_start_us, expires_at_us = EXCLUDED.expires_at_us
    RETURNING used
    """
  static let select = "SELECT window_start_us, used FROM rate_limit WHERE limit_key = $1"
  static let delete = "DELETE FROM rate_limit WHERE limit_key = $1"
  static let purge = "DELETE FROM rate_limit WHERE expires_at_us < $1"
}

/// One limit: at most `count` uses of `key` in each window.
package struct RateLimit: Equatable, Sendable {
  /// Must not hold personal data in clear: use a blind index or an address hash.
  package let key: String
  package let count: Int
  package let window: Duration

  package init(_ key: String, count: Int, per window: Duration) {
    self.key = key
    self.count = count
    self.window = window
  }

  fileprivate func windowStart(at now: Instant) -> Instant {
    let width = max(1, window.components.seconds) * 1_000_000
    return Instant(microseconds: now.microseconds - now.microseconds % width)
  }
}

/// Fixed-window counters shared by all nodes.
package struct RateLimitStore: Sendable {
  package init() {}

  /// Counts one use of each limit. Returns how long to wait when one is exceeded, else `nil`.
  ///
  /// Uses beyond a limit are counted too; run it in a transaction of its own, so that a refusal does not undo it.
  package func take(_ limits: [RateLimit], at now: Instant, in connection: any SQLConnection) throws -> Duration? {
    var wait: Duration?
    for limit in limits {
      let start = limit.windowStart(at: now)
      let end = start.adding(limit.window)
      let row = try connection.first(RateLimitSQL.take, [.text(limit.key), SQLValue(start), SQLValue(end)])
      if let row, try row.int("used") > limit.count { wait = max(wait ?? .zero, end.since(now)) }
    }
    return wait
  }

  /// How long to wait when the limit is used up, without counting; else `nil`.
  package func isExceeded(_ limit: RateLimit, at now: Instant, in connection: any SQLConnection) throws -> Duration? {
    guard let row = try connection.first(RateLimitSQL.select, [.text(limit.key)]) else { return nil }
    let start = limit.windowStart(at: now)
    guard try row.instant("window_start_us") == start, try row.int("used") >= limit.count else { return nil }
    return start.adding(limit.window).since(now)
  }

  /// Forgets the count of a key, after a success.
  package func reset(_ key: String, in connection: any SQLConnection) throws {
    try connection.execute(RateLimitSQL.delete, [.text(key)])
  }

  /// Removes counters of windows that ended before `instant`.
  @discardableResult
  package func purge(before instant: Instant, in connection: any SQLConnection) throws -> Int {
    try connection.execute(RateLimitSQL.purge, [SQLValue(instant)])
  }
}
