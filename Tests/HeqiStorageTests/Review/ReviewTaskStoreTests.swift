import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Review task store")
struct ReviewTaskStoreTests {
  @Test("the queue is ordered by its clock, paged, and counts what is late", arguments: TestDatabase.engines)
  func queue(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount()
      let store = ReviewTaskStore(tenantID: "main")
      let tasks = (1...4).map { number in
        ReviewTask(
          id: base.id(UInt8(number)), tenantID: "main", kind: .face, accountID: account.id,
          verificationID: base.id(UInt8(10 + number)), openedAt: base.now,
          dueAt: base.now.adding(.seconds(Int64(100 - number))))
      }
      try await base.engine.write { (connection: any SQLConnection) throws in
        for task in tasks { try store.insert(task, in: connection) }
        let first = try store.open(limit: 2, in: connection)
        #expect(first.map(\.id) == [tasks[3].id, tasks[2].id])
        #expect(try store.open(after: first.last, in: connection).map(\.id) == [tasks[1].id, tasks[0].id])
        #expect(try store.overdue(at: base.now.adding(.seconds(98)), in: connection).map(\.id) == [tasks[3].id, tasks[2].id])
        let late = try store.overdue(at: base.now.adding(.seconds(98)), limit: 1, in: connection)
        #expect(late.map(\.id) == [tasks[3].id])
        #expect(
          try store.overdue(at: base.now.adding(.seconds(98)), after: late.last, in: connection).map(\.id) == [tasks[2].id])
        let counts = try store.counts(at: base.now.adding(.seconds(98)), in: connection)
        #expect(counts == (4, 2))
      }
    }
  }

  @Test("claims and decisions are kept; two reviewers cannot both save; one open task per case", arguments: TestDatabase.engines)
  func states(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount()
      let store = ReviewTaskStore(tenantID: "main")
      let reviewer: ID<Account> = base.id(9)
      let task = ReviewTask(
        id: base.id(1), tenantID: "main", kind: .face, accountID: account.id, verificationID: base.id(2),
        openedAt: base.now, dueAt: base.now)
      try await base.engine.write { try store.insert(task, in: $0) }
      let claimed = try ReviewTaskLifecycle.claim(task, by: reviewer, at: base.now)
      let saved = try await base.engine.write { try store.save(claimed, in: $0) }
      await #expect(throws: IdentityError(.staleRevision)) {
        try await base.engine.write { _ = try store.save(claimed, in: $0) }
      }
      let double = ReviewTask(
        id: base.id(3), tenantID: "main", kind: .face, accountID: account.id, verificationID: base.id(2),
        openedAt: base.now, dueAt: base.now)
      await #expect(throws: SQLError.self) { try await base.engine.write { try store.insert(double, in: $0) } }
      let decided = try ReviewTaskLifecycle.decide(saved, by: reviewer, approved: false, reason: "不一致", at: base.now)
      let final = try await base.engine.write { try store.save(decided, in: $0) }
      try await base.engine.read { (connection: any SQLConnection) throws in
        #expect(try store.find(task.id, in: connection) == final)
        #expect(try store.open(of: task.verificationID, in: connection) == nil)
        #expect(try store.closed(in: connection) == [final])
        #expect(try store.closed(before: final, in: connection).isEmpty)
      }
    }
  }
}
