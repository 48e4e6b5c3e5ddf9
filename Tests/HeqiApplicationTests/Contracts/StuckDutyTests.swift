import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// What waits for people who have left or lost the role, and giving it to others (F-058).
@Suite("Tasks that nobody can do")
struct StuckDutyTests {
  static func id(_ caller: Caller) throws -> ID<Membership> { try #require(caller.mode.standing).membershipID }

  /// Ends a membership and runs the job that follows.
  @discardableResult
  static func leave(_ person: Caller, _ company: CompanyContractWorld) async throws -> ReassignReviews.Outcome {
    let standing = try #require(person.mode.standing)
    try await change(person, company) { $0.status = .left(at: company.world.clock.now) }
    return try await ReassignReviews(ledger: company.world.ledger)(
      of: standing.membershipID, in: standing.organizationID, tenantID: "main")
  }

  static func change(
    _ person: Caller, _ company: CompanyContractWorld, _ edit: @escaping @Sendable (inout Membership) -> Void
  ) async throws {
    let standing = try #require(person.mode.standing)
    try await company.world.engine.write { connection in
      let members = MembershipStore(vault: company.world.vault)
      var member = try #require(try members.find(standing.membershipID, of: standing.organizationID, in: connection))
      edit(&member)
      try members.save(member, in: connection)
    }
  }

  @Test("only who manages the company's people sees the list and gives tasks to others; a stranger finds nothing")
  func rights() async throws {
    try await CompanyContractTests.with { company in
      let contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      try await Self.leave(company.keeper, company)
      let (keeper, manager) = (try Self.id(company.keeper), try Self.id(company.manager))
      for person in [company.handler, company.manager, company.viewer] {
        await #expect(throws: OrganizationError(.notPermitted)) { _ = try await company.actions.stuckDuties(caller: person) }
        await #expect(throws: ContractError(.notPermitted)) {
          _ = try await company.actions.takeOver(contract.id, .sealReview, from: keeper, to: manager, caller: person)
        }
      }
      let personal = CompanyContractTests.personal(company.legalRep)
      await #expect(throws: OrganizationError(.companyModeRequired)) { _ = try await company.actions.stuckDuties(caller: personal) }
      await #expect(throws: ContractError(.companyModeNeeded)) {
        _ = try await company.actions.takeOver(contract.id, .sealReview, from: keeper, to: manager, caller: personal)
      }
      let unsigned = try await company.desk.join(("郑大七", "13800000017"), [.delegate])
      await #expect(throws: OrganizationError(.notPermitted)) { _ = try await company.actions.stuckDuties(caller: unsigned) }
      _ = try await company.desk.grant(.businessRules, to: unsigned)
      let delegate = try await company.desk.again(unsigned)
      #expect(try await company.actions.stuckDuties(caller: delegate).duties.isEmpty, "not of a type entrusted to them")
      await #expect(throws: ContractError(.notFound)) {
        _ = try await company.actions.takeOver(contract.id, .sealReview, from: keeper, to: manager, caller: delegate)
      }
    }
  }

  @Test("a seal review without anybody is listed, given to a new approver, asked of them, logged, and the contract goes on",
    arguments: TestDatabase.engines)
  func sealReview(engine: TestDatabase.Engine) async throws {
    try await CompanyContractTests.with(engine) { company in
      var contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance)
      let outcome = try await Self.leave(company.keeper, company)
      #expect(outcome == .init(moved: 0, stuck: [contract.id]))
      var answer = try await company.actions.stuckDuties(caller: company.legalRep)
      let stuck = try #require(answer.duties.first)
      #expect(answer.duties.count == 1 && stuck.open.duty == .sealReview && stuck.open.isNow && stuck.hasLeft)
      #expect(stuck.holder.name == "孙大三" && stuck.candidates.isEmpty)
      #expect(answer.nodes.map(\.node) == ["用章审批"], "new contracts of this type would stop there")

      let keeper = try Self.id(company.keeper)
      await #expect(throws: ContractError(.approvalRefused)) {
        _ = try await company.actions.takeOver(
          contract.id, .sealReview, from: keeper, to: Self.id(company.manager), caller: company.legalRep)
      }
      let heir = try await company.desk.join(("郑大六", "13800000016"), [.sealApprover])
      answer = try await company.actions.stuckDuties(caller: company.legalRep)
      #expect(answer.duties.first?.candidates.map(\.name) == ["郑大六"])
      _ = try await company.actions.takeOver(
        contract.id, .sealReview, from: keeper, to: Self.id(heir), caller: company.legalRep)
      #expect(try await company.actions.stuckDuties(caller: company.legalRep).duties.isEmpty)
      #expect(try await company.actions.requests(caller: heir).map(\.request.key.action) == [.approveSeal])
      await #expect(throws: ContractError(.approvalRefused)) {
        _ = try await company.actions.takeOver(
          contract.id, .sealReview, from: keeper, to: Self.id(heir), caller: company.legalRep)
      }
      let log = try await company.actions.view(contract.id, caller: company.handler).operationLog.map { $0.line.text() }
      #expect(log.contains { $0.contains("改派任务") && $0.contains("孙*三") && $0.contains("郑*六") }, "\(log)")
      #expect(try await company.approve(contract, heir).stage.name == .awaitingInitiatorSign)
    }
  }

  @Test("a leaving handler's contract is asked of the legal representative, listed, and given to another handler",
    arguments: TestDatabase.engines)
  func handler(engine: TestDatabase.Engine) async throws {
    try await CompanyContractTests.with(engine) { company in
      var contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      let draft = try await company.draft()
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      #expect(try await company.actions.requests(caller: company.handler).map(\.request.key.action) == [.sign])
      try await Self.leave(company.handler, company)
      let representative = try await company.desk.again(company.legalRep)
      #expect(try await company.actions.requests(caller: representative).map(\.contract.id) == [contract.id])
      let answer = try await company.actions.stuckDuties(caller: representative)
      #expect(Set(answer.duties.map(\.contractID)) == [contract.id, draft.id])
      #expect(answer.duties.allSatisfy { $0.open.duty == .handling && $0.candidates.map(\.name) == ["张小三"] })

      let heir = try await company.desk.join(("吴大五", "13800000015"), [.handler])
      for id in [contract.id, draft.id] {
        _ = try await company.actions.takeOver(
          id, .handling, from: Self.id(company.handler), to: Self.id(heir), caller: representative)
      }
      #expect(try await company.actions.stuckDuties(caller: representative).duties.isEmpty)
      #expect(try await company.actions.requests(caller: heir).map(\.request.key.action) == [.sign])
      #expect(try await company.actions.requests(caller: representative).isEmpty, "one request, one person")
      #expect(try await company.actions.list(ContractQuery(), caller: heir).rows.count == 2)
      _ = try await company.desk.grant(to: heir, seal: company.type.rules.seals[0])
      contract = try await company.world.sign(contract, by: heir).contract
      #expect(contract.round.initiator.company?.signedBy == heir.accountID)
      let log = try await company.actions.view(contract.id, caller: heir).operationLog.map { $0.line.text() }
      #expect(log.contains { $0.contains("经办人已离职") }, "\(log)")
    }
  }

  @Test("a handler or named signer who lost the role is listed, though they are still there")
  func roleLost() async throws {
    try await SignersOfCompanyTests.with { pair in
      let company = pair.company
      try await Self.change(pair.second, company) { $0.roles = [.ccViewer] }
      #expect(try await company.actions.stuckDuties(caller: company.legalRep).duties.isEmpty, "the other signer can")
      try await Self.change(company.handler, company) { $0.roles = [] }
      let stuck = try await company.actions.stuckDuties(caller: company.legalRep).duties
      #expect(stuck.map(\.open.duty) == [.signing, .signing] && stuck.allSatisfy { !$0.hasLeft })
      _ = try await company.actions.takeOver(
        pair.contract.id, .signing, from: pair.secondID, to: Self.id(company.legalRep), caller: company.legalRep)
      #expect(try await company.actions.stuckDuties(caller: company.legalRep).duties.isEmpty)
      _ = try await company.world.sign(pair.contract, by: company.legalRep)
    }
  }

  @Test("a review of both stages goes to an approver of each, never a seal review to somebody without that role")
  func bothStages() async throws {
    try await CompanyContractTests.with { company in
      let both = try await company.desk.join(("冯大八", "13800000018"), [.businessApprover, .sealApprover])
      var contract = try await company.draft()
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      for stage in ApprovalStage.allCases {
        contract = try await company.actions.addToReview.approvers(
          contract.id, .init(stage: stage, title: "复核", approvers: [Self.id(both)]), caller: company.handler)
      }
      let outcome = try await Self.leave(both, company)
      #expect(outcome == .init(moved: 2, stuck: []))
      let party = try await company.actions.view(contract.id, caller: company.legalRep).contract.round.initiator
      let seal = try #require(party.company?.seal?.steps.last)
      #expect(seal.tasks.map(\.holder) == [try Self.id(company.keeper)])
      let business = try #require(party.company?.business?.steps.last?.tasks.first?.holder)
      #expect([try Self.id(company.manager), try Self.id(company.finance)].contains(business))
      #expect(try await Self.leave(both, company).moved == 0, "the job may run twice")
    }
  }
}
