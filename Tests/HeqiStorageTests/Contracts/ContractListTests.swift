import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Lists of contracts")
struct ContractListTests {
  @Test("each side's folder moves with every step (B-07)", arguments: TestDatabase.engines)
  func folders(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      func counts() async throws -> [[ContractFolder: Int]] {
        try await base.engine.read { connection in
          [try base.counts(base.me, connection), try base.counts(base.you, connection)]
        }
      }
      var contract = try await base.initiated()
      #expect(try await counts() == [[.awaitingInitiatorSign: 1], [:]])
      contract = try await base.signed(contract, by: contract.round.initiator)
      #expect(try await counts() == [[.awaitingReceipt: 1], [.awaitingReceipt: 1]])
      contract = try await base.play(.receive, on: contract, by: .party(contract.round.receivers[0].id))
      #expect(try await counts() == [[.awaitingReceiverSign: 1], [.awaitingReceiverSign: 1]])
      contract = try await base.play(.withdraw(reason: "条件变化"), on: contract, by: .party(contract.round.initiator.id))
      #expect(try await counts() == [[.invalid: 1], [.invalid: 1]])
    }
  }

  @Test("only live contracts past their deadline are due", arguments: TestDatabase.engines)
  func due(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.initiated(1)
      _ = try await base.insert(base.draft(2))
      let deadline = base.deadline
      let atDeadline = try await base.engine.read { try ContractStore.due(at: deadline, limit: 10, in: $0).map(\.id) }
      let after = try await base.engine.read {
        try ContractStore.due(at: deadline.adding(.microseconds(1)), limit: 10, in: $0).map(\.id)
      }
      #expect(atDeadline == [] && after == [contract.id])
      _ = try await base.play(.expire, on: contract, by: .system, at: deadline.adding(.seconds(1)))
      let done = try await base.engine.read {
        try ContractStore.due(at: deadline.adding(.seconds(2)), limit: 10, in: $0).map(\.id)
      }
      #expect(done == [])
    }
  }

  @Test(
    "an invitation is linked by a proved mobile or a confirmed e-mail only (F-050)", arguments: TestDatabase.engines)
  func invitations(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.initiated(receiverAccount: false, order: .sendThenSign)
      let stranger = base.account(base.id(1), mobile: "13900000000", email: "li@example.com", confirmed: false)
      let byMail = base.account(base.id(2), mobile: "13900000000", email: "li@example.com", confirmed: true)
      let byMobile = base.account(base.id(3), mobile: "13812341234", email: "x@example.com", confirmed: false)
      let myself = base.account(base.me, mobile: "13812341234", email: "x@example.com", confirmed: false)
      for (account, expected) in [(stranger, []), (myself, []), (byMail, [contract.id]), (byMobile, [])] {
        let linked = try await base.engine.write { try base.store.linkInvitations(to: account, in: $0) }
        #expect(linked == expected)
      }
      #expect(try await base.load(contract.id)?.round.receivers.first?.accountID == byMail.id)
      #expect(try await base.engine.read { try base.counts(byMail.id, $0) } == [.awaitingReceipt: 1])
    }
  }

  @Test("any revision of a file is known by its digest", arguments: TestDatabase.engines)
  func known(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let contract = try await base.initiated()
      let (original, prepared, none) = try await base.engine.read { connection in
        (
          try base.store.known(base.digest(1), in: connection), try base.store.known(base.digest(200), in: connection),
          try base.store.known(base.digest(99), in: connection)
        )
      }
      #expect(original.map(\.contractID) == [contract.id] && original.first?.kind == .original)
      #expect(prepared.first?.number == 1 && none.isEmpty)
    }
  }

  @Test("the reading clock starts with the first page and keeps the furthest", arguments: TestDatabase.engines)
  func reading(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let party: ID<ContractParty> = base.id(1)
      let now = base.now
      for (seconds, page) in [(0, 1), (5, 4), (9, 2)] {
        try await base.engine.write {
          try base.store.recordReading(
            party: party, digest: base.digest(1), page: page, at: now.adding(.seconds(seconds)), in: $0)
        }
      }
      let row = try await base.engine.read { try base.store.reading(party: party, digest: base.digest(1), in: $0) }
      #expect(row?.openedAt == now && row?.lastPage == 4)
    }
  }

  @Test(
    "every list query goes through its index",
    arguments: [
      (
        "SELECT id FROM contract WHERE expires_at_us IS NOT NULL AND expires_at_us < $1 ORDER BY expires_at_us, id LIMIT $2",
        "contract_by_expiry"
      ),
      (
        "SELECT id FROM contract_party WHERE tenant_id = $1 AND mobile_index = $2 AND account_id IS NULL",
        "contract_party_by_mobile"
      ),
      (
        "SELECT id FROM action_request WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $6 AND closed_at_us IS NULL AND (opened_at_us, id) < ($3, $4) ORDER BY opened_at_us DESC, id DESC LIMIT $5",
        "action_request_open"
      ),
      (
        "SELECT id FROM action_request WHERE tenant_id = $1 AND account_id = $2 AND organization_id = $6 AND closed_at_us IS NOT NULL AND (closed_at_us, id) < ($3, $4) ORDER BY closed_at_us DESC, id DESC LIMIT $5",
        "action_request_done"
      ),
    ])
  func explain(statement: String, index: String) async throws {
    try await ContractBase.with(.sqliteMemory) { base in
      let count = (1...6).last { statement.contains("$\($0)") } ?? 0
      let plan = try await base.engine.read {
        try $0.query("EXPLAIN QUERY PLAN " + statement, [SQLValue](repeating: .integer(1), count: count)).map {
          try $0.text("detail")
        }
      }.joined(separator: "; ")
      #expect(plan.contains(index) && !plan.contains("TEMP B-TREE"), "\(plan)")
    }
  }
}
