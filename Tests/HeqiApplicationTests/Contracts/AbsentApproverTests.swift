import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Reviews while their approver is away: a stand-in, handing on, and reminders (T-007, F-083, G-07).
@Suite("Approvers who are away")
struct AbsentApproverTests {
  private static let deputyMobile = "13800000017"

  private func member(_ caller: Caller) throws -> ID<Membership> { try #require(caller.mode.standing).membershipID }

  private func asked(_ company: CompanyContractWorld, _ caller: Caller) async throws -> Set<ID<Contract>> {
    Set(try await company.actions.requests(caller: caller).map(\.contract.id))
  }

  private func deputy(_ company: CompanyContractWorld) async throws -> Caller {
    try await company.desk.join(("郑大七", Self.deputyMobile), [.businessApprover])
  }

  @Test("a stand-in is asked and decides until the absence ends", arguments: TestDatabase.engines)
  func standIn(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let deputy = try await deputy(company)
      let end = world.clock.now.adding(.seconds(86_400))
      try await company.actions.standIn(member(deputy), until: end, caller: company.manager)
      #expect(try await company.actions.standIn.read(caller: company.manager).standIn?.id == member(deputy))
      let first = try await company.actions.initiate(company.draft().id, caller: company.handler)
      #expect(try await asked(company, deputy) == [first.id])
      #expect(try await asked(company, company.manager).isEmpty)
      #expect(try await world.letters().last { $0.code == nil }?.to == Self.deputyMobile)
      await #expect(throws: ContractError(.approvalRefused), "whoever is away decides nothing meanwhile") {
        _ = try await company.approve(first, company.manager)
      }
      _ = try await company.approve(first, deputy)
      #expect(try await asked(company, company.finance) == [first.id])

      let second = try await company.actions.initiate(company.draft().id, caller: company.handler)
      try await company.actions.standIn(nil, until: nil, caller: company.manager)
      let third = try await company.actions.initiate(company.draft().id, caller: company.handler)
      #expect(try await asked(company, deputy) == [second.id], "what was asked stays where it is")
      #expect(try await asked(company, company.manager) == [third.id])

      try await company.actions.standIn(
        member(deputy), until: world.clock.now.adding(.seconds(3600)), caller: company.manager)
      world.clock.advance(.seconds(3601))
      let fourth = try await company.actions.initiate(company.draft().id, caller: company.handler)
      #expect(try await asked(company, company.manager) == [third.id, fourth.id], "the absence is over")
    }
  }

  @Test("only an active colleague with the same roles stands in, within a year")
  func refused() async throws {
    try await ContractWorld.with { world in
      let company = try await CompanyContractWorld(world)
      let deputy = try await deputy(company)
      let day = world.clock.now.adding(.seconds(86_400))
      for (person, until) in [
        (company.viewer, day), (company.keeper, day), (company.manager, day), (deputy, world.clock.now.adding(.seconds(-1))),
        (deputy, world.clock.now.adding(.seconds(400 * 86_400))),
      ] {
        await #expect(throws: ContractError(.approvalRefused)) {
          try await company.actions.standIn(member(person), until: until, caller: company.manager)
        }
      }
      await #expect(throws: OrganizationError(.notPermitted)) {
        try await company.actions.standIn(member(deputy), until: day, caller: company.handler)
      }
      #expect(try await company.actions.standIn.read(caller: company.manager).standIn == nil)
    }
  }

  @Test("a review is handed to a colleague with the role, who is then the one asked", arguments: TestDatabase.engines)
  func handedOver(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let deputy = try await deputy(company)
      let contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      await #expect(throws: ContractError(.approvalRefused)) {
        _ = try await company.actions.moveReview.handOver(contract.id, to: member(company.viewer), caller: company.manager)
      }
      _ = try await company.actions.moveReview.handOver(contract.id, to: member(deputy), caller: company.manager)
      #expect(try await asked(company, deputy) == [contract.id])
      #expect(try await asked(company, company.manager).isEmpty)
      let approved = try await company.approve(contract, deputy)
      #expect(approved.stage.name == .initiatorBusinessReview)
      #expect(try await asked(company, company.finance) == [contract.id])
      let log = try await company.actions.view(contract.id, isLogged: false, caller: company.handler).operationLog
      #expect(log.contains { $0.line.text(in: .chinese).contains("转交审批") })
    }
  }

  @Test("those who review are reminded after half an hour, then every ten minutes", arguments: TestDatabase.engines)
  func reminded(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      func letters() async throws -> Int { try await world.letters().count { $0.code == nil && $0.to == "13800000011" } }
      let before = try await letters()
      func remind() async throws { _ = try await company.actions.moveReview.remind(contract.id, caller: company.handler) }
      await #expect(throws: ContractError(.approvalRefused)) { try await remind() }
      world.clock.advance(.seconds(30 * 60))
      try await remind()
      #expect(try await letters() == before + 1)
      await #expect(throws: ContractError(.approvalRefused)) { try await remind() }
      world.clock.advance(.seconds(10 * 60))
      try await remind()
      #expect(try await letters() == before + 2)
    }
  }
}
