import HeqiApplication
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import Testing

@Suite("Signing in and out")
struct LogInTests {
  private let password = Sensitive("一段很长的口令 2026")

  @Test("by mobile number, by e-mail and by code; wrong passwords and unknown people get one answer")
  func ways() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      let scene = PeopleWorld.scene("device-2")
      for identifier in ["13812341234", "+86 138-1234-1234", "Ye@example.com"] {
        let signedIn = try await world.actions.logIn(
          identifier: identifier, password: password, scene: scene, tenantID: "main")
        #expect(signedIn.account.id == caller.accountID)
      }
      for (identifier, typed) in [("13812341234", "wrong password"), ("13899999999", "一段很长的口令 2026"), ("x", "y")] {
        await #expect(throws: IdentityError(.loginRefused)) {
          _ = try await world.actions.logIn(
            identifier: identifier, password: Sensitive(typed), scene: scene, tenantID: "main")
        }
      }
      let code = try await world.code(.login, "13812341234", scene: scene)
      let byCode = try await world.actions.logIn(mobile: "13812341234", code: code, scene: scene, tenantID: "main")
      #expect(byCode.account.id == caller.accountID)
      await #expect(throws: IdentityError(.codeRefused)) {
        _ = try await world.actions.logIn(mobile: "13812341234", code: code, scene: scene, tenantID: "main")
      }
    }
  }

  @Test("ten wrong passwords lock this way in for a quarter of an hour, not the code")
  func lockout() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      _ = try await world.register()
      let scene = PeopleWorld.scene()
      func tryPassword(_ typed: String) async throws {
        _ = try await world.actions.logIn(
          identifier: "13812341234", password: Sensitive(typed), scene: scene, tenantID: "main")
      }
      for _ in 1...10 { await #expect(throws: IdentityError(.loginRefused)) { try await tryPassword("no") } }
      await #expect(throws: IdentityError(.tooManyRequests)) { try await tryPassword("一段很长的口令 2026") }
      let code = try await world.code(.login, "13812341234")
      _ = try await world.actions.logIn(mobile: "13812341234", code: code, scene: scene, tenantID: "main")
      world.clock.advance(LockoutPolicy.window)
      try await tryPassword("一段很长的口令 2026")
    }
  }

  @Test("a back-office account and a person with the same number are two")
  func kinds() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      let made = try await world.review.createStaff(
        name: "叶小三", email: "staff@example.com", mobile: "13812341234", password: nil, roles: [.reviewer], tenantID: "main")
      #expect(made.account.id != caller.accountID)
      #expect(made.password.reveal().count == 23)
      let signedIn = try await world.actions.logIn(
        identifier: "13812341234", password: made.password, scene: PeopleWorld.scene(client: .backOffice), tenantID: "main",
        kind: .backOffice)
      #expect(signedIn.account.platformRoles == [.reviewer])
      await #expect(throws: IdentityError(.loginRefused)) {
        _ = try await world.actions.logIn(
          identifier: "13812341234", password: made.password, scene: PeopleWorld.scene(), tenantID: "main")
      }
    }
  }

  @Test("sessions are listed, ended one by one and all at once; idle ones die")
  func sessions() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (first, caller) = try await world.register()
      var others: [SignedIn] = []
      for number in 2...4 {
        world.clock.advance(.seconds(1))
        others.append(
          try await world.actions.logIn(
            identifier: "13812341234", password: password, scene: PeopleWorld.scene("device-\(number)"), tenantID: "main"))
      }
      #expect(try await world.actions.listSessions(caller: caller).count == 4)
      try await world.actions.revokeSession(others[0].session.id, caller: caller)
      await #expect(throws: IdentityError(.sessionEnded)) {
        try await world.actions.revokeSession(others[0].session.id, caller: caller)
      }
      #expect(try await world.actions.revokeSession(allBut: first.session.id, caller: caller) == 2)
      #expect(try await world.actions.resolveSession(token: others[2].token.reveal(), tenantID: "main") == nil)
      #expect(try await world.actions.resolveSession(token: "nonsense", tenantID: "main") == nil)
      world.clock.advance(.seconds(11 * 3600))
      #expect(try await world.actions.resolveSession(token: first.token.reveal(), tenantID: "main") != nil)
      world.clock.advance(.seconds(11 * 3600))
      #expect(try await world.actions.resolveSession(token: first.token.reveal(), tenantID: "main") != nil)
      world.clock.advance(SessionPolicy.person.idle)
      #expect(try await world.actions.resolveSession(token: first.token.reveal(), tenantID: "main") == nil)
      try await world.actions.logOut(first.session.id, caller: caller)
      let log = try await world.actions.readPersonalLog(caller: caller)
      #expect(log.lines.first?.text().contains("&退出登录&") == true)
      #expect(log.lines.contains { $0.text().contains("&登录& /方式：密码") })
    }
  }

  @Test("a reset needs a code, ends every session and makes the old password useless")
  func reset() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (first, _) = try await world.register()
      let scene = PeopleWorld.scene()
      let code = try await world.code(.resetPassword, "13812341234")
      await #expect(throws: IdentityError(.weakPassword)) {
        try await world.actions.resetPassword(
          mobile: "13812341234", code: code, password: Sensitive("short"), scene: scene, tenantID: "main")
      }
      let new = Sensitive("另外一段长长的口令!")
      try await world.actions.resetPassword(
        mobile: "13812341234", code: code, password: new, scene: scene, tenantID: "main")
      #expect(try await world.actions.resolveSession(token: first.token.reveal(), tenantID: "main") == nil)
      await #expect(throws: IdentityError(.loginRefused)) {
        _ = try await world.actions.logIn(identifier: "13812341234", password: password, scene: scene, tenantID: "main")
      }
      _ = try await world.actions.logIn(identifier: "13812341234", password: new, scene: scene, tenantID: "main")
      await #expect(throws: IdentityError(.codeRefused)) {
        try await world.actions.resetPassword(
          mobile: "13899999999", code: "123456", password: new, scene: scene, tenantID: "main")
      }
    }
  }

  @Test("changing the password needs the old one and ends the other sessions")
  func change() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (first, caller) = try await world.register()
      let other = try await world.actions.logIn(
        identifier: "13812341234", password: password, scene: PeopleWorld.scene("device-2"), tenantID: "main")
      await #expect(throws: IdentityError(.loginRefused)) {
        try await world.actions.changePassword(
          old: Sensitive("no"), new: Sensitive("另外一段长长的口令!"), session: first.session.id, caller: caller)
      }
      try await world.actions.changePassword(
        old: password, new: Sensitive("另外一段长长的口令!"), session: first.session.id, caller: caller)
      #expect(try await world.actions.resolveSession(token: first.token.reveal(), tenantID: "main") != nil)
      #expect(try await world.actions.resolveSession(token: other.token.reveal(), tenantID: "main") == nil)
    }
  }

  @Test("an e-mail is confirmed by the code sent to it; then it names the person")
  func email() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (signedIn, caller) = try await world.register()
      let receipt = try await world.actions.sendOwnCode(confirmEmailOf: caller)
      #expect(receipt.maskedRecipient == "y***@example.com")
      let code = try #require(try await world.message(to: "ye@example.com")?.code)
      try await world.actions.confirmEmail(code: code, caller: caller)
      let accounts = AccountStore(vault: try await world.vault.open(tenantID: "main", at: world.clock.now))
      let found = try await world.engine.read { try accounts.find(confirmedEmail: signedIn.account.email, in: $0) }
      #expect(found?.id == signedIn.account.id)
    }
  }

  @Test("the personal log is exported as CSV and PDF, masked, for the caller alone (F-090)")
  func export() async throws {
    try await PeopleWorld.with { (world: PeopleWorld) async throws in
      let (_, caller) = try await world.register()
      let (_, other) = try await world.register(mobile: "13900001111", email: "b@example.com", scene: PeopleWorld.scene("b"))
      _ = try await world.actions.logIn(
        identifier: "13812341234", password: password, scene: PeopleWorld.scene(), tenantID: "main")
      let csv = try await world.actions.exportPersonalLog(.csv, caller: caller)
      let rows = String(decoding: csv.bytes, as: UTF8.self).split(separator: "\r\n")
      #expect(rows.count == 4)
      #expect(rows[1].contains("\"登录\"") && rows[1].contains("叶*三") && !rows[1].contains("叶小三"))
      let pdf = try await world.actions.exportPersonalLog(.pdf, caller: other)
      #expect(pdf.bytes.starts(with: Array("%PDF".utf8)) && pdf.mediaType == "application/pdf")
    }
  }
}
