@testable import HeqiApplication
import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiWorkers
import Testing

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
      let files = try await world.engine.read { try EvidenceFileStore().list(of: contract.id, tenantID: "main", in: $0) }
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
