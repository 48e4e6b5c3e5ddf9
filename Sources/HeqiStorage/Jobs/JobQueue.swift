package import HeqiDomain
package import HeqiSQL

/// Names jobs as the entity of an `ID`.
package enum Job {}

/// Work for later, claimed by leases, retried with backoff, buried when it keeps failing (drill 34).
///
/// A handler must be safe to run twice: a lease may end while its worker is still busy.
package struct JobQueue: LeaseStore {
  /// Attempts before a job is buried, unless said otherwise.
  package static let attemptsMaxDefault = 10

  package let table = LeaseTable(sql: .job)

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
}
