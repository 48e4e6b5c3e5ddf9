package import HeqiDomain
package import HeqiSQL

/// Names outbox messages as the entity of an `ID`.
package enum OutboxMessage {}

/// What must leave the platform (mail, SMS, callbacks, log leaves), written in the transaction of its cause.
///
/// Delivery is at least once; a receiver drops repeats by the message id.
package struct OutboxStore: Sendable {
  /// Attempts before a message is buried, unless said otherwise.
  package static let attemptsMaxDefault = 20

  private let table = LeaseTable(sql: .outbox)

  package init() {}

  /// Adds a message. False when `dedupKey` is already known in this topic.
  @discardableResult
  package func append(
    _ id: ID<OutboxMessage>, topic: String, tenantID: String, payload: String, dedupKey: String? = nil,
    availableAt: Instant? = nil, attemptsMax: Int = attemptsMaxDefault, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    let item = NewLeaseItem(
      id: id.description, tenantID: tenantID, channel: topic, dedupKey: dedupKey, payload: payload,
      availableAt: availableAt ?? now, attemptsMax: attemptsMax)
    return try table.insert(item, at: now, in: connection)
  }

  /// Leases up to `limit` messages of a topic; see `JobQueue.claim`.
  package func claim(
    _ topic: String, limit: Int, lease: Duration, token: String, at now: Instant, on engine: any SQLEngine
  ) async throws -> [LeaseItem] {
    let table = table
    guard try await engine.read({ try table.hasReady(topic, at: now, in: $0) }) else { return [] }
    return try await engine.write {
      try table.claim(topic, limit: limit, lease: lease, token: token, at: now, in: $0)
    }
  }

  /// Removes a delivered message. False when the lease was lost.
  @discardableResult
  package func complete(_ message: LeaseItem, in connection: any SQLConnection) throws -> Bool {
    try table.complete(message.id, token: message.token, in: connection)
  }

  /// Prolongs a lease. False when it was lost.
  @discardableResult
  package func extend(_ message: LeaseItem, until: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.extend(message.id, token: message.token, until: until, in: connection)
  }

  /// After a failed delivery: later again by backoff (or `delay`), or to the dead-letter list.
  @discardableResult
  package func retry(
    _ message: LeaseItem, error: String, delay: Duration? = nil, at now: Instant, in connection: any SQLConnection
  ) throws -> LeaseOutcome {
    try table.retry(message, error: error, delay: delay, at: now, in: connection)
  }

  /// Buries a message that can never be delivered. False when the lease was lost.
  @discardableResult
  package func bury(
    _ message: LeaseItem, error: String, at now: Instant, in connection: any SQLConnection
  ) throws -> Bool {
    try table.bury(message.id, token: message.token, error: error, at: now, in: connection)
  }

  /// The dead-letter list, newest first; `before` is the last message of the page before.
  package func dead(
    _ topic: String, before last: LeaseItem? = nil, limit: Int = 100, in connection: any SQLConnection
  ) throws -> [LeaseItem] {
    try table.dead(topic, before: last, limit: limit, in: connection)
  }

  /// Puts a dead message back with fresh attempts. False when it is not dead.
  @discardableResult
  package func revive(_ id: String, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try table.revive(id, at: now, in: connection)
  }

  /// Counts for metrics.
  package func counts(_ topic: String, at now: Instant, in connection: any SQLConnection) throws -> LeaseCounts {
    try table.counts(topic, at: now, in: connection)
  }
}
