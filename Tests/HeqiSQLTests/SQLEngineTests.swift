import HeqiSQL
import HeqiTestSupport
import Testing

@Suite struct SQLEngineTests {
  @Test("every kind of value comes back as it was bound", arguments: TestDatabase.engines)
  func roundTrip(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      try await engine.write { connection in
        try connection.execute(
          Sample.insert, Sample.arguments(.max, "合契 ‘;--", data: [0, 1, 255, 0], weight: .real(-0.5)))
        try connection.execute(Sample.insert, Sample.arguments(.min, "", data: []))
      }
      let rows = try await engine.read { try $0.query("SELECT * FROM item ORDER BY id DESC") }
      #expect(try rows[0].integer("id") == .max)
      #expect(try rows[0].text("name") == "合契 ‘;--")
      #expect(try rows[0].blob("data") == [0, 1, 255, 0])
      #expect(try rows[0].real("weight") == -0.5)
      #expect(try rows[0].bool("is_active"))
      #expect(try rows[0].optionalInteger("parent_id") == nil)
      #expect(try rows[1].integer("id") == .min)
      #expect(try rows[1].text("name") == "")
      #expect(try rows[1].optionalBlob("data") == [])
      #expect(rows[1]["weight"] == .null)
    }
  }

  @Test("one placeholder may stand in several places, in any order", arguments: TestDatabase.engines)
  func repeatedPlaceholder(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      try await engine.write { connection in
        try connection.execute(Sample.insert, Sample.arguments(7, "seven"))
        let found = try connection.query(
          "SELECT id FROM item WHERE name = $2 AND id = $1 AND id <= $1 + $3", [7, "seven", 0])
        #expect(found.count == 1)
      }
    }
  }

  @Test(
    "a wrong number of arguments is refused", arguments: TestDatabase.engines,
    [[SQLValue](), [1, 2]])
  func argumentCount(_ kind: TestDatabase.Engine, _ arguments: [SQLValue]) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      await #expect(throws: SQLError.self) {
        try await engine.read { try $0.query("SELECT id FROM item WHERE id = $1", arguments) }
      }
    }
  }

  @Test("text with U+0000 is refused, never cut", arguments: TestDatabase.engines)
  func zeroByte(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      await #expect(throws: SQLError(.arguments, "")) {
        try await engine.write { try $0.execute(Sample.insert, Sample.arguments(1, "a\u{0}b")) }
      }
    }
  }

  @Test("a broken unique index names its table and columns, and no value", arguments: TestDatabase.engines)
  func uniqueViolation(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      try await engine.write { try $0.execute(Sample.insert, Sample.arguments(1, "geheim")) }
      let error = await #expect(throws: SQLError.self) {
        try await engine.write { try $0.execute(Sample.insert, Sample.arguments(2, "geheim")) }
      }
      let violation = try #require(error)
      #expect(violation.isUniqueViolation(of: "item", "name", "tenant_id"))
      #expect(!violation.isUniqueViolation(of: "item", "id"))
      #expect(!violation.description.contains("geheim"))
      let key = await #expect(throws: SQLError.self) {
        try await engine.write { try $0.execute(Sample.insert, Sample.arguments(1, "other")) }
      }
      #expect(key?.isUniqueViolation(of: "item", "id") == true)
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let code: SQLError.Code
    let sql: String
    var arguments: [SQLValue] = []
    var testDescription: String { code.rawValue }
  }

  static let refusals = [
    Refusal(code: .foreignKeyViolation, sql: Sample.insert, arguments: Sample.arguments(1, "a", parent: 99)),
    Refusal(code: .checkViolation, sql: Sample.insert, arguments: Sample.arguments(1, "a", isActive: 2)),
    Refusal(code: .notNullViolation, sql: "INSERT INTO item (id, tenant_id) VALUES ($1, $2)", arguments: [1, "t"]),
    Refusal(code: .syntax, sql: "SELEKT 1"),
    Refusal(code: .syntax, sql: "SELECT nothing FROM item"),
    Refusal(code: .syntax, sql: "SELECT id FROM no_such_table"),
    Refusal(code: .syntax, sql: "INSERT INTO counter (id, n) VALUES ($1, $2)", arguments: [2, "text"]),
  ]

  @Test("each refusal has the same code on both engines", arguments: TestDatabase.engines, refusals)
  func refusal(_ kind: TestDatabase.Engine, _ refusal: Refusal) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      await #expect(throws: SQLError(refusal.code, "")) {
        try await engine.write { try $0.execute(refusal.sql, refusal.arguments) }
      }
    }
  }

  @Test("a throwing body leaves nothing behind", arguments: TestDatabase.engines)
  func rollback(_ kind: TestDatabase.Engine) async throws {
    struct Refused: Error {}
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      await #expect(throws: Refused.self) {
        try await engine.write { connection in
          try connection.execute(Sample.insert, Sample.arguments(1, "a"))
          throw Refused()
        }
      }
      let rows = try await engine.read { try $0.query("SELECT id FROM item") }
      #expect(rows.isEmpty)
    }
  }

  @Test("after a failed statement nothing more runs, and an ignored failure does not commit", arguments: TestDatabase.engines)
  func abortedTransaction(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      await #expect(throws: SQLError(.transactionAborted, "")) {
        try await engine.write { connection in
          try connection.execute(Sample.insert, Sample.arguments(1, "a"))
          _ = try? connection.execute("SELEKT 1")
          #expect(throws: SQLError(.transactionAborted, "")) { try connection.query("SELECT 1 AS one") }
        }
      }
      let rows = try await engine.read { try $0.query("SELECT id FROM item") }
      #expect(rows.isEmpty)
      let one = try await engine.write { try $0.query("SELECT 1 AS one") }
      #expect(try one[0].int("one") == 1)
    }
  }

  @Test("a reading body cannot write", arguments: TestDatabase.engines)
  func readOnly(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      await #expect(throws: SQLError(.readOnly, "")) {
        try await engine.read { try $0.execute("UPDATE counter SET n = 5 WHERE id = 1") }
      }
    }
  }

  @Test("changed rows are counted, and RETURNING gives them", arguments: TestDatabase.engines)
  func changes(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      try await engine.write { connection in
        #expect(try connection.execute(Sample.insert, Sample.arguments(1, "a")) == 1)
        #expect(try connection.execute(Sample.insert, Sample.arguments(2, "b")) == 1)
        #expect(try connection.execute("UPDATE item SET weight = $1", [.real(2)]) == 2)
        #expect(try connection.execute("UPDATE item SET weight = 1 WHERE id = 9") == 0)
        #expect(try connection.execute("SELECT id FROM item") == 0)
        let upserted = try connection.query(
          "INSERT INTO counter (id, n) VALUES (1, 5) ON CONFLICT (id) DO UPDATE SET n = counter.n + EXCLUDED.n RETURNING n")
        #expect(try upserted.map { row throws(SQLError) in try row.int("n") } == [5])
        #expect(try connection.execute("INSERT INTO counter (id, n) VALUES (1, 5) ON CONFLICT (id) DO NOTHING") == 0)
        let sum = try connection.query("SELECT SUM(n) AS total, COUNT(*) AS rows FROM counter")
        #expect(try sum[0].int("total") == 5)
        #expect(try sum[0].int("rows") == 1)
        #expect(try connection.execute("DELETE FROM item") == 2)
      }
    }
  }

  @Test("rivals that read and then write lose no update", arguments: TestDatabase.engines)
  func lostUpdates(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<24 {
          group.addTask {
            try await engine.write { connection in
              let n = try connection.query("SELECT n FROM counter WHERE id = 1")[0].integer("n")
              try connection.execute("UPDATE counter SET n = $1 WHERE id = 1", [.integer(n + 1)])
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await engine.read { try $0.query("SELECT n FROM counter")[0].int("n") } == 24)
    }
  }

  @Test("text sorts by code unit, so pages are equal on both engines", arguments: TestDatabase.engines)
  func sorting(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      let names = ["b", "B", "a", "ä", "合", "_", "Z", "10", "9"]
      try await engine.write { connection in
        for (index, name) in names.enumerated() {
          try connection.execute(Sample.insert, Sample.arguments(Int64(index), name))
        }
      }
      let sorted = try await engine.read { try $0.query("SELECT name FROM item ORDER BY name").map { try $0.text("name") } }
      #expect(sorted == names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    }
  }

  @Test("a closed engine refuses work", arguments: TestDatabase.engines)
  func closed(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind, migrations: [Sample.tables]) { engine in
      await engine.close()
      await #expect(throws: (any Error).self) { try await engine.write { try $0.execute("DELETE FROM counter") } }
    }
  }
}
