package import HeqiDomain
import HeqiSQL

/// What became of a failed attempt.
package enum LeaseOutcome: Sendable, Equatable {
  case retrying(at: Instant)
  /// Attempts are used up; it stands in the dead-letter list.
  case buried
  /// Another worker holds it by now; nothing was changed.
  case leaseLost
}

extension LeaseTable {
  /// The common end of a failed attempt.
  func retry(
    _ item: LeaseItem, error: String, delay: Duration?, at now: Instant, in connection: any SQLConnection
  ) throws -> LeaseOutcome {
    if item.attempts >= item.attemptsMax {
      return try bury(item.id, token: item.token, error: error, at: now, in: connection) ? .buried : .leaseLost
    }
    let until = now.adding(delay ?? LeaseBackoff.delay(afterAttempts: item.attempts, id: item.id))
    let isOurs = try release(
      item.id, token: item.token, until: until, error: error, isCounted: true, in: connection)
    return isOurs ? .retrying(at: until) : .leaseLost
  }
}
