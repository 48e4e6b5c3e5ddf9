import HeqiDomain
import HeqiSQL

/// The queue discipline that outbox and jobs share: visible from a time, claimed by a lease, retried, then buried.
///
/// `available_at_us` is the one column that decides who may be claimed: a claim moves it to the end of the lease, so a
/// worker that dies gives its work back without anybody's help (drill 34). Attempts count when claimed, so work that
/// kills its worker is buried too.
package struct LeaseTable: Sendable {
  let sql: LeaseSQL

  /// Inserts an item; false when `dedupKey` is already known in the channel.
  func insert(_ item: NewLeaseItem, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      sql.insert,
      [
        .text(item.id), .text(item.tenantID), .text(item.channel), SQLValue(item.dedupKey), .text(item.payload),
        .integer(now.microseconds), .integer(item.availableAt.microseconds), SQLValue(max(1, item.attemptsMax)),
      ]) == 1
  }

  /// Buries what has used up its attempts, then leases up to `limit` items; oldest first.
  func claim(
    _ channel: String, limit: Int, lease: Duration, token: String, at now: Instant, in connection: any SQLConnection
  ) throws -> [LeaseItem] {
    try connection.execute(sql.buryExhausted(connection.dialect), [.text(channel), .integer(now.microseconds)])
    let until = now.adding(lease)
    let rows = try connection.query(
      sql.claim(connection.dialect),
      [
        .text(channel), .integer(now.microseconds), .integer(until.microseconds), .text(token), SQLValue(limit),
      ])
    return try rows.map { try LeaseItem($0, token: token) }.sorted { $0.id < $1.id }
  }

  /// True when something can be claimed; a cheap look before a claim.
  func hasReady(_ channel: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.first(sql.ready, [.text(channel), .integer(now.microseconds)]) != nil
  }

  /// Deletes finished work; false when the lease was lost to another worker.
  func complete(_ id: String, token: String, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(sql.complete, [.text(id), .text(token)]) == 1
  }

  /// Moves the end of the lease; false when it was lost.
  func extend(_ id: String, token: String, until: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(sql.extend, [.text(id), .text(token), .integer(until.microseconds)]) == 1
  }

  /// Gives the work back for a later attempt, without counting when `isCounted` is false; false when the lease was lost.
  func release(
    _ id: String, token: String, until: Instant, error: String, isCounted: Bool, in connection: any SQLConnection
  ) throws -> Bool {
    try connection.execute(
      sql.release,
      [.text(id), .text(token), .integer(until.microseconds), .text(clipped(error)), SQLValue(isCounted ? 0 : 1)]) == 1
  }

  /// Moves the work to the dead-letter list; false when the lease was lost.
  func bury(_ id: String, token: String, error: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(
      sql.bury, [.text(id), .text(token), .integer(now.microseconds), .text(clipped(error))]) == 1
  }

  /// The dead-letter list of a channel, newest first; `before` is the last item of the page before.
  func dead(
    _ channel: String, before last: LeaseItem?, limit: Int, in connection: any SQLConnection
  ) throws -> [LeaseItem] {
    let (at, id) = (last?.deadAt?.microseconds ?? .max, last?.id ?? "")
    return try connection.query(sql.dead, [.text(channel), .integer(at), .text(id), SQLValue(limit)])
      .map { try LeaseItem($0, token: "") }
  }

  /// Gives dead work a fresh set of attempts; false when it is not dead.
  func revive(_ id: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(sql.revive, [.text(id), .integer(now.microseconds)]) == 1
  }

  func counts(_ channel: String, at now: Instant, in connection: any SQLConnection) throws -> LeaseCounts {
    guard let row = try connection.first(sql.counts, [.text(channel), .integer(now.microseconds)]) else {
      return LeaseCounts(ready: 0, waiting: 0, leased: 0, dead: 0)
    }
    return LeaseCounts(
      ready: try row.int("ready"), waiting: try row.int("waiting"), leased: try row.int("leased"),
      dead: try row.int("dead"))
  }

  /// Errors are kept for people; longer ones are cut.
  private func clipped(_ error: String) -> String { String(error.prefix(500)) }
}

struct NewLeaseItem {
  let id: String
  let tenantID: String
  let channel: String
  let dedupKey: String?
  let payload: String
  let availableAt: Instant
  let attemptsMax: Int
}
