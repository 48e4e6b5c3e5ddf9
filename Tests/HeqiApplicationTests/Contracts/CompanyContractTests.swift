import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

/// A company that contracts: 张小三 represents it, 李小四 handles, two approve the business, one the seal.
struct CompanyContractWorld: Sendable {
  let desk: SealWorld
  let legalRep: Caller
  let handler: Caller
  let manager: Caller
  let finance: Caller
  let keeper: Caller
  let viewer: Caller
  let type: BusinessType

  var world: ContractWorld { desk.world }
  var actions: ContractActions { world.actions }

  static let receiver = ("王小五", "13800000003")

  init(_ world: ContractWorld, numbered: Bool = true) async throws {
    desk = try await SealWorld(world)
    legalRep = desk.legalRep
    handler = try await desk.join(("李小四", "13800000002"), [.handler])
    manager = try await desk.join(("赵大一", "13800000011"), [.businessApprover])
    finance = try await desk.join(("钱大二", "13800000012"), [.businessApprover])
    keeper = try await desk.join(("孙大三", "13800000013"), [.sealApprover])
    viewer = try await desk.join(("周大四", "13800000014"), [.ccViewer])
    func member(_ caller: Caller) throws -> ID<Membership> { try #require(caller.mode.standing).membershipID }
    let seal = try await desk.seal(.contractSeal)
    func plan(_ people: [(String, Caller)]) throws -> ApprovalPlan {
      ApprovalPlan(try people.map { ApprovalNode(title: $0.0, approvers: .people([try member($0.1)])) })
    }
    let rules = BusinessRules(
      name: "采购", code: "CG", numbering: numbered ? try NumberingRule("{type}-{yyyy}-{seq:4}", reset: .yearly) : nil,
      seals: [seal.id], handlers: [try member(handler)], ccViewers: [try member(viewer)],
      initiationPlan: try plan([("部门审批", manager), ("财务审批", finance)]), receiptPlan: try plan([("部门审批", manager)]),
      sealPlan: try plan([("用章审批", keeper)]))
    type = try await desk.types.save(nil, rules, caller: legalRep)
    _ = try await desk.grant(to: handler, seal: seal.id)
  }

  func draft(order: IssueOrder = .signThenSend, by caller: Caller? = nil) async throws -> Contract {
    let caller = caller ?? handler
    let contract = try await world.draft(by: caller, to: [Self.receiver], order: order)
    return try await actions.chooseType(contract.id, type.id, caller: caller)
  }

  func approve(_ contract: Contract, _ people: Caller...) async throws -> Contract {
    var contract = contract
    for person in people {
      contract = try await actions.decide(contract.id, .approved, opinion: "同意", caller: person)
    }
    return contract
  }
}

@Suite("Contracts of companies")
struct CompanyContractTests {
  static func with(
    _ kind: TestDatabase.Engine = .sqliteMemory, _ body: @Sendable (CompanyContractWorld) async throws -> Void
  ) async throws {
    try await ContractWorld.with(kind) { world in try await body(CompanyContractWorld(world)) }
  }

  @Test("a contract passes two business approvers, the seal approver, the handler's signature and the receiver's (rows 6 to 21)",
    arguments: TestDatabase.engines)
  func wholeLife(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { company in
      let wang = try await company.world.person(CompanyContractWorld.receiver)
      var contract = try await company.draft()
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      #expect(contract.stage.name == .initiatorBusinessReview)
      #expect(contract.contractNo?.hasPrefix("CG-") == true)
      contract = try await company.approve(contract, company.manager)
      #expect(contract.stage.name == .initiatorBusinessReview)
      contract = try await company.approve(contract, company.finance)
      #expect(contract.stage.name == .initiatorSealReview)
      contract = try await company.approve(contract, company.keeper)
      #expect(contract.stage.name == .awaitingInitiatorSign)
      contract = try await company.world.sign(contract, by: company.handler).contract
      contract = try await company.world.finish(contract, [company.handler, wang])
      #expect(contract.stage.name == .completed)
      let bytes = try await company.world.bytes(contract, by: company.handler)
      let report = company.world.validate(bytes)
      #expect(report.signatures.count == 3 && report.signatures.allSatisfy(\.isSound), "two people and the archive time stamp")
      let subject = try #require(report.signatures.first?.certificate?.subject)
      #expect(subject.contains("示例科技有限公司") && subject.contains("李小四"))
      let uses = try await company.world.engine.read { connection in
        try SealStore(tenantID: "main").uses(of: company.type.rules.seals[0], in: connection)
      }
      #expect(uses.map(\.contractID) == [contract.id])
    }
  }

  @Test("a rejection blocks the contract until it is withdrawn, and it starts again under the same number (rows 8, 20, 23)")
  func rejection() async throws {
    try await Self.with { company in
      var contract = try await company.draft()
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      let number = contract.contractNo
      contract = try await company.actions.decide(contract.id, .rejected, opinion: "价格过高", caller: company.manager)
      #expect(contract.stage.name == .initiatorBusinessReview && contract.openRequests.isEmpty)
      await #expect(throws: ContractError(.reviewRejected)) {
        try await company.actions.decide(contract.id, .approved, opinion: "同意", caller: company.finance)
      }
      contract = try await company.actions.withdraw(contract.id, reason: "", caller: company.handler)
      #expect(contract.stage.name == .withdrawnByInitiator)
      contract = try await company.actions.reopen(contract.id, caller: company.handler)
      let settings = ContractSettings(
        signDeadline: company.world.clock.now.adding(.seconds(86_400)), subjectMatter: .general)
      contract = try await company.actions.setSettings(contract.id, title: nil, settings: settings, caller: company.handler)
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      #expect(contract.round.number == 2 && contract.contractNo == number)
      #expect(contract.stage.name == .initiatorBusinessReview)
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      #expect(contract.stage.name == .awaitingInitiatorSign)
    }
  }

  @Test("a company receives: its handler links a business type, its people review, and it signs with its seal (rows 13, 14, 17)",
    arguments: TestDatabase.engines)
  func receiving(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { company in
      let wang = try await company.world.person(CompanyContractWorld.receiver)
      var contract = try await company.world.draft(by: wang, to: [("x", "13800000002")], order: .signThenSend)
      contract = try await company.actions.setReceivers(
        contract.id,
        [.init(partyID: contract.round.receivers[0].id, kind: .company, name: "示例科技有限公司", mobile: "13800000002")],
        caller: wang)
      contract = try await company.actions.initiate(contract.id, caller: wang)
      contract = try await company.world.sign(contract, by: wang).contract
      #expect(contract.stage.name == .awaitingReceipt)
      await #expect(throws: ContractError(.notFound)) {
        _ = try await company.actions.view(contract.id, caller: Self.personal(company.handler))
      }
      await #expect(throws: ContractError(.businessTypeMissing)) {
        try await company.actions.receive(contract.id, caller: company.handler)
      }
      contract = try await company.actions.receive(contract.id, as: company.type.id, caller: company.handler)
      #expect(contract.stage.name == .receiverBusinessReview)
      contract = try await company.approve(contract, company.manager, company.keeper)
      #expect(contract.stage.name == .awaitingReceiverSign)
      contract = try await company.world.sign(contract, by: company.handler).contract
      contract = try await company.world.finish(contract, [wang])
      #expect(contract.stage.name == .completed)
      #expect(company.world.validate(try await company.world.bytes(contract, by: wang)).signatures.allSatisfy(\.isSound))
    }
  }

  @Test("each of a company's people sees and does what table D says, and a stranger nothing (F-030)")
  func rights() async throws {
    try await Self.with { company in
      var contract = try await company.draft()
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      let other = try await company.desk.join(("吴大五", "13800000015"), [.handler, .businessApprover])
      await #expect(throws: ContractError(.notFound)) { _ = try await company.actions.view(contract.id, caller: other) }
      for viewer in [company.legalRep, company.manager, company.finance, company.keeper, company.viewer] {
        _ = try await company.actions.view(contract.id, caller: viewer)
        #expect(try await company.actions.list(ContractQuery(), caller: viewer).rows.map(\.contract.id) == [contract.id])
      }
      #expect(try await company.actions.list(ContractQuery(), caller: other).rows.isEmpty)
      for viewer in [company.manager, company.keeper, company.viewer] {
        await #expect(throws: ContractError(.notPermitted)) {
          _ = try await company.actions.withdraw(contract.id, reason: "", caller: viewer)
        }
        await #expect(throws: ContractError(.notPermitted)) {
          _ = try await company.actions.download(contract.id, .contract, caller: viewer)
        }
      }
      await #expect(throws: ContractError(.notPermitted)) {
        _ = try await company.actions.decide(contract.id, .approved, opinion: "同意", caller: company.handler)
      }
      await #expect(throws: ContractError(.approvalRefused)) {
        _ = try await company.actions.decide(contract.id, .approved, opinion: "同意", caller: company.finance)
      }
      await #expect(throws: ContractError(.notFound)) {
        _ = try await company.actions.view(contract.id, caller: Self.personal(company.handler))
      }
    }
  }

  @Test("who is asked is who holds the task, in the company's name only (F-091)")
  func requests() async throws {
    try await Self.with { company in
      let contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      #expect(try await company.actions.requests(caller: company.manager).map(\.contract.id) == [contract.id])
      #expect(try await company.actions.requests(caller: company.finance).isEmpty)
      #expect(try await company.actions.requests(caller: Self.personal(company.manager)).isEmpty)
      let elsewhere = try await company.actions.requests.elsewhere(caller: Self.personal(company.manager))
      #expect(elsewhere.map(\.count) == [1])
      _ = try await company.approve(contract, company.manager)
      #expect(try await company.actions.requests(caller: company.finance).map(\.request.key.action) == [.approveBusiness])
      #expect(try await company.actions.requests(isDone: true, caller: company.manager).count == 1)
    }
  }

  @Test("a leaver's reviews go to a colleague at once, and the leaver sees nothing more (F-058)")
  func leaver() async throws {
    try await Self.with { company in
      let contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      let leaver = try #require(company.manager.mode.standing)
      let heir = try #require(company.finance.mode.standing)
      try await company.world.engine.write { connection in
        let members = MembershipStore(vault: company.world.vault)
        var gone = try #require(try members.find(leaver.membershipID, of: leaver.organizationID, in: connection))
        gone.status = .left(at: company.world.clock.now)
        try members.save(gone, in: connection)
      }
      let gone = try await company.desk.again(company.manager)
      #expect(gone.mode == .personal)
      await #expect(throws: ContractError(.notFound)) { _ = try await company.actions.view(contract.id, caller: gone) }
      let outcome = try await ReassignReviews(ledger: company.world.ledger)(
        of: leaver.membershipID, in: leaver.organizationID, tenantID: "main")
      #expect(outcome == .init(moved: 1, stuck: []))
      let view = try await company.actions.view(contract.id, caller: company.finance)
      #expect(view.contract.openRequests.map(\.holder) == [heir.membershipID])
      #expect(try await company.approve(contract, company.finance, company.finance).stage.name == .initiatorSealReview)
    }
  }

  @Test("approvers and copies are added on top, by roles, and never by strangers (F-065)")
  func additions() async throws {
    try await Self.with { company in
      let legal = try await company.desk.join(("郑大六", "13800000016"), [.businessApprover])
      let legalID = try #require(legal.mode.standing).membershipID
      var contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      let step = ApprovalAdditions.Step(stage: .business, title: "法务审批", approvers: [legalID])
      await #expect(throws: ContractError(.notPermitted)) {
        _ = try await company.actions.addToReview.approvers(contract.id, step, caller: company.manager)
      }
      let keeperID = try #require(company.keeper.mode.standing).membershipID
      await #expect(throws: ContractError(.approvalRefused)) {
        _ = try await company.actions.addToReview.approvers(
          contract.id, .init(stage: .business, title: "x", approvers: [keeperID]), caller: company.handler)
      }
      contract = try await company.actions.addToReview.approvers(contract.id, step, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance)
      #expect(contract.stage.name == .initiatorBusinessReview)
      contract = try await company.approve(contract, legal)
      #expect(contract.stage.name == .initiatorSealReview)
      await #expect(throws: ContractError(.notAllowedInStage)) {
        _ = try await company.actions.addToReview.approvers(contract.id, step, caller: company.handler)
      }
    }
  }

  @Test("two approvers of one node at the same instant: one outcome, the other is told (drill 19)",
    arguments: TestDatabase.engines)
  func race(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { company in
      let contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      let results = await withTaskGroup(of: Result<Contract, any Error>.self) { group in
        for outcome in [ApprovalOutcome.approved, .rejected] {
          group.addTask {
            await Result { try await company.actions.decide(contract.id, outcome, opinion: "意见", caller: company.manager) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let successes = results.compactMap { try? $0.get() }
      #expect(successes.count == 1)
      for case .failure(let error) in results {
        let code = (error as? ContractError)?.code
        #expect(code == .reviewRejected || code == .approvalRefused || code == .staleRevision, "\(error)")
      }
    }
  }

  static func personal(_ caller: Caller) -> Caller {
    Caller(accountID: caller.accountID, tenantID: caller.tenantID, name: caller.name, isVerified: true, scene: caller.scene)
  }
}

extension Result where Failure == any Error {
  init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
