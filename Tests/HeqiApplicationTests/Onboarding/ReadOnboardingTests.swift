import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("How far a newcomer has come, on both engines")
struct ReadOnboardingTests {
  private func done(_ onboarding: Onboarding?) -> [Onboarding.Step] {
    onboarding?.entries.filter { $0.state == .done }.map(\.step) ?? []
  }

  @Test("a person's steps follow what they have", arguments: TestDatabase.engines)
  func person(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let new = try await world.person(ContractWorld.wang, isVerified: false)
      #expect(done(try await world.actions.onboarding(caller: new)).isEmpty)
      let zhang = try await world.person(ContractWorld.zhang)
      #expect(done(try await world.actions.onboarding(caller: zhang)) == [.verification, .seals])
      _ = try await world.actions.contacts.add(
        .init(name: "李小四", mobile: "13800000002"), caller: zhang)
      #expect(done(try await world.actions.onboarding(caller: zhang)) == [.verification, .seals, .contacts])
    }
  }

  @Test("a company's steps are shown to those who set it up", arguments: TestDatabase.engines)
  func company(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let onboarding = try await world.actions.onboarding(caller: company.legalRep)
      #expect(done(onboarding) == [.verification, .seals, .delegation, .businessTypes])
      #expect(onboarding?.isComplete == true)
      for caller in [company.handler, company.manager, company.viewer] {
        #expect(try await world.actions.onboarding(caller: caller) == nil)
      }
      let personal = Caller(
        accountID: company.handler.accountID, tenantID: "main", name: company.handler.name, isVerified: true,
        scene: company.handler.scene)
      #expect(done(try await world.actions.onboarding(caller: personal)).contains(.company))
    }
  }
}
