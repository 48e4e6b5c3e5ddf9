import HeqiDomain
import HeqiPorts
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("Announcements")
struct AnnouncementTests {
  private func staff(_ world: ContractWorld, _ roles: Set<PlatformRole>) -> Caller {
    Caller(
      accountID: world.ledger.random.id(at: world.clock.now), tenantID: "main", name: "运营", platformRoles: roles,
      isVerified: false, scene: Scene(client: .backOffice, ip: "127.0.0.1", deviceID: "d", userAgent: "test"))
  }

  @Test("an operator writes and publishes, everybody reads once, withdrawn is gone", arguments: TestDatabase.engines)
  func life(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let announcements = world.actions.announcements
      let desk = staff(world, [.operator_])
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let title = Bilingual(" 系统维护 ", "Maintenance"), text = Bilingual("周六夜间维护。", "On Saturday night.")
      let made = try await announcements.create(title: title, text: text, caller: desk)
      #expect(made.title.chinese == "系统维护")
      #expect(try await announcements.unread(caller: zhang) == 0, "a draft is nobody's")
      try await announcements.publish(made.id, caller: desk)
      await #expect(throws: AnnouncementError(.notAllowed)) { try await announcements.publish(made.id, caller: desk) }
      #expect(try await announcements.unread(caller: zhang) == 1)
      #expect(try await announcements.read(caller: zhang).map(\.isRead) == [false])
      #expect(try await announcements.read(caller: zhang).map(\.isRead) == [true])
      #expect(try await announcements.unread(caller: zhang) == 0)
      #expect(try await announcements.unread(caller: li) == 1, "each reader has a state of their own")
      try await announcements.withdraw(made.id, caller: desk)
      await #expect(throws: AnnouncementError(.notAllowed)) { try await announcements.withdraw(made.id, caller: desk) }
      await #expect(throws: AnnouncementError(.notAllowed)) { try await announcements.publish(made.id, caller: desk) }
      #expect(try await announcements.read(caller: li).isEmpty)
      #expect(try await announcements.unread(caller: li) == 0)
      #expect(try await announcements.all(caller: desk).map(\.id) == [made.id])
    }
  }

  @Test("nobody but an operator writes; both languages are filled")
  func refused() async throws {
    try await ContractWorld.with { world in
      let announcements = world.actions.announcements
      let both = Bilingual("一", "one")
      for caller in [staff(world, [.reviewer, .auditor]), try await world.person(ContractWorld.zhang)] {
        await #expect(throws: IdentityError(.notPermitted)) { try await announcements.create(title: both, text: both, caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { try await announcements.all(caller: caller) }
        await #expect(throws: IdentityError(.notPermitted)) { try await announcements.publish(ID(at: world.clock.now, random: []), caller: caller) }
      }
      let desk = staff(world, [.operator_])
      for (title, text, code) in [
        (Bilingual(" ", "one"), both, AnnouncementError.Code.titleInvalid), (Bilingual("一", ""), both, .englishTitleInvalid),
        (both, Bilingual("", "one"), .textInvalid), (both, Bilingual("一", String(repeating: "x", count: 2001)), .englishTextInvalid),
      ] {
        await #expect(throws: AnnouncementError(code)) { try await announcements.create(title: title, text: text, caller: desk) }
      }
    }
  }
}
