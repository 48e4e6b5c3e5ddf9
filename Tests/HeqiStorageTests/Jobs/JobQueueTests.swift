import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct JobQueueTests {
  private let queue = JobQueue()
  private let start = TestDatabase.start

  private func id(_ number: Int) -> ID<Job> {
    ID(at: start.adding(.milliseconds(number)), random: [UInt8(truncatingIfNeeded: number)])
  }

  private func enqueue(
    _ numbers: ClosedRange<Int>, attemptsMax: Int = 10, availableAt: Instant? = nil, on engine: any SQLEngine
  ) async throws {
    try await engine.write { connection in
      for number in numbers {
        try queue.enqueue(
          id(number), queue: "q", tenantID: "t", payload: "{\"n\":\(number)}", availableAt: availableAt,
          attemptsMax: attemptsMax, at: start, in: connection)
      }
    }
  }

  private func claim(
    _ limit: Int, token: String, at now: Instant, lease: Duration = .seconds(30), on engine: any SQLEngine
  ) async throws -> [LeaseItem] {
    try await queue.claim("q", limit: limit, lease: lease, token: token, at: now, on: engine)
  }

  @Test("jobs are claimed oldest first, by one worker each", arguments: TestDatabase.engines)
  func claims(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await enqueue(1...5, on: engine)
      let first = try await claim(3, token: "a", at: start, on: engine)
      let second = try await claim(3, token: "b", at: start, on: engine)
      let third = try await claim(3, token: "c", at: start, on: engine)
      #expect(first.map(\.payload) == ["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"])
      #expect(second.map(\.id) == [id(4).description, id(5).description])
      #expect(third.isEmpty)
      #expect(first.allSatisfy { $0.attempts == 1 && $0.token == "a" && $0.tenantID == "t" && $0.channel == "q" })
    }
  }

  @Test("a job waits for its time, to the microsecond", arguments: TestDatabase.engines)
  func availability(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let due = start.adding(.seconds(60))
      try await enqueue(1...1, availableAt: due, on: engine)
      let early = try await claim(1, token: "a", at: due.adding(.microseconds(-1)), on: engine)
      let punctual = try await claim(1, token: "a", at: due, on: engine)
      #expect(early.isEmpty)
      #expect(punctual.count == 1)
    }
  }

  @Test("a worker that dies gives its job back when the lease ends, and its late answer counts for nothing", arguments: TestDatabase.engines)
  func deadWorker(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await enqueue(1...1, on: engine)
      let dead = try await claim(1, token: "dead", at: start, on: engine)[0]
      let during = try await claim(1, token: "next", at: start.adding(.seconds(29)), on: engine)
      #expect(during.isEmpty)
      let next = try await claim(1, token: "next", at: start.adding(.seconds(30)), on: engine)[0]
      #expect(next.attempts == 2)
      let late = try await engine.write { connection in
        [
          try queue.complete(dead, in: connection),
          try queue.extend(dead, until: start.adding(.seconds(99)), in: connection),
          try queue.retry(dead, error: "late", at: start, in: connection) != .leaseLost,
          try queue.bury(dead, error: "late", at: start, in: connection),
        ]
      }
      #expect(late == [false, false, false, false])
      let isComplete = try await engine.write { try queue.complete(next, in: $0) }
      #expect(isComplete)
      let counts = try await engine.read { try queue.counts("q", at: start, in: $0) }
      #expect(counts == LeaseCounts(ready: 0, waiting: 0, leased: 0, dead: 0))
    }
  }

  @Test("an extended lease holds until its new end", arguments: TestDatabase.engines)
  func extending(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await enqueue(1...1, on: engine)
      let job = try await claim(1, token: "a", at: start, on: engine)[0]
      let end = start.adding(.seconds(100))
      let isDone1 = try await engine.write { try queue.extend(job, until: end, in: $0) }
      #expect(isDone1)
      let during = try await claim(1, token: "b", at: end.adding(.microseconds(-1)), on: engine)
      let after = try await claim(1, token: "b", at: end, on: engine)
      #expect(during.isEmpty)
      #expect(after.count == 1)
    }
  }

  @Test("a failing job is tried again later and later, then buried, and can be revived", arguments: TestDatabase.engines)
  func retries(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await enqueue(1...1, attemptsMax: 3, on: engine)
      var now = start
      var waits: [Duration] = []
      for _ in 1...2 {
        let job = try await claim(1, token: "a", at: now, on: engine)[0]
        let at = now
        let outcome = try await engine.write { try queue.retry(job, error: "no answer", at: at, in: $0) }
        guard case .retrying(let next) = outcome else { throw SQLError(.other, "expected a retry, got \(outcome)") }
        waits.append(next.since(now))
        now = next
      }
      #expect(waits[1] > waits[0])
      #expect(waits[0] >= .seconds(4) && waits[0] <= .seconds(6))
      let last = try await claim(1, token: "a", at: now, on: engine)[0]
      let at = now
      let (outcome, dead, counts) = try await engine.write { connection in
        (
          try queue.retry(last, error: "still none", at: at, in: connection), try queue.dead("q", in: connection),
          try queue.counts("q", at: at, in: connection)
        )
      }
      #expect(outcome == .buried)
      #expect(dead.map(\.lastError) == ["still none"])
      #expect(counts.dead == 1)
      let none = try await claim(1, token: "b", at: now.adding(.seconds(999_999)), on: engine)
      #expect(none.isEmpty)
      let isDone2 = try await engine.write { try queue.revive(last.id, at: at, in: $0) }
      #expect(isDone2)
      let revived = try await claim(1, token: "b", at: now, on: engine)
      #expect(revived.map(\.attempts) == [1])
    }
  }

  @Test("a job that kills its workers is buried without anybody's answer, others go on", arguments: TestDatabase.engines)
  func poison(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await enqueue(1...1, attemptsMax: 2, on: engine)
      _ = try await claim(1, token: "a", at: start, on: engine)
      _ = try await claim(1, token: "b", at: start.adding(.seconds(30)), on: engine)
      try await enqueue(2...2, on: engine)
      let later = start.adding(.seconds(60))
      let claimed = try await claim(5, token: "c", at: later, on: engine)
      #expect(claimed.map(\.id) == [id(2).description])
      let dead = try await engine.read { try queue.dead("q", in: $0) }
      #expect(dead.map(\.id) == [id(1).description])
      #expect(dead[0].deadAt == later)
      #expect(dead[0].lastError != nil)
    }
  }

  @Test("a released job does not count the attempt", arguments: TestDatabase.engines)
  func releasing(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await enqueue(1...1, attemptsMax: 1, on: engine)
      let job = try await claim(1, token: "a", at: start, on: engine)[0]
      let isDone3 = try await engine.write { try queue.release(job, at: start, in: $0) }
      #expect(isDone3)
      let again = try await claim(1, token: "b", at: start, on: engine)
      #expect(again.map(\.attempts) == [1])
    }
  }

  @Test("a key is queued once per queue", arguments: TestDatabase.engines)
  func deduplication(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let accepted = try await engine.write { connection in
        try [("q", 1), ("q", 2), ("other", 3)].map { name, number in
          try queue.enqueue(
            id(number), queue: name, tenantID: "t", payload: "{}", dedupKey: "once", at: start, in: connection)
        }
      }
      #expect(accepted == [true, false, true])
    }
  }

  @Test("many workers together finish every job exactly once", arguments: TestDatabase.engines)
  func manyWorkers(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await enqueue(1...60, on: engine)
      let done = try await withThrowingTaskGroup(of: [String].self) { group in
        for worker in 0..<6 {
          group.addTask {
            var mine: [String] = []
            var round = 0
            while true {
              round += 1
              let jobs = try await claim(4, token: "\(worker)-\(round)", at: start, on: engine)
              if jobs.isEmpty { return mine }
              let completed = try await engine.write { connection in
                try jobs.map { try queue.complete($0, in: connection) }
              }
              #expect(completed.allSatisfy { $0 })
              mine += jobs.map(\.id)
            }
          }
        }
        var all: [String] = []
        for try await ids in group { all += ids }
        return all
      }
      #expect(done.count == 60)
      #expect(Set(done).count == 60)
    }
  }

  @Test("waiting times double from 5 s to 1 h and differ between jobs")
  func backoff() {
    let first = (0..<50).map { LeaseBackoff.delay(afterAttempts: 1, id: "job\($0)") }
    #expect(first.allSatisfy { $0 >= .seconds(4) && $0 <= .seconds(6) })
    #expect(Set(first).count > 10)
    #expect(LeaseBackoff.delay(afterAttempts: 3, id: "x") == LeaseBackoff.delay(afterAttempts: 1, id: "x") * 4)
    #expect(LeaseBackoff.delay(afterAttempts: 1000, id: "x") <= .seconds(4320))
  }
}
