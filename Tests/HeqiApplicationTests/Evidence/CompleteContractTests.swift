import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import Testing

@testable import HeqiApplication

@Suite("CompleteContract")
struct CompleteContractTests {
  @Test("completion runs once, however often its job is delivered")
  func idempotent() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let contract = try await world.finish(world.initiated(by: zhang, to: [ContractWorld.li]), [zhang, li])
      let again = try await world.complete(contract.id, tenantID: "main")
      #expect(again == contract)
      let files = try await world.engine.read {
        try EvidenceFileStore().list(of: contract.id, tenantID: "main", in: $0)
      }
      #expect(files.count == 2)
    }
  }

  @Test("an unfinished contract is left alone")
  func unfinished() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      #expect(try await world.complete(contract.id, tenantID: "main").stage == .awaitingInitiatorSign)
      #expect(try await world.jobs.runOnce() == 0)
    }
  }

  static let forgeries = [
    "UPDATE event SET facts = '[]' WHERE transaction_no = $1 AND sequence = 1",
    "DELETE FROM event WHERE transaction_no = $1 AND sequence = 2",
  ]

  @Test("a contract whose records were changed in the database is not vouched for (drill 13)", arguments: TestDatabase.engines, forgeries)
  func rewritten(engine: TestDatabase.Engine, forgery: String) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      var contract = try await world.initiated(by: zhang, to: [ContractWorld.li])
      contract = try await world.sign(contract, by: zhang).contract
      contract = try await world.actions.receive(contract.id, caller: li)
      contract = try await world.sign(contract, by: li).contract
      let (id, number) = (contract.id, contract.transactionNo)
      try await world.engine.write { try $0.execute(forgery, [.text(number)]) }
      await #expect(throws: ContractError(.recordsDamaged)) { try await world.complete(id, tenantID: "main") }
      let files = try await world.engine.read { try EvidenceFileStore().list(of: id, tenantID: "main", in: $0) }
      #expect(files.isEmpty)
    }
  }

  @Test("a message that names no contract is buried, not tried for ever")
  func poison() async throws {
    try await ContractWorld.with { world in
      let now = world.clock.now
      try await world.engine.write {
        try OutboxStore().append(
          world.ledger.random.id(at: now), topic: CompletionJob.topic, tenantID: "main", payload: "{}", at: now, in: $0)
      }
      #expect(try await world.jobs.runOnce() == 1)
      #expect(try await world.engine.read { try OutboxStore().dead(CompletionJob.topic, in: $0) }.count == 1)
      #expect(try await world.jobs.runOnce() == 0)
    }
  }

  @Test("payloads name one contract and nothing else", arguments: ["", "{}", "{\"contract\":\"x\"}", "{\"contract\":\"\"}"])
  func payloads(text: String) { #expect(CompletionJob(payload: text) == nil && RenewalJob(payload: text) == nil) }

  @Test("logs export as CSV without formulas and as PDF")
  func exports() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      _ = try await world.person(ContractWorld.li)
      let contract = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      _ = try await world.actions.withdraw(contract.id, reason: "=cmd|' /C calc'!A0", caller: zhang)
      let csv = try await world.actions.exportLog(contract.id, .csv, caller: zhang)
      let text = String(decoding: csv.bytes, as: UTF8.self)
      #expect(text.contains("日志分类") && text.contains("\"'=cmd|") && !text.contains(",\"=cmd|"))
      let pdf = try await world.actions.exportLog(contract.id, .pdf, caller: zhang)
      #expect(pdf.bytes.starts(with: Array("%PDF-".utf8)))
    }
  }
}
