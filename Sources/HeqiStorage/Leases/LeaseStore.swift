package import HeqiDomain
package import HeqiSQL

/// Work that waits in a table and is handed out by leases: `JobQueue` and `OutboxStore` differ in what they add only.
///
/// Whoever serves it must be safe to run twice: a lease may end while its worker is still busy.
package protocol LeaseStore: Sendable {
  var table: LeaseTable { get }

  init()
}

extension LeaseStore {
  /// Leases up to `limit` items of a channel until `now + lease`. `token` must be unguessable and new for each claim.
  ///
  /// Looks first on a reading connection, so an idle channel costs no write.
  package func claim(
    _ channel: String, limit: Int, lease: Duration, token: String, at now: Instant, on engine: any SQLEngine
  ) async throws -> [LeaseItem] {
    let table = table
    guard try await engine.read({ try table.hasReady(channel, at: now, in: $0) }) else { return [] }
    return try await engine.write {
      try table.claim(channel, limit: limit, lease: lease, token: token, at: now, in: $0)
    }
  }

  /// Removes finished work, in the transaction of its effect. False when the lease was lost: then roll back.
  @discardableResult
  package func complete(_ item: LeaseItem, in connection: any SQLConnection) throws -> Bool {
    try table.complete(item.id, token: item.token, in: connection)
  }

  /// Prolongs the lease of long work. False when it was lost.
  @discardableResult
  package func extend(_ item: LeaseItem, until: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.extend(item.id, token: item.token, until: until, in: connection)
  }

  /// After a failed attempt: waits by backoff (or `delay`) and tries again, or buries the item when attempts are used up.
  @discardableResult
  package func retry(
    _ item: LeaseItem, error: String, delay: Duration? = nil, at now: Instant, in connection: any SQLConnection
  ) throws -> LeaseOutcome {
    try table.retry(item, error: error, delay: delay, at: now, in: connection)
  }

  /// Gives an item back untouched, for example at shutdown: the attempt does not count.
  @discardableResult
  package func release(
    _ item: LeaseItem, until: Instant? = nil, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try table.release(
      item.id, token: item.token, until: until ?? now, error: item.lastError ?? "released", isCounted: false, in: connection)
  }

  /// Buries an item that can never succeed. False when the lease was lost.
  @discardableResult
  package func bury(_ item: LeaseItem, error: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.bury(item.id, token: item.token, error: error, at: now, in: connection)
  }

  /// The dead-letter list, newest first; `before` is the last item of the page before.
  package func dead(
    _ channel: String, before last: LeaseItem? = nil, limit: Int = 100, in connection: any SQLConnection
  ) throws -> [LeaseItem] {
    try table.dead(channel, before: last, limit: limit, in: connection)
  }

  /// Puts a dead item back with fresh attempts. False when it is not dead.
  @discardableResult
  package func revive(_ id: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.revive(id, at: now, in: connection)
  }

  /// Counts for metrics.
  package func counts(_ channel: String, at now: Instant, in connection: any SQLConnection) throws -> LeaseCounts {
    try table.counts(channel, at: now, in: connection)
  }
}
