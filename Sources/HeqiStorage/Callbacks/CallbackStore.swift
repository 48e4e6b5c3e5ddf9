package import HeqiDomain
package import HeqiSQL

/// Deliveries to business systems: written with their cause, in order per subject, few at once per endpoint.
package struct CallbackStore: Sendable {
  /// Deliveries under way at once to one endpoint, over all nodes.
  package static let endpointWidth = 16
  /// Due deliveries looked at in order of time before endpoints are gone through one by one.
  package static let windowMax = 512
  private static let workerLost = "its worker ended each time before an answer was noted"
  private static let unreadable = "the delivery cannot be read"

  package init() {}

  // MARK: writing

  /// The next sequence of a subject. Its transaction changes the subject too, so rivals cannot draw the same.
  package func nextSequence(of subject: CallbackSubject, tenantID: String, in connection: any SQLConnection) throws -> Int {
    try (connection.first(CallbackSQL.selectLast, [.text(tenantID), .text(subject.id)])?.int("last") ?? 0) + 1
  }

  package func insert(_ delivery: CallbackDelivery, in connection: any SQLConnection) throws {
    try connection.execute(
      CallbackSQL.insert,
      [
        .text(delivery.tenantID), SQLValue(delivery.id), SQLValue(delivery.clientID), .text(delivery.subject.kind),
        .text(delivery.subject.id), SQLValue(delivery.sequence), .text(delivery.type.rawValue), .text(delivery.address.text),
        .text(delivery.address.endpoint), .text(delivery.body), .text(delivery.state.rawValue), SQLValue(delivery.attempts),
        SQLValue(delivery.nextAt), SQLValue(delivery.lastStatus), SQLValue(delivery.lastError), SQLValue(delivery.createdAt),
        SQLValue(delivery.settledAt),
      ])
  }

  /// Whether the address of this subject said 410.
  package func isStopped(_ subject: CallbackSubject, tenantID: String, in connection: any SQLConnection) throws -> Bool {
    try connection.first(CallbackSQL.selectStop, [.text(tenantID), .text(subject.id)]) != nil
  }

  // MARK: delivering

  /// What is due, and whether a dead worker left leases behind.
  package struct Due: Sendable {
    /// In order of time; the lowest open ones of their subjects only.
    package let ready: [CallbackDelivery]
    /// Rows that cannot be read, by tenant and id.
    package let unreadable: [(tenantID: String, id: String)]
    /// Under way per endpoint, over all nodes.
    package let leased: [String: Int]
    package let hasLapsed: Bool

    package var isEmpty: Bool { ready.isEmpty && unreadable.isEmpty && !hasLapsed }
  }

  /// What could be taken now. A long queue of one endpoint does not hide the others: when more is due than is looked at
  /// in order of time, every endpoint with `room` is asked for its own.
  ///
  /// - Parameter room: how many more may go to an endpoint.
  package func due(
    at now: Instant, room: @Sendable (String) -> Int, in connection: any SQLConnection
  ) throws -> Due {
    let window = try connection.query(CallbackSQL.selectDue, [SQLValue(now), SQLValue(Self.windowMax)])
    let hasLapsed = try connection.first(CallbackSQL.selectLapsed, [SQLValue(now)]) != nil
    guard !window.isEmpty else { return Due(ready: [], unreadable: [], leased: [:], hasLapsed: hasLapsed) }
    var leased: [String: Int] = [:]
    for row in try connection.query(CallbackSQL.selectLeased) { leased[try row.text("endpoint")] = try row.int("number") }
    var rows = try window.filter { try $0.int("is_behind") == 0 }
    if window.count == Self.windowMax {
      rows = []
      for found in try connection.query(CallbackSQL.selectDueEndpoints, [SQLValue(now)]) {
        let endpoint = try found.text("endpoint")
        let free = min(room(endpoint), Self.endpointWidth - (leased[endpoint] ?? 0))
        guard free > 0 else { continue }
        rows += try connection.query(CallbackSQL.selectReady, [.text(endpoint), SQLValue(now), SQLValue(free)])
      }
    }
    var ready: [CallbackDelivery] = []
    var unreadable: [(tenantID: String, id: String)] = []
    for row in rows {
      if let delivery = try? Self.delivery(row) {
        ready.append(delivery)
      } else {
        unreadable.append((try row.text("tenant_id"), try row.text("id")))
      }
    }
    ready.sort { ($0.nextAt, $0.id.description) < ($1.nextAt, $1.id.description) }
    return Due(ready: ready, unreadable: unreadable, leased: leased, hasLapsed: hasLapsed)
  }

  /// Takes these until `end`; those that a rival took meanwhile are left out.
  package func lease(
    _ deliveries: [CallbackDelivery], until end: Instant, in connection: any SQLConnection
  ) throws -> [CallbackDelivery] {
    try deliveries.compactMap { delivery in
      let isMine =
        try connection.execute(CallbackSQL.lease, [.text(delivery.tenantID), SQLValue(delivery.id), SQLValue(end)]) == 1
      return isMine ? delivery.leased(until: end) : nil
    }
  }

  /// Gives back what a dead worker held; what was taken as often as the schedule allows is given up.
  package func releaseLapsed(at now: Instant, in connection: any SQLConnection) throws {
    let arguments: [SQLValue] = [SQLValue(now), SQLValue(CallbackSchedule.waits.count)]
    try connection.execute(CallbackSQL.buryLapsed, arguments + [.text(Self.workerLost)])
    try connection.execute(CallbackSQL.release, arguments)
  }

  package func buryUnreadable(
    _ rows: [(tenantID: String, id: String)], at now: Instant, in connection: any SQLConnection
  ) throws {
    for row in rows {
      try connection.execute(
        CallbackSQL.buryUnreadable, [.text(row.tenantID), .text(row.id), .text(Self.unreadable), SQLValue(now)])
    }
  }

  /// Notes what an attempt brought. False when the lease ran out meanwhile.
  @discardableResult
  package func settle(
    _ delivery: CallbackDelivery, _ verdict: CallbackVerdict, attempt: CallbackAttempt, at now: Instant,
    in connection: any SQLConnection
  ) throws -> Bool {
    let state: CallbackState, next: Instant, reason: String?
    switch verdict {
    case .done: (state, next, reason) = (.done, now, nil)
    case .again(let wait, let text): (state, next, reason) = (.pending, now.adding(wait), text)
    case .dead(let text, _): (state, next, reason) = (.dead, now, text)
    }
    let (tenant, id) = (SQLValue.text(delivery.tenantID), SQLValue(delivery.id))
    let isMine =
      try connection.execute(
        CallbackSQL.settle,
        [
          tenant, id, SQLValue(delivery.attempts), .text(state.rawValue), SQLValue(next), SQLValue(attempt.status),
          SQLValue(reason), SQLValue(state.isOpen ? nil : now),
        ]) == 1
    try connection.execute(
      CallbackSQL.insertAttempt,
      [
        tenant, id, SQLValue(attempt.at), SQLValue(attempt.number), SQLValue(Int(attempt.took / .microseconds(1))),
        SQLValue(attempt.status), SQLValue(attempt.error),
      ])
    if isMine, case .dead(let text, disables: true) = verdict {
      let subject: [SQLValue] = [tenant, .text(delivery.subject.id)]
      try connection.execute(CallbackSQL.stop, subject + [SQLValue(now)])
      try connection.execute(CallbackSQL.bury, subject + [.text(text), SQLValue(now)])
    }
    return isMine
  }

  /// How many wait, are under way and are dead, for metrics.
  package func counts(in connection: any SQLConnection) throws -> [CallbackState: Int] {
    var counts: [CallbackState: Int] = [.pending: 0, .leased: 0, .dead: 0]
    for row in try connection.query(CallbackSQL.count) { counts[try row.choice("state")] = try row.int("number") }
    return counts
  }

  static func delivery(_ row: SQLRow) throws -> CallbackDelivery {
    guard let address = CallbackAddress(try row.text("url")),
      let subject = CallbackSubject(kind: try row.text("subject"), id: try row.text("subject_id"))
    else { throw SQLError.decoding("a callback without an address or a subject") }
    return CallbackDelivery(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), clientID: try row.id("client_id"), subject: subject,
      sequence: try row.int("sequence"), type: try row.choice("type"), address: address, body: try row.text("body"),
      state: try row.choice("state"), attempts: try row.int("attempts"), nextAt: try row.instant("next_at_us"),
      lastStatus: try row.optionalInt("last_status"), lastError: try row.optionalText("last_error"),
      createdAt: try row.instant("created_at_us"), settledAt: try row.optionalInstant("settled_at_us"))
  }
}
