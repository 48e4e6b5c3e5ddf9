import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Testing

@Suite("Registration")
struct RegisterAccountTests {
  @Test("a person registers with a code, is signed in, and the log tells it masked (F-007, F-008, F-019)")
  func register() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, caller) = try await world.register()
      let resolved = try await world.actions.resolveSession(token: signedIn.token.reveal(), tenantID: "main")
      #expect(resolved?.account.name == "叶小三")
      let lines = try await world.actions.readIdentityLog(caller: caller).map { $0.text() }
      #expect(lines.count == 4)
      #expect(lines[0].hasPrefix("【注册日志】") && lines[0].contains("/姓名：叶*三/手机号码：138****1234/邮箱：y***@example.com"))
      #expect(lines[1].contains("&确认用户使用服务协议&") && lines[1].contains("2026-11"))
      #expect(lines[3].contains("认证结果：未认证"))
      let profile = try await world.actions.readProfile(caller: caller)
      #expect(profile.agreements.map(\.version) == ["2026-11"])
      #expect(profile.verification.status == .unverified)
      #expect(profile.certificate == nil)
    }
  }

  @Test("what is missing or wrong is refused and names its field", arguments: [
    ("name", IdentityError.Code.invalidName), ("mobile", .invalidMobile), ("email", .invalidEmail), ("password", .weakPassword),
    ("agreement", .agreementMissing), ("code", .codeRefused),
  ])
  func refusals(field: String, code: IdentityError.Code) async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let right = try await world.code(.register, "13812341234")
      let form = world.form(
        mobile: field == "mobile" ? "12345" : "13812341234", email: field == "email" ? "nobody" : "ye@example.com",
        name: field == "name" ? "7" : "叶小三", code: field == "code" ? (right == "000000" ? "000001" : "000000") : right,
        password: field == "password" ? "13812341234" : "一段很长的口令 2026", agrees: field != "agreement")
      do {
        _ = try await world.actions.register(form, scene: PeopleWorld.scene(), tenantID: "main")
        Issue.record("accepted")
      } catch let error as IdentityError {
        #expect(error.code == code)
        #expect(error.field == field)
      }
    }
  }

  @Test("a taken number is told only to who holds it, and a code from another browser does not work")
  func taken() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      _ = try await world.register()
      world.clock.advance(.seconds(61))
      let code = try await world.code(.register, "13812341234")
      await #expect(throws: IdentityError(.codeRefused)) {
        _ = try await world.actions.register(world.form(code: code), scene: PeopleWorld.scene("other"), tenantID: "main")
      }
      await #expect(throws: IdentityError(.mobileTaken)) {
        _ = try await world.actions.register(world.form(code: code), scene: PeopleWorld.scene(), tenantID: "main")
      }
    }
  }

  @Test("codes are limited per recipient, per address and by a pause between two (drill 31)")
  func limits() async throws {
    try await PeopleWorld.with(limits: CodeLimits(perRecipientHourly: 3, perRecipientDaily: 9, perAddressHourly: 5, perMinute: 90)) {
      (world: PeopleWorld) async throws in
      func send(_ mobile: String) async throws {
        _ = try await world.actions.sendCode(
          .register, mobile: mobile, scene: PeopleWorld.scene(), tenantID: "main", language: .chinese)
      }
      try await send("13812340001")
      await #expect(throws: IdentityError(.tooManyRequests)) { try await send("13812340001") }
      world.clock.advance(.seconds(60))
      try await send("13812340001")
      world.clock.advance(.seconds(60))
      await #expect(throws: IdentityError(.tooManyRequests)) { try await send("13812340001") }
      try await send("13812340002")
      await #expect(throws: IdentityError(.tooManyRequests)) { try await send("13812340003") }
    }
  }

  @Test("an unknown number gets the same receipt for a log-in code, and no message (drill 32)")
  func unknown() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      _ = try await world.register()
      let scene = PeopleWorld.scene()
      let known = try await world.actions.sendCode(.login, mobile: "13812341234", scene: scene, tenantID: "main", language: .chinese)
      let unknown = try await world.actions.sendCode(
        .login, mobile: "13899991234", scene: scene, tenantID: "main", language: .chinese)
      #expect(known.resendAfterSeconds == unknown.resendAfterSeconds && known.validSeconds == unknown.validSeconds)
      #expect(try await world.message(to: "13899991234") == nil)
      #expect(try await world.message(to: "13812341234")?.code?.count == 6)
    }
  }
}
