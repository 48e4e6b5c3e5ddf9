import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct IdempotencyStoreTests {
  private let store = IdempotencyStore()
  private let start = TestDatabase.start
  private let request = ContentHash.sha256([1])
  private let other = ContentHash.sha256([2])

  private func begin(
    _ hash: Digest, caller: String = "c", after: Duration = .zero, on engine: any SQLEngine
  ) async throws -> IdempotencyStore.Beginning {
    try await engine.write {
      try store.begin("k", callerID: caller, tenantID: "t", requestHash: hash, at: start.adding(after), in: $0)
    }
  }

  private func finish(on engine: any SQLEngine) async throws {
    let isKept = try await engine.write {
      try store.finish("k", callerID: "c", tenantID: "t", status: 201, reply: [9], in: $0)
    }
    #expect(isKept)
  }

  @Test("the first request runs, the second waits, the third gets the stored answer", arguments: TestDatabase.engines)
  func replay(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let first = try await begin(request, on: engine)
      let second = try await begin(request, on: engine)
      try await finish(on: engine)
      let third = try await begin(request, on: engine)
      #expect([first, second, third] == [.started, .inProgress, .replay(status: 201, reply: [9])])
    }
  }

  @Test("the key with another request is refused, another caller's key is another key", arguments: TestDatabase.engines)
  func mismatch(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      _ = try await begin(request, on: engine)
      let running = try await begin(other, on: engine)
      try await finish(on: engine)
      let finished = try await begin(other, on: engine)
      let stranger = try await begin(other, caller: "d", on: engine)
      #expect([running, finished, stranger] == [.mismatch, .mismatch, .started])
    }
  }

  @Test("the key is free after an abandoned request, a dead process and the end of its time", arguments: TestDatabase.engines)
  func release(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      _ = try await begin(request, on: engine)
      try await engine.write { try store.abandon("k", callerID: "c", tenantID: "t", in: $0) }
      let again = try await begin(request, on: engine)
      let tooSoon = try await begin(request, after: IdempotencyStore.lease - .microseconds(1), on: engine)
      let takenOver = try await begin(request, after: IdempotencyStore.lease, on: engine)
      try await finish(on: engine)
      let end = IdempotencyStore.lease + IdempotencyStore.retention
      let kept = try await begin(request, after: end - .microseconds(1), on: engine)
      let expired = try await begin(other, after: end, on: engine)
      #expect([again, tooSoon, takenOver] == [.started, .inProgress, .started])
      #expect([kept, expired] == [.replay(status: 201, reply: [9]), .started])
    }
  }

  @Test("of twenty equal requests at once one runs", arguments: TestDatabase.engines)
  func parallel(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let outcomes = try await withThrowingTaskGroup(of: IdempotencyStore.Beginning.self) { group in
        for _ in 0..<20 { group.addTask { try await begin(request, on: engine) } }
        var all: [IdempotencyStore.Beginning] = []
        for try await outcome in group { all.append(outcome) }
        return all
      }
      #expect(outcomes.filter { $0 == .started }.count == 1)
      #expect(outcomes.filter { $0 == .inProgress }.count == 19)
    }
  }

  @Test("expired answers are deleted, others kept", arguments: TestDatabase.engines)
  func sweep(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      _ = try await begin(request, on: engine)
      let end = start.adding(IdempotencyStore.retention)
      let deleted = try await engine.write { connection in
        [
          try store.deleteExpired(at: end.adding(.microseconds(-1)), in: connection),
          try store.deleteExpired(at: end, in: connection),
        ]
      }
      #expect(deleted == [0, 1])
    }
  }
}
