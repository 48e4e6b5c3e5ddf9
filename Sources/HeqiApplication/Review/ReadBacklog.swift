package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// What waits and what stopped in the outbox and the job queues ("why is it stuck").
package struct Backlog: Sendable {
  package let waiting: Int
  package let deadCount: Int
  /// Newest first.
  package let dead: [LeaseItem]
}

/// Reads the backlog for operators and auditors; payloads are not shown.
package struct ReadBacklog: Sendable {
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let topics: [String]
  private let queues: [String]

  /// `topics` of the outbox and `queues` of jobs that this server works on.
  package init(engine: any SQLEngine, clock: any WallClock, topics: [String], queues: [String]) {
    self.engine = engine
    self.clock = clock
    self.topics = topics
    self.queues = queues
  }

  /// - Throws: `IdentityError` `.notPermitted`.
  package func callAsFunction(limit: Int = 100, caller: Caller) async throws -> Backlog {
    try PeoplePolicy.require(.readAudit, caller)
    let now = clock.now
    return try await engine.read { [topics, queues] connection in
      let outbox = OutboxStore()
      let jobs = JobQueue()
      let counts =
        try topics.map { try outbox.counts($0, at: now, in: connection) } + queues.map { try jobs.counts($0, at: now, in: connection) }
      let dead =
        try topics.flatMap { try outbox.dead($0, limit: limit, in: connection) }
        + queues.flatMap { try jobs.dead($0, limit: limit, in: connection) }
      return Backlog(
        waiting: counts.reduce(0) { $0 + $1.ready + $1.waiting + $1.leased }, deadCount: counts.reduce(0) { $0 + $1.dead },
        dead: Array(dead.sorted { ($0.deadAt ?? now) > ($1.deadAt ?? now) }.prefix(limit)))
    }
  }
}
