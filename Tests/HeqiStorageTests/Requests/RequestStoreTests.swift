import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("RequestStore")
struct RequestStoreTests {
  let store = RequestStore()

  @Test(
    "requests are opened once, listed newest first, and moved to done when closed (F-091)",
    arguments: TestDatabase.engines)
  func life(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.insert(base.draft())
      for number in 1...3 {
        let request = ActionRequest(
          id: base.id(number), tenantID: "main", contractID: contract.id,
          key: ActionRequestKey(partyID: base.id(10 + number), action: .sign),
          accountID: base.me, openedAt: base.now.adding(.seconds(number)))
        try await base.engine.write { try store.open(request, in: $0) }
      }
      let key = ActionRequestKey(partyID: base.id(12), action: .sign)
      let again = ActionRequest(
        id: base.id(50), tenantID: "main", contractID: contract.id, key: key, accountID: base.me, openedAt: base.now)
      await #expect(throws: SQLError(.uniqueViolation, "")) {
        try await base.engine.write { try store.open(again, in: $0) }
      }
      let closing = base.now.adding(.seconds(9))
      try await base.engine.write { try store.close(key, tenantID: "main", at: closing, in: $0) }
      let (open, done, count) = try await base.engine.read { connection in
        (
          try store.list(of: base.me, tenantID: "main", limit: 1, in: connection),
          try store.list(of: base.me, tenantID: "main", isDone: true, in: connection),
          try store.countOpen(of: base.me, tenantID: "main", in: connection)
        )
      }
      #expect(
        open.map(\.id) == [base.id(3)] && done.map(\.id) == [base.id(2)] && done.first?.closedAt == closing
          && count == 2)
      let next = try await base.engine.read { try store.list(of: base.me, tenantID: "main", before: open.last, in: $0) }
      #expect(next.map(\.id) == [base.id(1)])
      try await base.engine.write { try store.open(again, in: $0) }
    }
  }

  @Test("an invited party's requests go to the account it becomes", arguments: TestDatabase.engines)
  func linking(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.insert(base.draft())
      let key = ActionRequestKey(partyID: base.id(11), action: .receive)
      try await base.engine.write {
        try store.open(
          ActionRequest(
            id: base.id(1), tenantID: "main", contractID: contract.id, key: key, accountID: nil, openedAt: base.now),
          in: $0)
        try store.link(party: key.partyID, to: base.you, tenantID: "main", in: $0)
      }
      #expect(try await base.engine.read { try store.countOpen(of: base.you, tenantID: "main", in: $0) } == 1)
    }
  }
}
