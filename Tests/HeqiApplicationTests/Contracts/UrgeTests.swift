import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("Urging those whose turn it is")
struct UrgeTests {
  private func requests(_ world: ContractWorld, _ caller: Caller) async throws -> [ActionRequest] {
    try await world.actions.requests(caller: caller).map(\.request)
  }

  @Test("half an hour after they were asked, then every ten minutes", arguments: TestDatabase.engines)
  func floor(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      await #expect(throws: ContractError(.urgeTooSoon)) { try await world.actions.urge(contract.id, caller: zhang) }
      let early = try await world.actions.view(contract.id, isLogged: false, caller: zhang)
      #expect(early.urging?.due(at: world.clock.now).isEmpty == true)
      #expect(try await requests(world, li).map(\.urgedAt) == [nil])
      world.clock.advance(Urging.firstAfter)
      #expect(try await world.actions.urge(contract.id, caller: zhang) == 1)
      #expect(try await requests(world, li).first?.urgedAt != nil, "the one urged sees it")
      world.clock.advance(.seconds(9 * 60))
      await #expect(throws: ContractError(.urgeTooSoon)) { try await world.actions.urge(contract.id, caller: zhang) }
      world.clock.advance(.seconds(60))
      #expect(try await world.actions.urge(contract.id, caller: zhang) == 1)
      let view = try await world.actions.view(contract.id, isLogged: false, caller: zhang)
      let lines = view.operationLog.map { $0.line.text(in: .chinese) }.filter { $0.contains("催签") }
      #expect(lines.count == 2)
      let sent = try await world.engine.read {
        try $0.query("SELECT dedup_key FROM outbox WHERE dedup_key LIKE '%:sms'", []).map { try $0.text("dedup_key") }
      }
      #expect(Set(sent).count == 3, "asked once, urged twice")
    }
  }

  @Test("only the initiator urges, and nobody where nobody else is asked")
  func who() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let wang = try await world.person(ContractWorld.wang)
      let own = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .signThenSend)
      world.clock.advance(Urging.firstAfter)
      await #expect(throws: ContractError(.notAllowedInStage)) { try await world.actions.urge(own.id, caller: zhang) }
      let sent = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      world.clock.advance(Urging.firstAfter)
      await #expect(throws: ContractError(.notPermitted)) { try await world.actions.urge(sent.id, caller: li) }
      await #expect(throws: ContractError(.notFound)) { try await world.actions.urge(sent.id, caller: wang) }
      #expect(try await world.actions.view(sent.id, isLogged: false, caller: li).urging == nil)
      _ = try await world.actions.receive(sent.id, caller: li)
      await #expect(throws: ContractError(.urgeTooSoon), "a new request has half an hour of its own") {
        try await world.actions.urge(sent.id, caller: zhang)
      }
      _ = try await world.actions.withdraw(sent.id, reason: "不再需要", caller: zhang)
      await #expect(throws: ContractError(.notAllowedInStage)) { try await world.actions.urge(sent.id, caller: zhang) }
    }
  }
}
