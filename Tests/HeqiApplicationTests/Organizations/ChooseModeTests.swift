import HeqiApplication
import HeqiDomain
import HeqiSQL
import HeqiStorage
import Testing

@Suite("Personal and company mode")
struct ChooseModeTests {
  private func resolved(_ world: PeopleWorld, _ signedIn: SignedIn) async throws -> CallerMode? {
    try await world.actions.resolveSession(token: signedIn.token.reveal(), tenantID: "main")?.mode
  }

  @Test("a stranger to the company and a person not verified may not act for it")
  func refused() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, caller) = try await world.register()
      let other = try await world.register(mobile: "13900000002", email: "other@example.com", name: "陈例")
      let membership = try await world.company(of: caller.accountID, roles: [.handler])
      await #expect(throws: OrganizationError(.notAMember)) {
        try await world.actions.chooseMode(membership.organizationID, session: other.signedIn.session.id, caller: other.caller)
      }
      await #expect(throws: OrganizationError(.identityUnverified)) {
        try await world.actions.chooseMode(membership.organizationID, session: signedIn.session.id, caller: caller)
      }
      await #expect(throws: IdentityError(.sessionEnded)) {
        try await world.actions.chooseMode(nil, session: other.signedIn.session.id, caller: caller)
      }
      #expect(try await resolved(world, signedIn) == .personal)
      #expect(try await world.actions.listModes(caller: other.caller).isEmpty)
    }
  }

  @Test("the mode lasts with the session, its rights are read at each request, and who has left is in personal mode at once")
  func switching() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, unverified) = try await world.register()
      let caller = Caller(
        accountID: unverified.accountID, tenantID: "main", name: unverified.name, isVerified: true, scene: unverified.scene)
      var membership = try await world.company(of: caller.accountID, roles: [.handler])
      try await world.actions.chooseMode(membership.organizationID, session: signedIn.session.id, caller: caller)
      #expect(try await resolved(world, signedIn)?.standing?.roles == [.handler])
      #expect(try await world.actions.listModes(caller: caller).map(\.roles) == [[.handler]])

      let vault = try await world.vault.open(tenantID: "main", at: world.clock.now)
      membership.roles = [.ccViewer]
      let changed = membership
      membership = try await world.engine.write { try MembershipStore(vault: vault).save(changed, in: $0) }
      #expect(try await resolved(world, signedIn)?.standing?.roles == [.ccViewer])

      membership.status = .left(at: world.clock.now)
      let left = membership
      _ = try await world.engine.write { try MembershipStore(vault: vault).save(left, in: $0) }
      #expect(try await resolved(world, signedIn) == .personal)
      #expect(try await world.actions.listModes(caller: caller).isEmpty)
      let log = try await world.actions.readPersonalLog(caller: caller).lines.map { $0.text() }
      #expect(log.contains { $0.contains("&选择合同模式& /模式：企业合同（示例科技有限公司）") })
    }
  }
}
