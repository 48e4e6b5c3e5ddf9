import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("All records at once (drill 13)")
struct EventRecordsTests {
  /// Three events of each of `subjects`, each with its leaf in the log.
  private static func fill(_ engine: any SQLEngine, subjects: Int) async throws {
    try await engine.write { connection in
      var leaf: Int64 = 0
      for subject in 0..<subjects {
        for number in 1...3 {
          let at = TestDatabase.start.adding(.seconds(subject * 3 + number))
          let event = Event(
            id: ID(at: at, random: [UInt8](repeating: UInt8(number), count: 10)), tenantID: "t", at: at,
            actor: Actor(kind: .person, id: "a", maskedName: "张*"), scene: .system,
            subject: .init(kind: "contract", id: "c\(subject)"), kind: "contract.viewed", facts: [.init("n", "\(number)")])
          let stored = try EventStore().append(event, in: connection)
          try connection.execute(
            "INSERT INTO log_leaf (leaf_index, tenant_id, event_id, entry) VALUES ($1, 't', $2, $3)",
            [.integer(leaf), .text(event.id.description), .blob(stored.hash.bytes)])
          leaf += 1
        }
      }
    }
  }

  static let forgeries: [(String, String)] = [
    ("UPDATE event SET facts = '[]' WHERE subject_id = 'c1' AND sequence = 2", "contract c1: event 2"),
    ("DELETE FROM event WHERE subject_id = 'c1' AND sequence = 3", "contract c1: event 3"),
    ("UPDATE event_head SET sequence = 2 WHERE subject_id = 'c1'", "contract c1: event 4"),
    ("DELETE FROM event_head WHERE subject_id = 'c1'", "contract c1: the head of its chain is missing"),
    // A chain that was made anew from its first event on still differs from the log.
    ("UPDATE log_leaf SET entry = (SELECT hash FROM event WHERE subject_id = 'c0' AND sequence = 1) WHERE leaf_index = 4",
      "leaf 4 of the log: its event is missing or was changed"),
  ]

  @Test("whatever was changed, removed or cut off is named", arguments: TestDatabase.engines, forgeries)
  func forgery(_ kind: TestDatabase.Engine, _ forgery: (String, String)) async throws {
    try await TestDatabase.with(kind) { engine in
      try await Self.fill(engine, subjects: 3)
      let before = try await EventRecords(engine: engine).check()
      #expect(before.chainCount == 3 && before.faults.isEmpty)
      try await engine.write { try $0.execute(forgery.0) }
      let after = try await EventRecords(engine: engine).check()
      #expect(after.faults.contains(forgery.1), "\(after.faults)")
    }
  }

  @Test("a whole contract that was taken out, head and all, leaves its leaves behind", arguments: TestDatabase.engines)
  func takenOut(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await Self.fill(engine, subjects: 2)
      try await engine.write { connection in
        try connection.execute("DELETE FROM event WHERE subject_id = 'c1'")
        try connection.execute("DELETE FROM event_head WHERE subject_id = 'c1'")
      }
      let report = try await EventRecords(engine: engine).check()
      #expect(report.chainCount == 1 && report.faults.count == 3, "\(report.faults)")
    }
  }

  @Test("every page of a long list is read", arguments: TestDatabase.engines)
  func pages(_ kind: TestDatabase.Engine) async throws {
    try await TestDatabase.with(kind) { engine in
      try await Self.fill(engine, subjects: 205)
      #expect(try await EventRecords(engine: engine).check() == { var report = EventRecords.Report(); report.chainCount = 205; return report }())
    }
  }
}
