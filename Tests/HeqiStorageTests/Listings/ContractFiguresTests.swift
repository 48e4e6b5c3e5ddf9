import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Figures of a list of contracts")
struct ContractFiguresTests {
  private let store = ContractFiguresStore(tenantID: "main")

  private func figures(
    _ base: ContractBase, of account: ID<Account>? = nil, after seconds: Int = 0
  ) async throws -> ContractFigures {
    try await base.engine.read {
      try store.figures(of: .person(account ?? base.me), at: base.now.adding(.seconds(seconds)), in: $0)
    }
  }

  @Test("drafts, live, late and completed contracts are counted where they belong", arguments: TestDatabase.engines)
  func counts(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      _ = try await base.insert(base.draft(1))
      let live = try await base.initiated(2)
      _ = try await base.signed(live, by: live.round.initiator)
      let found = try await figures(base)
      #expect(found.folders[.draft] == 1 && found.folders.values.reduce(0, +) == 2)
      #expect(found.months.count == 12 && found.months.last?.initiated == 1 && found.months.last?.completed == 0)
      #expect(found.dueSoon == 1 && found.overdue == 0 && found.timeToSign == nil)
      let late = try await figures(base, after: 2000)
      #expect(late.dueSoon == 0 && late.overdue == 1)
      #expect(try await figures(base, of: base.id(950)).folders.isEmpty, "nobody else's contracts")
    }
  }

  @Test("time to sign runs from initiation to completion, expired ones are overdue", arguments: TestDatabase.engines)
  func times(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      _ = try await base.initiated(1)
      _ = try await base.initiated(2)
      let now = base.now.microseconds
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        for (id, folder, stage, seconds) in [(100, "completed", "completed", 7200), (200, "invalid", "expired", 9000)] {
          try connection.execute(
            """
            UPDATE contract_listing SET folder = $2, stage = $3, listed_at_us = $4, completed_at_us = $4,
              due_sort_us = 9223372036854775807 WHERE contract_id = $1
            """,
            [.text(base.id(id, Contract.self).description), .text(folder), .text(stage), .integer(now + Int64(seconds) * 1_000_000)])
        }
      }
      let found = try await figures(base, after: 9100)
      #expect(found.timeToSign?.median == .seconds(7200) && found.timeToSign?.count == 1)
      #expect(found.overdue == 1 && found.months.last?.completed == 1)
    }
  }

  @Test(
    "each figure reads a run of one index",
    arguments: [
      (ContractFiguresSQL.initiated, "contract_listing_initiated"), (ContractFiguresSQL.completed, "contract_listing_folder"),
      (ContractFiguresSQL.due, "contract_listing_deadline"), (ContractFiguresSQL.expired, "contract_listing_folder"),
      (ContractFiguresSQL.times, "contract_listing_folder"),
    ])
  func plan(sql: String, index: String) async throws {
    let found = try await TestDatabase.with(.sqliteMemory) { engine in
      try await engine.write {
        try $0.query("EXPLAIN QUERY PLAN " + sql, [SQLValue](repeating: 1, count: 4)).map { try $0.text("detail") }
      }
    }.joined(separator: "; ")
    #expect(found.contains(index) && !found.contains("TEMP B-TREE"), "\(found)")
  }
}
