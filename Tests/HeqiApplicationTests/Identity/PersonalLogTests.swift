import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("The personal log by topic and time, on both engines")
struct PersonalLogTests {
  @Test("narrowed page by page, and its file likewise", arguments: TestDatabase.engines)
  func filtered(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let people = PeopleLedger(
        engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random)
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      try await ChooseNotices(ledger: people)(NoticePreferences(muted: [.init(.progress, .sms)]), caller: zhang)
      let evening = world.clock.now
      world.clock.advance(.seconds(86_400))
      let morning = world.clock.now
      _ = try await world.initiated(by: zhang, to: [ContractWorld.li])
      _ = try await world.initiated(by: li, to: [ContractWorld.zhang])

      let read = ReadPersonalLog(ledger: people)
      func count(_ filter: PersonalLogFilter) async throws -> Int { try await read(filter, limit: 500, caller: zhang).lines.count }
      let all = try await count(PersonalLogFilter())
      #expect(try await count(PersonalLogFilter(topic: .account)) == 1)
      #expect(try await count(PersonalLogFilter(topic: .contracts)) == all - 1 && all > 2)
      #expect(try await count(PersonalLogFilter(topic: .seals)) == 0)
      #expect(try await count(PersonalLogFilter(to: evening)) == 1)
      #expect(try await count(PersonalLogFilter(from: morning)) == all - 1)
      #expect(try await count(PersonalLogFilter(topic: .account, from: morning)) == 0)
      #expect(try await count(PersonalLogFilter(from: morning, to: evening)) == 0)

      var seen: [String] = []
      var next: ID<Event>?
      repeat {
        let page = try await read(PersonalLogFilter(topic: .contracts), before: next, limit: 1, caller: zhang)
        seen += page.lines.map { $0.text() }
        next = page.next
      } while next != nil && seen.count < 100
      #expect(seen == (try await read(PersonalLogFilter(topic: .contracts), limit: 500, caller: zhang).lines.map { $0.text() }))

      let export = ExportPersonalLog(ledger: people)
      func rows(_ filter: PersonalLogFilter) async throws -> Int {
        String(decoding: try await export(.csv, filter, caller: zhang).bytes, as: UTF8.self)
          .split(separator: "\r\n").count
      }
      #expect(try await rows(PersonalLogFilter()) == all + 1)
      #expect(try await rows(PersonalLogFilter(topic: .account)) == 2)
      #expect(try await rows(PersonalLogFilter(from: morning)) == all)
    }
  }
}
