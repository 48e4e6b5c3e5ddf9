import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Alarms of the back office (50002, 50003)")
struct OperationNoticeStoreTests {
  private let store = OperationNoticeStore()
  private let start = TestDatabase.start
  private let account = ID<Account>(at: TestDatabase.start, random: [UInt8](repeating: 1, count: 10))

  @Test("however often an endpoint fails in an hour, it is one line that counts; the next hour is another", arguments: TestDatabase.engines)
  func once(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await engine.write { (connection: any SQLConnection) throws in
        for second in 0..<50 {
          try store.note(.callbackDead, at: "shop.example:443", reason: "try \(second)", at: start.adding(.seconds(Int64(second))), in: connection)
        }
        try store.note(.callbackDead, at: "other.example:443", reason: "410 gone", at: start.adding(.seconds(3599)), in: connection)
        try store.note(.callbackDead, at: "shop.example:443", reason: "500", at: start.adding(.seconds(3600)), in: connection)
        try store.note(.archiveFailed, at: "TSA", reason: "silent", at: start, in: connection)
        let open = try store.open(limit: 10, in: connection)
        #expect(open.map(\.key.place) == ["shop.example:443", "other.example:443", "shop.example:443", "TSA"])
        #expect(open.map(\.count) == [1, 1, 50, 1] && open[2].reason == "try 49")
        #expect(open[2].firstAt == start && open[2].lastAt == start.adding(.seconds(49)))
        #expect(try store.countOpen(in: connection) == 4)
        #expect(try store.open(limit: 1, in: connection).count == 1)
      }
    }
  }

  @Test("what somebody deals with is shown no more, and only once; more of the same hour does not bring it back", arguments: TestDatabase.engines)
  func seen(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await engine.write { (connection: any SQLConnection) throws in
        try store.note(.callbackDead, at: "a:443", reason: "500", at: start, in: connection)
        let key = OperationNotice.Key(.callbackDead, at: "a:443", start)
        #expect(try !store.see(.init(.callbackDead, at: "b:443", start), by: account, at: start, in: connection))
        #expect(try store.see(key, by: account, at: start, in: connection))
        #expect(try !store.see(key, by: account, at: start, in: connection))
        try store.note(.callbackDead, at: "a:443", reason: "500", at: start.adding(.seconds(9)), in: connection)
        #expect(try store.open(limit: 10, in: connection).isEmpty && store.countOpen(in: connection) == 0)
        try store.note(.callbackDead, at: "a:443", reason: "500", at: start.adding(.seconds(3600)), in: connection)
        #expect(try store.countOpen(in: connection) == 1)
      }
    }
  }

  @Test("open alarms are found in order by their index")
  func plan() async throws {
    let details = try await TestDatabase.with(.sqliteMemory) { engine in
      try await engine.write { try $0.query("EXPLAIN QUERY PLAN " + OperationNoticeSQL.selectOpen, [1]).map { try $0.text("detail") } }
    }
    #expect(details.contains { $0.contains("operation_notice_open") } && !details.contains { $0.contains("TEMP B-TREE") }, "\(details)")
  }
}
