import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Development outbox store")
struct DevOutboxStoreTests {
  @Test("messages are listed newest first and a repeated key is shown once", arguments: TestDatabase.engines)
  func list(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = DevOutboxStore()
      let messages = (1...3).map { number in
        DevOutboxMessage(
          id: base.id(UInt8(number), DevOutboxMessage.self).description, at: base.now.adding(.seconds(Int64(number))),
          channel: "sms", to: "13812341234", subject: "", body: "code \(number)", code: number == 2 ? nil : "123456")
      }
      try await base.engine.write { (connection: any SQLConnection) throws in
        for message in messages { try store.append(message, dedupKey: message.body, in: connection) }
        let repeated = DevOutboxMessage(
          id: "x", at: base.now, channel: "sms", to: "1", subject: "", body: "again", code: nil)
        try store.append(repeated, dedupKey: "code 1", in: connection)
        #expect(try store.list(in: connection) == messages.reversed())
        #expect(try store.list(limit: 1, in: connection) == [messages[2]])
      }
    }
  }
}
