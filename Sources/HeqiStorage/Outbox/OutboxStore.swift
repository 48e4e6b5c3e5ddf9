package import HeqiDomain
package import HeqiSQL

/// Names outbox messages as the entity of an `ID`.
package enum OutboxMessage {}

/// What must leave the platform (mail, SMS, callbacks, log leaves), written in the transaction of its cause.
///
/// Delivery is at least once; a receiver drops repeats by the message id.
package struct OutboxStore: LeaseStore {
  /// Attempts before a message is buried, unless said otherwise.
  package static let attemptsMaxDefault = 20

  package let table = LeaseTable(sql: .outbox)

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
}
