package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The caller's registration and verification log; a reviewer reads the same lines (F-017, F-028).
package struct ReadIdentityLog: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Oldest first; the newest 500 events at most.
  package func callAsFunction(caller: Caller) async throws -> [LogLine] {
    try await Self.lines(of: caller.accountID, tenantID: caller.tenantID, ledger.engine)
  }

  static func lines(of account: ID<Account>, tenantID: String, _ engine: any SQLEngine) async throws -> [LogLine] {
    let subject = Event.Subject(kind: "account", id: account.description)
    return try await engine.read { connection in
      var lines: [LogLine] = []
      var after: Int64 = 0
      while true {
        let page = try EventStore().bySubject(subject, tenantID: tenantID, after: after, in: connection)
        lines += page.compactMap { IdentityLog.line(of: $0.event) }
        guard let last = page.last, page.count == EventStore.pageCountMax else { break }
        after = last.sequence
      }
      return Array(lines.suffix(500))
    }
  }
}

/// One page of the personal operation log (个人操作日志, F-090), newest first.
package struct PersonalLogSlice: Sendable {
  package let lines: [LogLine]
  /// The event to continue before; `nil` on the last page.
  package let next: ID<Event>?
}

package struct ReadPersonalLog: Sendable {
  private let ledger: PeopleLedger

  package init(ledger: PeopleLedger) { self.ledger = ledger }

  /// Events that one page looks at where a filter leaves few: the next page goes on from there.
  static let lookedAtMax = 5_000

  /// - Parameters:
  ///   - before: `next` of the page before.
  ///   - limit: lines of one page, 1…500.
  package func callAsFunction(
    _ filter: PersonalLogFilter = PersonalLogFilter(), before: ID<Event>? = nil, limit: Int = 50, caller: Caller
  ) async throws -> PersonalLogSlice {
    let actor = caller.accountID.description
    return try await ledger.engine.read { connection in
      let events = EventStore()
      let last = try before.flatMap { try events.find($0, tenantID: caller.tenantID, in: connection)?.event }
      // Somebody else's event as a cursor tells nothing and starts anew.
      var cursor = last?.actor.id == actor ? last : nil
      var lines: [LogLine] = []
      var lookedAt = 0
      while true {
        let page = try events.byActor(
          actor, tenantID: caller.tenantID, before: cursor, upTo: filter.to, limit: limit, in: connection)
        for stored in page {
          if filter.ends(before: stored.event) { return PersonalLogSlice(lines: lines, next: nil) }
          cursor = stored.event
          if filter.passes(stored.event), let line = Self.line(of: stored.event) { lines.append(line) }
          if lines.count == limit { return PersonalLogSlice(lines: lines, next: stored.event.id) }
        }
        lookedAt += page.count
        if page.count < limit { return PersonalLogSlice(lines: lines, next: nil) }
        if lookedAt >= Self.lookedAtMax { return PersonalLogSlice(lines: lines, next: cursor?.id) }
      }
    }
  }

  /// Every event has one line: of its own log, re-headed where the person is reading about themselves.
  static func line(of event: Event) -> LogLine? {
    AccountLog.line(of: event) ?? ContractLog.personal(event)?.line ?? IdentityLog.line(of: event)
      ?? OrganizationLog.line(of: event)
  }
}
