import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import HeqiWorkers
import Testing

@testable import HeqiApplication

/// Who is told at completion, and who is asked before (F-091, row 21, G-04).
@Suite("Notices to those concerned, and to nobody else")
struct CompletionNoticeTests {
  private static let mobiles = (
    handler: "13800000002", manager: "13800000011", finance: "13800000012", keeper: "13800000013", viewer: "13800000014",
    added: "13800000016", receiver: "13800000003"
  )

  /// Numbers and addresses of the letters since the last look, codes aside.
  private struct Mailbag {
    let world: ContractWorld
    var seen = 0

    mutating func next() async throws -> [OutboxLetter] {
      let letters = try await world.letters().filter { $0.code == nil }
      defer { seen = letters.count }
      return Array(letters.dropFirst(seen))
    }

    mutating func recipients() async throws -> Set<String> { Set(try await next().map(\.to)) }
  }

  private func confirmAddresses(_ world: ContractWorld) async throws {
    let now = world.clock.now
    try await world.engine.write {
      _ = try $0.execute("UPDATE account SET email_confirmed_at_us = $1", [.integer(now.microseconds)])
    }
  }

  private func member(_ caller: Caller) throws -> ID<Membership> { try #require(caller.mode.standing).membershipID }

  @Test("only those whose turn it is are asked, at each step of a company's contract", arguments: TestDatabase.engines)
  func turns(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let wang = try await world.person(CompanyContractWorld.receiver)
      var bag = Mailbag(world: world)
      _ = try await bag.next()
      var contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      #expect(try await bag.recipients() == [Self.mobiles.manager])
      contract = try await company.approve(contract, company.manager)
      #expect(try await bag.recipients() == [Self.mobiles.finance])
      contract = try await company.approve(contract, company.finance)
      #expect(try await bag.recipients() == [Self.mobiles.keeper])
      contract = try await company.approve(contract, company.keeper)
      #expect(try await bag.recipients() == [Self.mobiles.handler])
      contract = try await world.sign(contract, by: company.handler).contract
      #expect(try await bag.recipients() == [Self.mobiles.receiver])
      contract = try await company.actions.receive(contract.id, caller: wang)
      #expect(try await bag.recipients() == [Self.mobiles.receiver])
    }
  }

  @Test("completion reaches every party and everybody copied, by SMS and mail with the link, and on their workbench",
    arguments: TestDatabase.engines)
  func completion(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let added = try await company.desk.join(("吴大六", Self.mobiles.added), [.ccViewer])
      let wang = try await world.person(CompanyContractWorld.receiver)
      try await confirmAddresses(world)
      var contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      contract = try await company.actions.addToReview.copies(contract.id, [member(added)], caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      contract = try await world.sign(contract, by: company.handler).contract
      contract = try await company.actions.receive(contract.id, caller: wang)
      contract = try await world.sign(contract, by: wang).contract
      var bag = Mailbag(world: world)
      _ = try await bag.next()
      while try await world.jobs.runOnce() > 0 {}

      let told = [Self.mobiles.handler, Self.mobiles.viewer, Self.mobiles.added, Self.mobiles.receiver]
      let letters = try await bag.next()
      #expect(letters.map(\.to).sorted() == (told + told.map { "u\($0)@example.com" }).sorted(), "each once by each way")
      for letter in letters {
        #expect(letter.notice?.kind == .completed)
        #expect(letter.body.contains("http://localhost/contracts/\(contract.id)") && letter.body.contains("签署完成"))
      }
      for caller in [company.handler, company.viewer, added, wang] {
        let rows = try await company.actions.inbox(caller: caller)
        #expect(rows.first?.notice.kind == .completed && rows.first?.notice.contractID == contract.id)
        #expect(rows.first?.sentence.chinese.contains("签署完成") == true)
      }
      for caller in [company.manager, company.finance, company.keeper, company.legalRep] {
        #expect(try await company.actions.inbox(caller: caller).isEmpty)
      }
      let personal = Caller(
        accountID: company.viewer.accountID, tenantID: "main", name: company.viewer.name, isVerified: true,
        scene: company.viewer.scene)
      #expect(try await company.actions.inbox(caller: personal).isEmpty, "what the company is told stays in its mode")
    }
  }

  @Test("whoever signed for a company is told beside its handler", arguments: TestDatabase.engines)
  func signer(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let wang = try await world.person(CompanyContractWorld.receiver)
      var contract = try await company.draft()
      contract = try await company.actions.chooseSigners(
        contract.id, [member(company.legalRep)], caller: company.handler)
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      contract = try await world.sign(contract, by: company.legalRep).contract
      contract = try await company.actions.receive(contract.id, caller: wang)
      contract = try await world.sign(contract, by: wang).contract
      var bag = Mailbag(world: world)
      _ = try await bag.next()
      while try await world.jobs.runOnce() > 0 {}
      #expect(
        try await bag.recipients() == [
          Self.mobiles.handler, Self.mobiles.viewer, Self.mobiles.receiver, "13800000001",
        ])
    }
  }

  @Test("a notice is new until its contract is opened or all are marked as read", arguments: TestDatabase.engines)
  func reading(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      func unread(_ caller: Caller) async throws -> Int {
        try await world.actions.inbox(caller: caller).count { $0.notice.readAt == nil }
      }
      let first = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      let second = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      for contract in [first, second] {
        _ = try await world.actions.returnContract(contract.id, reason: "租金有误", caller: li)
      }
      #expect(try await world.actions.inbox(caller: zhang).map(\.notice.kind) == [.returned, .returned])
      #expect(try await world.actions.inbox(caller: zhang).first?.sentence.chinese.contains("租金有误") == true)
      #expect(try await world.actions.inbox(caller: li).isEmpty, "whoever did it is not told of it")
      #expect(try await unread(zhang) == 2)
      _ = try await world.actions.view(first.id, isLogged: false, caller: zhang)
      #expect(try await unread(zhang) == 2, "a page that refreshes itself is no look")
      _ = try await world.actions.view(first.id, caller: zhang)
      #expect(try await unread(zhang) == 1)
      try await world.actions.inbox.markRead(caller: li)
      #expect(try await unread(zhang) == 1)
      try await world.actions.inbox.markRead(caller: zhang)
      #expect(try await unread(zhang) == 0)
      #expect(try await world.actions.inbox(caller: zhang).count == 2, "and is still there")
    }
  }
}
