import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Preferences and quiet hours where messages are sent (F-091).
@Suite("Notices by preference")
struct ChooseNoticesTests {
  /// Serves everything that is ready, as the relay does; what came of each message.
  private func serve(_ world: ContractWorld) async throws -> [DeliverMessage.Outcome] {
    let outbox = EvaluationOutbox(engine: world.engine, clock: world.clock, random: world.ledger.random)
    let deliver = DeliverMessage(engine: world.engine, vault: world.ledger.vault, sms: outbox, mail: outbox, clock: world.clock)
    var outcomes: [DeliverMessage.Outcome] = []
    for topic in [MessageOutbox.smsTopic, MessageOutbox.mailTopic] {
      let items = try await OutboxStore().claim(
        topic, limit: 50, lease: .seconds(60), token: "\(topic)\(world.clock.now.microseconds)", at: world.clock.now, on: world.engine)
      for item in items {
        let outcome = try await deliver(item)
        let now = world.clock.now
        _ = try await world.engine.write { connection in
          if case .waits(let end) = outcome {
            try OutboxStore().release(item, until: end, at: now, in: connection)
          } else {
            try OutboxStore().complete(item, in: connection)
          }
        }
        outcomes.append(outcome)
      }
    }
    return outcomes
  }

  private func choose(_ world: ContractWorld) -> ChooseNotices {
    ChooseNotices(
      ledger: PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random))
  }

  private func sent(_ world: ContractWorld, to mobile: String) async throws -> [String] {
    let outbox = EvaluationOutbox(engine: world.engine, clock: world.clock, random: world.ledger.random)
    return try await outbox.messages().filter { $0.to == mobile && $0.code == nil }.map(\.body)
  }

  @Test("who never chose is told everything; a choice is kept, logged once, and read back", arguments: TestDatabase.engines)
  func stored(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let choose = choose(world)
      #expect(try await choose.read(caller: zhang) == NoticePreferences())
      let wanted = NoticePreferences(
        muted: [.init(.progress, .sms), .init(.turn, .mail)], quiet: QuietHours(from: 1_320, until: 480, offset: -300))
      for _ in 1...2 { try await choose(wanted, caller: zhang) }
      #expect(try await choose.read(caller: zhang) == wanted)
      let subject = Event.Subject(kind: "account", id: zhang.accountID.description)
      let lines = try await world.engine.read { try EventStore().bySubject(subject, tenantID: "main", after: 0, in: $0) }
      #expect(lines.filter { $0.event.kind == AccountLog.noticesChanged }.count == 1)
      try await choose(NoticePreferences(), caller: zhang)
      #expect(try await choose.read(caller: zhang) == NoticePreferences())
    }
  }

  @Test("a muted kind is never sent, and only to the one who muted it; the to-do list still shows it", arguments: TestDatabase.engines)
  func muted(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      _ = try await serve(world)
      try await choose(world)(NoticePreferences(muted: [.init(.turn, .sms)]), caller: li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let signed = try await world.sign(contract, by: zhang)
      _ = try await serve(world)
      #expect(try await sent(world, to: ContractWorld.li.1).isEmpty, "the receiver muted it")
      #expect(try await sent(world, to: ContractWorld.zhang.1).isEmpty == false, "the initiator was asked to sign")
      let waiting = try await world.actions.requests(caller: li)
      #expect(waiting.map(\.contract.id) == [signed.contract.id])
    }
  }

  @Test("in quiet hours a notice waits until they end and then goes; a code goes at once", arguments: TestDatabase.engines)
  func quiet(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let minute = Int(world.clock.now.microseconds / 60_000_000 % 1_440)
      let hours = try #require(QuietHours(from: minute, until: (minute + 120) % 1_440, offset: 0))
      try await choose(world)(NoticePreferences(quiet: hours), caller: zhang)
      _ = try await serve(world)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      let outcomes = try await serve(world)
      #expect(outcomes.contains { if case .waits = $0 { true } else { false } }, "\(outcomes)")
      #expect(try await sent(world, to: ContractWorld.zhang.1).isEmpty)
      _ = try await world.code(for: zhang, contract)
      #expect(try await serve(world).contains(.sent), "codes are never delayed")
      world.clock.advance(.seconds(3_600))
      #expect(try await serve(world).isEmpty)
      #expect(try await sent(world, to: ContractWorld.zhang.1).isEmpty)
      world.clock.advance(.seconds(3_601))
      #expect(try await serve(world).contains(.sent))
      #expect(try await sent(world, to: ContractWorld.zhang.1).count == 1)
    }
  }
}
