import HeqiDomain
import HeqiTestSupport
import Testing
import Typeset

@testable import HeqiApplication

@Suite("Agreeing on a text before it is signed (rows 1 to 4)")
struct NegotiateDraftTests {
  static func text(_ rent: String) throws -> [UInt8] {
    try Document(
      title: "房屋租赁合同", blocks: [.heading(0, "房屋租赁合同"), .paragraph("租金每月\(rent)。"), .pageBreak, .paragraph("第二页不变。")]
    ).render()
  }

  @Test("a declined text is drawn up anew under its number, agreed to, and then started", arguments: TestDatabase.engines)
  func life(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      var contract = try await world.actions.upload(
        .init(contractID: nil, fileName: "租赁.pdf", bytes: Self.text("六千元")), caller: zhang)
      await #expect(throws: ContractError(.receiversMissing)) {
        _ = try await world.actions.negotiate.start(contract.id, caller: zhang)
      }
      contract = try await world.actions.setReceivers(
        contract.id, [.init(name: li.name, mobile: ContractWorld.li.1)], caller: zhang)
      await #expect(throws: ContractError(.notFound)) { _ = try await world.actions.view(contract.id, caller: li) }
      contract = try await world.actions.negotiate.start(contract.id, caller: zhang)
      #expect(try await world.actions.requests(caller: li).map(\.request.key.action) == [.confirm])
      await #expect(throws: ContractError(.reasonMissing)) {
        _ = try await world.actions.negotiate.reject(contract.id, reason: " ", caller: li)
      }
      contract = try await world.actions.negotiate.reject(contract.id, reason: "租金应为五千元", caller: li)
      #expect(contract.stage == .draftRejected(reason: "租金应为五千元"))
      #expect(try await world.actions.requests(caller: zhang).map(\.request.key.action) == [.initiate])
      let number = contract.transactionNo
      contract = try await world.actions.negotiate.redraft(
        contract.id, fileName: "租赁2.pdf", bytes: Self.text("五千元"), caller: zhang)
      #expect(contract.transactionNo == number)

      let comparison = try await world.actions.compare(contract.id, caller: li)
      #expect(comparison.versions.count == 2 && comparison.hasText)
      #expect(comparison.pages.map(\.isChanged) == [true, false])
      let changed = comparison.pages[0].lines.filter { $0.change != .same }
      #expect(changed.map(\.change) == [.removed, .added])
      #expect(changed[0].text.contains("六千元") && changed[1].text.contains("五千元"))

      let seen = try #require(contract.round.file?.latest.digest)
      await #expect(throws: ContractError(.fileChanged)) {
        _ = try await world.actions.negotiate.confirm(contract.id, seen: FileDigest.of([1]), caller: li)
      }
      contract = try await world.actions.negotiate.confirm(contract.id, seen: seen, caller: li)
      #expect(contract.stage == .draft && contract.round.isTextConfirmed)
      #expect(try await world.actions.view(contract.id, caller: li).contract.folder(of: contract.round.receivers[0]) == .drafting)
      let log = try await world.actions.view(contract.id, caller: zhang).operationLog.map { $0.line.text(in: .chinese) }
      for word in ["发起拟定", "驳回拟定", "确认拟定"] { #expect(log.contains { $0.contains(word) }, "\(word)") }
    }
  }

  @Test("all receivers have to agree, and a changed file asks them again")
  func several() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let wang = try await world.person(ContractWorld.wang)
      var contract = try await world.draft(by: zhang, to: [ContractWorld.li, ContractWorld.wang])
      contract = try await world.actions.negotiate.start(contract.id, caller: zhang)
      let seen = try #require(contract.round.file?.latest.digest)
      contract = try await world.actions.negotiate.confirm(contract.id, seen: seen, caller: li)
      #expect(contract.stage == .draftAwaitingConfirmation)
      #expect(contract.openRequests.map(\.partyID) == [contract.round.receivers[1].id])
      contract = try await world.actions.negotiate.confirm(contract.id, seen: seen, caller: wang)
      #expect(contract.stage == .draft && contract.round.isTextConfirmed)
      contract = try await world.actions.upload(
        .init(contractID: contract.id, fileName: "neu.pdf", bytes: Self.text("七千元")), caller: zhang)
      #expect(!contract.round.isTextConfirmed)
      await #expect(throws: ContractError(.notFound)) { _ = try await world.actions.view(contract.id, caller: li) }
    }
  }

  @Test("line differences name what went and what came, in reading order")
  func lines() {
    let lines = TextComparison.lines(["甲", "乙", "丙"], ["甲", "丁", "丙", "戊"])
    #expect(lines.map(\.text) == ["甲", "乙", "丁", "丙", "戊"])
    #expect(lines.map(\.change) == [.same, .removed, .added, .same, .added])
    #expect(TextComparison.pages([["甲"]], [["甲"], ["乙"]]).map(\.isChanged) == [false, true])
  }
}
