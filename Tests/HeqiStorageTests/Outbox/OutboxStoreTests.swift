import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct OutboxStoreTests {
  private let outbox = OutboxStore()
  private let start = TestDatabase.start

  @Test("a message appears with its transaction or not at all", arguments: TestDatabase.engines)
  func atomic(_ kind: TestDatabase.Engine) async throws {
    struct Refused: Error {}
    try await TestDatabase.with(kind) { engine in
      await #expect(throws: Refused.self) {
        try await engine.write { connection in
          try outbox.append(
            ID(at: start, random: [1]), topic: "mail", tenantID: "t", payload: "{}", at: start, in: connection)
          throw Refused()
        }
      }
      let none = try await outbox.claim("mail", limit: 9, lease: .seconds(9), token: "x", at: start, on: engine)
      #expect(none.isEmpty)
    }
  }

  @Test("topics are separate, and a delivered message is gone", arguments: TestDatabase.engines)
  func delivery(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await engine.write { connection in
        for (index, topic) in ["mail", "sms"].enumerated() {
          try outbox.append(
            ID(at: start, random: [UInt8(index)]), topic: topic, tenantID: "t", payload: topic, at: start,
            in: connection)
        }
      }
      let mail = try await outbox.claim("mail", limit: 9, lease: .seconds(9), token: "x", at: start, on: engine)
      #expect(mail.map(\.payload) == ["mail"])
      let isDone1 = try await engine.write { try outbox.complete(mail[0], in: $0) }
      #expect(isDone1)
      let (mailCounts, smsCounts) = try await engine.read { connection in
        (try outbox.counts("mail", at: start, in: connection), try outbox.counts("sms", at: start, in: connection))
      }
      #expect(mailCounts == LeaseCounts(ready: 0, waiting: 0, leased: 0, dead: 0))
      #expect(smsCounts == LeaseCounts(ready: 1, waiting: 0, leased: 0, dead: 0))
    }
  }

  @Test("an undeliverable message goes to the dead-letter list, in pages, newest first", arguments: TestDatabase.engines)
  func deadLetters(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await engine.write { connection in
        for index in 0..<3 {
          try outbox.append(
            ID(at: start, random: [UInt8(index)]), topic: "mail", tenantID: "t", payload: "\(index)", at: start,
            in: connection)
        }
      }
      let claimed = try await outbox.claim("mail", limit: 9, lease: .seconds(9), token: "x", at: start, on: engine)
      let buried = try await engine.write { connection in
        try claimed.enumerated().map { index, message in
          try outbox.bury(message, error: "no such box", at: start.adding(.seconds(index)), in: connection)
        }
      }
      #expect(buried == [true, true, true])
      let pages = try await engine.read { connection in
        let first = try outbox.dead("mail", limit: 2, in: connection)
        return [first, try outbox.dead("mail", before: first.last, limit: 2, in: connection)]
      }
      #expect(pages.map { $0.map(\.payload) } == [["2", "1"], ["0"]])
    }
  }
}
