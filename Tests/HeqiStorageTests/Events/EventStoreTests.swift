import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite struct EventStoreTests {
  private let store = EventStore()
  private static let contract = Event.Subject(kind: "contract", id: "c1")
  private static let account = Event.Subject(kind: "account", id: "a1")

  /// Events differ in id and second.
  private func event(
    _ number: UInt8, _ subject: Event.Subject = contract, tenant: String = "t", actor: String? = "a1",
    transaction: String? = "HQ-1", kind: String = "contract.viewed"
  ) -> Event {
    let at = TestDatabase.start.adding(.seconds(Int(number)))
    return Event(
      id: ID(at: at, random: [UInt8](repeating: number, count: 10)), tenantID: tenant, at: at,
      actor: Actor(kind: .person, id: actor, maskedName: "张*"),
      scene: Scene(client: .web, ip: "192.0.2.1", deviceID: "d", userAgent: "ua \"x\"\n"), subject: subject, kind: kind,
      facts: [.init("b", "二\\\"\u{1}"), .init("a", "")], fileHash: Digest([UInt8](repeating: number, count: 32)),
      transactionNo: transaction)
  }

  @Test("an event comes back as it was appended", arguments: TestDatabase.engines)
  func roundTrip(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let event = event(1)
      let stored = try await engine.write { try store.append(event, in: $0) }
      #expect(stored.sequence == 1)
      let read = try await engine.read { try store.find(event.id, tenantID: "t", in: $0) }
      #expect(read == stored)
      #expect(read?.event == event)
      let foreign = try await engine.read { try store.find(event.id, tenantID: "other", in: $0) }
      #expect(foreign == nil)
    }
  }

  @Test("each subject counts its own events and chains them", arguments: TestDatabase.engines)
  func chains(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let first = try await engine.write { connection in
        try store.append([event(1), event(2, Self.account), event(3)], in: connection)
      }
      #expect(first.map(\.sequence) == [1, 1, 2])
      let next = try await engine.write { try store.append(event(4), in: $0) }
      #expect(next.sequence == 3)
      #expect(next.previousHash == first[2].hash)
      let (contract, account, nothing) = try await engine.read { connection in
        (
          try store.verifyChain(of: Self.contract, tenantID: "t", in: connection),
          try store.verifyChain(of: Self.account, tenantID: "t", in: connection),
          try store.verifyChain(of: .init(kind: "seal", id: "s"), tenantID: "t", in: connection)
        )
      }
      #expect(contract == .intact(count: 3))
      #expect(account == .intact(count: 1))
      #expect(nothing == .intact(count: 0))
    }
  }

  static let forgeries = [
    ("UPDATE event SET kind = 'x' WHERE sequence = 2", 2),
    ("UPDATE event SET facts = '[]' WHERE sequence = 1", 1),
    ("UPDATE event SET at_us = at_us + 1 WHERE sequence = 3", 3),
    ("UPDATE event SET ip = '' WHERE sequence = 3", 3),
    ("UPDATE event SET file_hash = NULL WHERE sequence = 2", 2),
    ("DELETE FROM event WHERE sequence = 2", 2),
    ("DELETE FROM event WHERE sequence = 3", 3),
    ("UPDATE event_head SET sequence = 2", 4),
  ]

  @Test("an altered, removed or cut-off event is found where it stands", arguments: TestDatabase.engines, forgeries)
  func forgery(_ kind: TestDatabase.Engine, _ forgery: (String, Int)) async throws {
    try await TestDatabase.with(kind) { engine in
      let finding = try await engine.write { connection in
        try store.append([event(1), event(2), event(3)], in: connection)
        try connection.execute(forgery.0)
        return try store.verifyChain(of: Self.contract, tenantID: "t", in: connection)
      }
      #expect(finding == .broken(sequence: Int64(forgery.1)))
    }
  }

  @Test("logs are read in pages by subject, actor and transaction", arguments: TestDatabase.engines)
  func pages(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      let events = (1...7).map { number in
        event(
          number, number.isMultiple(of: 2) ? Self.account : Self.contract, actor: number == 7 ? "a2" : "a1",
          transaction: number == 6 ? nil : "HQ-1")
      }
      try await engine.write { try store.append(events, in: $0) }
      try await engine.read { connection in
        let subject = try store.bySubject(Self.contract, tenantID: "t", after: 1, limit: 2, in: connection)
        #expect(subject.map(\.event.id) == [events[2].id, events[4].id])
        let newest = try store.byActor("a1", tenantID: "t", limit: 4, in: connection).map(\.event)
        #expect(newest.map(\.id) == [5, 4, 3, 2].map { events[$0].id })
        let older = try store.byActor("a1", tenantID: "t", before: newest.last, in: connection)
        #expect(older.map(\.event.id) == [1, 0].map { events[$0].id })
        let transaction = try store.byTransaction("HQ-1", tenantID: "t", limit: 3, in: connection).map(\.event)
        #expect(transaction.map(\.id) == [0, 1, 2].map { events[$0].id })
        let rest = try store.byTransaction("HQ-1", tenantID: "t", after: transaction.last, in: connection)
        #expect(rest.map(\.event.id) == [3, 4, 6].map { events[$0].id })
        #expect(try store.byActor("a1", tenantID: "other", in: connection).isEmpty)
      }
    }
  }

  @Test("the same event cannot be stored twice", arguments: TestDatabase.engines)
  func duplicates(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await engine.write { try store.append(event(1), in: $0) }
      await #expect(throws: SQLError(.uniqueViolation, "")) {
        try await engine.write { try store.append(event(1), in: $0) }
      }
    }
  }

  @Test("rivals on one subject get one unbroken chain", arguments: TestDatabase.engines)
  func rivals(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...20 as ClosedRange<UInt8> {
          group.addTask { try await engine.write { _ = try store.append(event(number), in: $0) } }
        }
        try await group.waitForAll()
      }
      let finding = try await engine.read { try store.verifyChain(of: Self.contract, tenantID: "t", in: $0) }
      #expect(finding == .intact(count: 20))
    }
  }
}
