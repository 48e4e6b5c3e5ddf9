package import HeqiDomain
package import HeqiSQL

/// Deliveries to business systems: written with their cause, in order per contract, few at once per endpoint.
package struct CallbackStore: Sendable {
  /// Deliveries under way at once to one endpoint.
  package static let endpointWidth = 4

  package init() {}

  // MARK: writing

  /// The next sequence of a contract. Its transaction changes the contract too, so rivals cannot draw the same.
  package func nextSequence(of contract: ID<Contract>, tenantID: String, in connection: any SQLConnection) throws -> Int {
    try (connection.first(CallbackSQL.selectLast, [.text(tenantID), SQLValue(contract)])?.int("last") ?? 0) + 1
  }

  package func insert(_ delivery: CallbackDelivery, in connection: any SQLConnection) throws {
    try connection.execute(
      CallbackSQL.insert,
      [
        .text(delivery.tenantID), SQLValue(delivery.id), SQLValue(delivery.clientID), SQLValue(delivery.contractID),
        SQLValue(delivery.sequence), .text(delivery.type.rawValue), .text(delivery.address.text),
        .text(delivery.address.endpoint), .text(delivery.body), .text(delivery.state.rawValue), SQLValue(delivery.attempts),
        SQLValue(delivery.nextAt), delivery.lastStatus.map { SQLValue($0) } ?? .null, SQLValue(delivery.lastError),
        SQLValue(delivery.createdAt), SQLValue(delivery.settledAt),
      ])
  }

  /// Whether the address of this contract said 410.
  package func isStopped(_ contract: ID<Contract>, tenantID: String, in connection: any SQLConnection) throws -> Bool {
    try connection.first(CallbackSQL.selectStop, [.text(tenantID), SQLValue(contract)]) != nil
  }

  // MARK: delivering

  /// Whether `claim` would find something: one read, so that an idle server does not write.
  package func hasReady(at now: Instant, in connection: any SQLConnection) throws -> Bool {
    if try connection.first(CallbackSQL.selectLapsed, [SQLValue(now)]) != nil { return true }
    return try !ready(limit: 1, at: now, in: connection).isEmpty
  }

  /// Takes what may be delivered now.
  package func claim(
    limit: Int, lease: Duration, at now: Instant, in connection: any SQLConnection
  ) throws -> [CallbackDelivery] {
    try connection.execute(CallbackSQL.release, [SQLValue(now)])
    return try ready(limit: limit, at: now, in: connection).filter { delivery in
      try connection.execute(
        CallbackSQL.lease, [.text(delivery.tenantID), SQLValue(delivery.id), SQLValue(now.adding(lease))]) == 1
    }.compactMap { try find($0.id, tenantID: $0.tenantID, in: connection) }
  }

  private func ready(limit: Int, at now: Instant, in connection: any SQLConnection) throws -> [CallbackDelivery] {
    try connection.query(CallbackSQL.selectReady, [SQLValue(now), SQLValue(Self.endpointWidth), SQLValue(limit)])
      .map(Self.delivery)
  }

  /// Notes what an attempt brought. False when the lease ran out meanwhile.
  @discardableResult
  package func settle(
    _ delivery: CallbackDelivery, _ verdict: CallbackVerdict, status: Int?, at now: Instant,
    in connection: any SQLConnection
  ) throws -> Bool {
    let state: CallbackState, next: Instant, reason: String?
    switch verdict {
    case .done: (state, next, reason) = (.done, now, nil)
    case .again(let wait, let text): (state, next, reason) = (.pending, now.adding(wait), text)
    case .dead(let text, _): (state, next, reason) = (.dead, now, text)
    }
    let isMine =
      try connection.execute(
        CallbackSQL.settle,
        [
          .text(delivery.tenantID), SQLValue(delivery.id), SQLValue(delivery.attempts), .text(state.rawValue), SQLValue(next),
          status.map { SQLValue($0) } ?? .null, SQLValue(reason), SQLValue(state.isOpen ? nil : now),
        ]) == 1
    if isMine, case .dead(let text, disables: true) = verdict {
      let contract: [SQLValue] = [.text(delivery.tenantID), SQLValue(delivery.contractID)]
      try connection.execute(CallbackSQL.stop, contract + [SQLValue(now)])
      try connection.execute(CallbackSQL.bury, contract + [.text(text), SQLValue(now)])
    }
    return isMine
  }

  // MARK: the log

  package func find(
    _ id: ID<CallbackDelivery>, tenantID: String, in connection: any SQLConnection
  ) throws -> CallbackDelivery? {
    try connection.first(CallbackSQL.select, [.text(tenantID), SQLValue(id)]).map(Self.delivery)
  }

  /// Newest first, before `last`.
  package func list(
    tenantID: String, contract: ID<Contract>?, state: CallbackState?, before last: ID<CallbackDelivery>?, limit: Int,
    in connection: any SQLConnection
  ) throws -> [CallbackDelivery] {
    try connection.query(
      CallbackSQL.selectPage,
      [
        .text(tenantID), .text(last?.description ?? "~"), .text(contract?.description ?? ""), .text(state?.rawValue ?? ""),
        SQLValue(limit),
      ]
    ).map(Self.delivery)
  }

  /// Sends a settled delivery again from the first attempt, and takes back a stop of its contract. False when it is
  /// under way already.
  package func replay(_ delivery: CallbackDelivery, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(CallbackSQL.resume, [.text(delivery.tenantID), SQLValue(delivery.contractID)])
    return try connection.execute(
      CallbackSQL.replay, [.text(delivery.tenantID), SQLValue(delivery.id), SQLValue(now)]) == 1
  }

  /// How many wait, are under way and are dead, for metrics.
  package func counts(in connection: any SQLConnection) throws -> [CallbackState: Int] {
    var counts: [CallbackState: Int] = [.pending: 0, .leased: 0, .dead: 0]
    for row in try connection.query(CallbackSQL.count) { counts[try row.choice("state")] = try row.int("number") }
    return counts
  }

  private static func delivery(_ row: SQLRow) throws -> CallbackDelivery {
    guard let address = CallbackAddress(try row.text("url")) else { throw SQLError.decoding("callback.url is no address") }
    return CallbackDelivery(
      id: try row.id("id"), tenantID: try row.text("tenant_id"), clientID: try row.id("client_id"),
      contractID: try row.id("contract_id"), sequence: try row.int("sequence"), type: try row.choice("type"),
      address: address, body: try row.text("body"), state: try row.choice("state"), attempts: try row.int("attempts"),
      nextAt: try row.instant("next_at_us"), lastStatus: try row.optionalInt("last_status"),
      lastError: try row.optionalText("last_error"), createdAt: try row.instant("created_at_us"),
      settledAt: try row.optionalInstant("settled_at_us"))
  }
}
