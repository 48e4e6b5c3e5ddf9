package import HeqiDomain
package import HeqiSQL

/// What a page of the delivery log is limited to.
package struct CallbackFilter: Equatable, Sendable {
  /// A contract's or a face check's id.
  package var subjectID: String?
  package var state: CallbackState?
  package var client: ID<APIClient>?
  /// Written at this time or later.
  package var from: Instant?
  /// Written before this time.
  package var until: Instant?

  package init(
    subjectID: String? = nil, state: CallbackState? = nil, client: ID<APIClient>? = nil, from: Instant? = nil,
    until: Instant? = nil
  ) {
    self.subjectID = subjectID
    self.state = state
    self.client = client
    self.from = from
    self.until = until
  }
}

/// The delivery log and its replay (M-032).
extension CallbackStore {
  private static let attemptsMax = 200

  package func find(
    _ id: ID<CallbackDelivery>, tenantID: String, in connection: any SQLConnection
  ) throws -> CallbackDelivery? {
    try connection.first(CallbackSQL.select, [.text(tenantID), SQLValue(id)]).map(Self.delivery)
  }

  /// Of whatever tenant, for the operator.
  package func find(_ id: ID<CallbackDelivery>, in connection: any SQLConnection) throws -> CallbackDelivery? {
    try connection.first(CallbackSQL.selectByID, [SQLValue(id)]).map(Self.delivery)
  }

  /// Newest first, before `last`; a row that cannot be read is left out. `tenantID` nil: of all tenants, for the operator.
  package func list(
    tenantID: String?, _ filter: CallbackFilter = CallbackFilter(), before last: ID<CallbackDelivery>?, limit: Int,
    in connection: any SQLConnection
  ) throws -> [CallbackDelivery] {
    try connection.query(
      Self.page(isOfficial: tenantID == nil, isDead: filter.state == .dead),
      [
        .text(tenantID ?? ""), .text(last?.description ?? "~"), .text(filter.subjectID ?? ""), .text(filter.state?.rawValue ?? ""),
        .text(filter.client?.description ?? ""), SQLValue(filter.from ?? Instant(microseconds: 0)),
        SQLValue(filter.until ?? Instant(microseconds: .max)), SQLValue(limit),
      ]
    ).compactMap { try? Self.delivery($0) }
  }

  private static func page(isOfficial: Bool, isDead: Bool) -> String {
    isOfficial
      ? isDead ? CallbackSQL.selectOfficeDeadPage : CallbackSQL.selectOfficePage
      : isDead ? CallbackSQL.selectDeadPage : CallbackSQL.selectPage
  }

  /// Every attempt at a delivery, oldest first, those before a replay included; two hundred at most.
  package func attempts(
    of id: ID<CallbackDelivery>, tenantID: String, in connection: any SQLConnection
  ) throws -> [CallbackAttempt] {
    try connection.query(CallbackSQL.selectAttempts, [.text(tenantID), SQLValue(id), SQLValue(Self.attemptsMax)]).map { row in
      CallbackAttempt(
        number: try row.int("number"), at: try row.instant("at_us"), took: .microseconds(try row.integer("took_us")),
        status: try row.optionalInt("status"), error: try row.optionalText("error"))
    }
  }

  /// Sends a settled delivery again from the first attempt, and takes back a stop of its subject. False when it is
  /// under way already.
  package func replay(_ delivery: CallbackDelivery, at now: Instant, in connection: any SQLConnection) throws -> Bool {
    try connection.execute(CallbackSQL.resume, [.text(delivery.tenantID), .text(delivery.subject.id)])
    return try connection.execute(
      CallbackSQL.replay, [.text(delivery.tenantID), SQLValue(delivery.id), SQLValue(now)]) == 1
  }

  /// The same for every settled one that `filter` finds (its state: nil, done or dead). nil when there are more than
  /// `limit`; then nothing is changed. `tenantID` nil: of all tenants, for the operator.
  package func replay(
    tenantID: String?, _ filter: CallbackFilter, limit: Int, at now: Instant, in connection: any SQLConnection
  ) throws -> Int? {
    let range: [SQLValue] = [
      .text(tenantID ?? ""), SQLValue(filter.from ?? Instant(microseconds: 0)), SQLValue(filter.until ?? Instant(microseconds: .max)),
      .text(filter.state?.rawValue ?? ""), .text(filter.client?.description ?? ""), .text(filter.subjectID ?? ""),
    ]
    let number = try connection.first(CallbackSQL.countRange, range)?.int("number") ?? 0
    guard number <= limit else { return nil }
    try connection.execute(CallbackSQL.resumeRange, range)
    return try connection.execute(CallbackSQL.replayRange, range + [SQLValue(now)])
  }
}
