import HeqiSQL
@testable import HeqiStorage
import HeqiTestSupport
import Testing

/// Every list and claim must find its rows by an index, without sorting (style 10).
@Suite struct QueryPlanTests {
  struct Query: Sendable, CustomTestStringConvertible {
    let index: String
    let sql: String
    let count: Int
    var testDescription: String { index }
  }

  static let queries = [
    Query(index: "event_by_subject", sql: EventSQL.selectBySubject, count: 5),
    Query(index: "event_by_actor", sql: EventSQL.selectByActor, count: 5),
    Query(index: "event_by_transaction", sql: EventSQL.selectByTransaction, count: 5),
    Query(index: "job_ready", sql: LeaseSQL.job.claim(.sqlite), count: 5),
    Query(index: "job_ready", sql: LeaseSQL.job.ready, count: 2),
    Query(index: "job_ready", sql: LeaseSQL.job.buryExhausted(.sqlite), count: 2),
    Query(index: "job_dead", sql: LeaseSQL.job.dead, count: 4),
    Query(index: "outbox_ready", sql: LeaseSQL.outbox.claim(.sqlite), count: 5),
    Query(index: "outbox_dead", sql: LeaseSQL.outbox.dead, count: 4),
    Query(index: "idempotency_by_expiry", sql: IdempotencySQL.deleteExpired, count: 1),
    Query(index: "sqlite_autoindex_blob_1", sql: BlobSQL.page, count: 2),
    Query(index: "sqlite_autoindex_data_key_1", sql: DataKeySQL.select, count: 3),
  ]

  @Test("uses its index and sorts nothing", arguments: queries)
  func plan(_ query: Query) async throws {
    let details = try await TestDatabase.with(.sqliteMemory) { engine in
      try await engine.write { connection in
        let arguments = [SQLValue](repeating: 1, count: query.count)
        return try connection.query("EXPLAIN QUERY PLAN " + query.sql, arguments).map { try $0.text("detail") }
      }
    }
    #expect(details.contains { $0.contains(query.index) }, "\(details)")
    #expect(!details.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(details)")
  }
}
