package import HeqiDomain
import HeqiSQL

/// One message or job under a lease, or in the dead-letter list.
package struct LeaseItem: Sendable, Equatable {
  package let id: String
  package let tenantID: String
  /// Topic of the outbox, or queue of a job.
  package let channel: String
  package let payload: String
  /// Claims so far, this one included.
  package let attempts: Int
  package let attemptsMax: Int
  package let createdAt: Instant
  package let lastError: String?
  package let deadAt: Instant?
  /// Proves that the lease is still ours; empty in the dead-letter list.
  package let token: String
}

/// How many items of a channel stand where; for metrics and `heqi doctor`.
package struct LeaseCounts: Sendable, Equatable {
  /// Claimable now.
  package let ready: Int
  /// Not claimable before a later time.
  package let waiting: Int
  package let leased: Int
  package let dead: Int

  package init(ready: Int, waiting: Int, leased: Int, dead: Int) {
    self.ready = ready
    self.waiting = waiting
    self.leased = leased
    self.dead = dead
  }
}

/// When a failed attempt is tried again.
package enum LeaseBackoff {
  /// 5 s doubled per attempt, at most 1 h, spread ±20 % by the item's own id so that a burst does not return as one.
  package static func delay(afterAttempts attempts: Int, id: String) -> Duration {
    let base = min(3_600_000, 5_000 << min(max(attempts - 1, 0), 10))
    let spread = id.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 } % 401
    return .milliseconds(base * (800 + Int(spread)) / 1000)
  }
}

extension LeaseItem {
  init(_ row: SQLRow, token: String) throws {
    self.init(
      id: try row.text("id"), tenantID: try row.text("tenant_id"), channel: try row.text("channel"),
      payload: try row.text("payload"), attempts: try row.int("attempts"), attemptsMax: try row.int("attempts_max"),
      createdAt: Instant(microseconds: try row.integer("created_at_us")), lastError: try row.optionalText("last_error"),
      deadAt: try row.optionalInteger("dead_at_us").map { Instant(microseconds: $0) }, token: token)
  }
}
