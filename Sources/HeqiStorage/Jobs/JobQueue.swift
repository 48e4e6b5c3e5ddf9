package import HeqiDomain
package import HeqiSQL

/// Names jobs as the entity of an `ID`.
package enum Job {}

/// Work for later, claimed by leases, retried with backoff, buried when it keeps failing (drill 34).
///
/// A handler must be safe to run twice: a lease may end while its worker is still busy.
package struct JobQueue: Sendable {
  /// Attempts before a job is buried, unless said otherwise.
  package static let attemptsMaxDefault = 10

  private let table = LeaseTable(sql: .job)

  package init() {}

  /// Adds a job in the transaction of its cause. False when `dedupKey` is already queued (or dead) in this queue.
  ///
  /// - Parameters:
  ///   - payload: JSON text without personal data in clear.
  ///   - availableAt: not before this instant; `nil` = at once.
  @discardableResult
  package func enqueue(
    _ id: ID<Job>, queue: String, tenantID: String, payload: String, dedupKey: String? = nil,
    availableAt: Instant? = nil, attemptsMax: Int = attemptsMaxDefault, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    let item = NewLeaseItem(
      id: id.description, tenantID: tenantID, channel: queue, dedupKey: dedupKey, payload: payload,
      availableAt: availableAt ?? now, attemptsMax: attemptsMax)
    return try table.insert(item, at: now, in: connection)
  }

  /// Leases up to `limit` jobs until `now + lease`. `token` must be unguessable and new for each claim.
  ///
  /// Looks first on a reading connection, so an idle queue costs no write.
  package func claim(
    _ queue: String, limit: Int, lease: Duration, token: String, at now: Instant, on engine: any SQLEngine
  ) async throws -> [LeaseItem] {
    let table = table
    guard try await engine.read({ try table.hasReady(queue, at: now, in: $0) }) else { return [] }
    return try await engine.write {
      try table.claim(queue, limit: limit, lease: lease, token: token, at: now, in: $0)
    }
  }

  /// Removes a finished job, in the transaction of its effect. False when the lease was lost: then roll back.
  @discardableResult
  package func complete(_ job: LeaseItem, in connection: any SQLConnection) throws -> Bool {
    try table.complete(job.id, token: job.token, in: connection)
  }

  /// Prolongs the lease of a long job. False when it was lost.
  @discardableResult
  package func extend(_ job: LeaseItem, until: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.extend(job.id, token: job.token, until: until, in: connection)
  }

  /// After a failed attempt: waits by backoff (or `delay`) and tries again, or buries the job when attempts are used up.
  @discardableResult
  package func retry(
    _ job: LeaseItem, error: String, delay: Duration? = nil, at now: Instant, in connection: any SQLConnection
  ) throws -> LeaseOutcome {
    try table.retry(job, error: error, delay: delay, at: now, in: connection)
  }

  /// Gives a job back untouched, for example at shutdown: the attempt does not count.
  @discardableResult
  package func release(_ job: LeaseItem, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.release(
      job.id, token: job.token, until: now, error: job.lastError ?? "released", isCounted: false, in: connection)
  }

  /// Buries a job that can never succeed. False when the lease was lost.
  @discardableResult
  package func bury(_ job: LeaseItem, error: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.bury(job.id, token: job.token, error: error, at: now, in: connection)
  }

  /// The dead-letter list, newest first; `before` is the last job of the page before.
  package func dead(
    _ queue: String, before last: LeaseItem? = nil, limit: Int = 100, in connection: any SQLConnection
  ) throws -> [LeaseItem] {
    try table.dead(queue, before: last, limit: limit, in: connection)
  }

  /// Puts a dead job back with fresh attempts. False when it is not dead.
  @discardableResult
  package func revive(_ id: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.revive(id, at: now, in: connection)
  }

  /// Counts for metrics.
  package func counts(_ queue: String, at now: Instant, in connection: any SQLConnection) throws -> LeaseCounts {
    try table.counts(queue, at: now, in: connection)
  }
}
