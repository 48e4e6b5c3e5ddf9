import HeqiApplication
import HeqiDomain
import HeqiStorage
import Testing

@Suite("Changing mobile number and e-mail in the user centre (F-022, S-019)")
struct ChangeContactTests {
  private static let password = Sensitive("一段很长的口令 2026")
  private static let new = "13900001111"

  private func code(_ world: PeopleWorld, _ caller: Caller, to mobile: String = new) async throws -> String {
    world.clock.advance(.milliseconds(2))
    _ = try await world.actions.sendOwnCode(changeMobileTo: mobile, caller: caller)
    return try await world.message(to: mobile)?.code ?? ""
  }

  @Test("a wrong password changes nothing and uses no code up")
  func wrongPassword() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, caller) = try await world.register()
      let code = try await code(world, caller)
      await #expect(throws: IdentityError(.loginRefused)) {
        try await world.actions.changeContact(
          mobile: Self.new, code: code, password: Sensitive("no"), session: signedIn.session.id, caller: caller)
      }
      await #expect(throws: IdentityError(.loginRefused)) {
        try await world.actions.changeContact(email: "new@example.com", password: Sensitive("no"), caller: caller)
      }
      try await world.actions.changeContact(
        mobile: Self.new, code: code, password: Self.password, session: signedIn.session.id, caller: caller)
    }
  }

  @Test("a code for another number does not change to this one")
  func otherCode() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, caller) = try await world.register()
      let code = try await code(world, caller, to: "13900002222")
      await #expect(throws: IdentityError(.codeRefused)) {
        try await world.actions.changeContact(
          mobile: Self.new, code: code, password: Self.password, session: signedIn.session.id, caller: caller)
      }
    }
  }

  @Test("a number that another account has is refused, and so is the present one")
  func taken() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      _ = try await world.register(mobile: Self.new, email: "other@example.com", name: "李四")
      let (signedIn, caller) = try await world.register()
      let code = try await code(world, caller)
      await #expect(throws: IdentityError(.mobileTaken)) {
        try await world.actions.changeContact(
          mobile: Self.new, code: code, password: Self.password, session: signedIn.session.id, caller: caller)
      }
      await #expect(throws: IdentityError(.invalidMobile)) {
        try await world.actions.changeContact(
          mobile: "13812341234", code: "000000", password: Self.password, session: signedIn.session.id, caller: caller)
      }
    }
  }

  @Test("the new number signs in, other devices are signed out, the old number is told")
  func mobile() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, caller) = try await world.register()
      let other = try await world.actions.logIn(
        identifier: "13812341234", password: Self.password, scene: PeopleWorld.scene("device-2"), tenantID: "main")
      let code = try await code(world, caller)
      try await world.actions.changeContact(
        mobile: Self.new, code: code, password: Self.password, session: signedIn.session.id, caller: caller)
      let live = try await world.actions.listSessions(caller: caller)
      #expect(live.map(\.id) == [signedIn.session.id])
      #expect(!live.map(\.id).contains(other.session.id))
      world.clock.advance(.milliseconds(2))
      let told = try #require(try await world.message(to: "13812341234"))
      #expect(told.body.contains("139****1111"))
      let again = try await world.actions.logIn(
        identifier: Self.new, password: Self.password, scene: PeopleWorld.scene("device-3"), tenantID: "main")
      #expect(again.account.id == caller.accountID)
    }
  }

  @Test("a new e-mail waits for its confirmation, and the old one is told")
  func email() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      try await world.actions.changeContact(email: "new@example.com", password: Self.password, caller: caller)
      let profile = try await world.actions.readProfile(caller: caller)
      #expect(profile.account.email.text == "new@example.com")
      #expect(profile.account.emailConfirmedAt == nil)
      let told = try #require(try await world.message(to: "ye@example.com"))
      #expect(told.body.contains("n**@example.com") || told.body.contains("***"))
    }
  }
}
