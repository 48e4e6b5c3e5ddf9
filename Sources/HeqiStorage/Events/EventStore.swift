package import HeqiDomain
package import HeqiSQL

/// Appends events in the transaction of their cause and reads them back as logs (house decision 2).
package struct EventStore: Sendable {
  /// Rows of one page at most.
  package static let pageCountMax = 500

  package init() {}

  /// Appends in the given order; each subject's chain grows by its own events. Returns them with sequence and hash.
  ///
  /// Throws `SQLError`: `.uniqueViolation` when an event id is already stored.
  @discardableResult
  package func append(_ events: [Event], in connection: any SQLConnection) throws -> [StoredEvent] {
    var heads: [HeadKey: Head] = [:]
    var order: [HeadKey] = []
    var stored: [StoredEvent] = []
    for event in events {
      let key = HeadKey(tenantID: event.tenantID, subject: event.subject)
      var head: Head
      if let known = heads[key] {
        head = known
      } else {
        head = try lockHead(key, in: connection)
        order.append(key)
      }
      let next = try insert(event, after: head, in: connection)
      head = Head(sequence: next.sequence, hash: next.hash.bytes)
      heads[key] = head
      stored.append(next)
    }
    for key in order {
      guard let head = heads[key] else { continue }
      try connection.execute(
        EventSQL.upsertHead,
        [.text(key.tenantID), .text(key.subject.kind), .text(key.subject.id), .integer(head.sequence), .blob(head.hash)])
    }
    return stored
  }

  /// Appends one event.
  @discardableResult
  package func append(_ event: Event, in connection: any SQLConnection) throws -> StoredEvent {
    try append([event], in: connection)[0]
  }

  /// A subject's log in order, after `sequence` (0 = from the start); at most `pageCountMax` rows.
  package func bySubject(
    _ subject: Event.Subject, tenantID: String, after sequence: Int64 = 0, limit: Int = pageCountMax,
    in connection: any SQLConnection
  ) throws -> [StoredEvent] {
    try connection.query(
      EventSQL.selectBySubject,
      [.text(tenantID), .text(subject.kind), .text(subject.id), .integer(sequence), page(limit)]
    ).map { try StoredEvent($0) }
  }

  /// Everything one actor did, newest first (个人操作日志, F-090); `before` is the last row of the page before.
  package func byActor(
    _ actorID: String, tenantID: String, before last: Event? = nil, upTo end: Instant? = nil, limit: Int = pageCountMax,
    in connection: any SQLConnection
  ) throws -> [StoredEvent] {
    // Nothing sorts behind an identifier that begins with "~".
    let start = end.map { ($0.microseconds, "~") } ?? (Int64.max, "")
    let (at, id) = last.map { ($0.at.microseconds, $0.id.description) } ?? start
    return try connection.query(
      EventSQL.selectByActor, [.text(tenantID), .text(actorID), .integer(at), .text(id), page(limit)]
    ).map { try StoredEvent($0) }
  }

  /// All events of one 系统交易编号 across subjects in time order; `after` is the last row of the page before.
  package func byTransaction(
    _ transactionNo: String, tenantID: String, after last: Event? = nil, limit: Int = pageCountMax,
    in connection: any SQLConnection
  ) throws -> [StoredEvent] {
    let (at, id) = last.map { ($0.at.microseconds, $0.id.description) } ?? (Int64.min, "")
    return try connection.query(
      EventSQL.selectByTransaction, [.text(tenantID), .text(transactionNo), .integer(at), .text(id), page(limit)]
    ).map { try StoredEvent($0) }
  }

  /// One event, or nil.
  package func find(_ id: ID<Event>, tenantID: String, in connection: any SQLConnection) throws -> StoredEvent? {
    try connection.first(EventSQL.selectOne, [.text(tenantID), .text(id.description)]).map { try StoredEvent($0) }
  }

  /// Recomputes a subject's chain from the first event and compares it with the head (drill 13).
  package func verifyChain(
    of subject: Event.Subject, tenantID: String, in connection: any SQLConnection
  ) throws -> EventChainFinding {
    var head = Head(sequence: 0, hash: EventHash.genesis)
    while true {
      let rows = try bySubject(subject, tenantID: tenantID, after: head.sequence, in: connection)
      for row in rows {
        let expected = EventHash.of(row.event, sequence: head.sequence + 1, previous: head.hash)
        guard row.sequence == head.sequence + 1, row.previousHash.bytes == head.hash, row.hash.bytes == expected else {
          return .broken(sequence: head.sequence + 1)
        }
        head = Head(sequence: row.sequence, hash: row.hash.bytes)
      }
      if rows.count < Self.pageCountMax { break }
    }
    let recorded = try self.head(HeadKey(tenantID: tenantID, subject: subject), in: connection)
    return recorded == head ? .intact(count: head.sequence) : .broken(sequence: head.sequence + 1)
  }

  private struct HeadKey: Hashable {
    let tenantID: String
    let subject: Event.Subject
  }

  private struct Head: Equatable {
    let sequence: Int64
    let hash: [UInt8]
  }

  private func head(_ key: HeadKey, in connection: any SQLConnection) throws -> Head {
    let row = try connection.first(
      EventSQL.selectHead, [.text(key.tenantID), .text(key.subject.kind), .text(key.subject.id)])
    guard let row else { return Head(sequence: 0, hash: EventHash.genesis) }
    return Head(sequence: try row.integer("sequence"), hash: try row.blob("hash"))
  }

  private func lockHead(_ key: HeadKey, in connection: any SQLConnection) throws -> Head {
    if connection.dialect == .sqlite { return try head(key, in: connection) }
    let row = try connection.first(
      EventSQL.lockHead,
      [.text(key.tenantID), .text(key.subject.kind), .text(key.subject.id), .blob(EventHash.genesis)])
    guard let row else { throw SQLError.decoding("event_head gave no row back") }
    return Head(sequence: try row.integer("sequence"), hash: try row.blob("hash"))
  }

  private func insert(_ event: Event, after head: Head, in connection: any SQLConnection) throws -> StoredEvent {
    let sequence = head.sequence + 1
    let hash = EventHash.of(event, sequence: sequence, previous: head.hash)
    try connection.execute(
      EventSQL.insert,
      [
        .text(event.tenantID), .text(event.id.description), .integer(event.at.microseconds),
        .text(event.actor.kind.rawValue), SQLValue(event.actor.id), .text(event.actor.maskedName),
        .text(event.scene.client.rawValue), .text(event.scene.ip), .text(event.scene.deviceID),
        .text(event.scene.userAgent), .text(event.subject.kind), .text(event.subject.id), .integer(sequence),
        .text(event.kind), .text(EventFacts.encode(event.facts)), SQLValue(event.fileHash?.bytes),
        SQLValue(event.transactionNo), .blob(head.hash), .blob(hash),
      ])
    guard let previous = Digest(head.hash), let link = Digest(hash) else {
      throw SQLError.decoding("event_head.hash is not 32 bytes")
    }
    return StoredEvent(event: event, sequence: sequence, previousHash: previous, hash: link)
  }

  private func page(_ limit: Int) -> SQLValue { SQLValue(max(1, min(limit, Self.pageCountMax))) }
}

/// What `EventStore.verifyChain` found.
package enum EventChainFinding: Equatable, Sendable {
  case intact(count: Int64)
  /// The first place that does not fit: an event altered, inserted, removed, or cut off at the end.
  case broken(sequence: Int64)
}
