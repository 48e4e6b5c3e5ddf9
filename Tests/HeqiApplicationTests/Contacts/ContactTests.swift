import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

@Suite("Contacts of persons and companies")
struct ContactTests {
  private func contacts(_ world: ContractWorld) -> ContactActions {
    ContactActions(ledger: world.ledger, publicURL: "http://localhost")
  }

  @Test("the other side of a contract is suggested, and once added both have one another", arguments: TestDatabase.engines)
  func symmetric(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let wang = try await world.person(ContractWorld.wang)
      let actions = contacts(world)
      _ = try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign)
      let page = try await actions.manage.page(caller: zhang)
      #expect(page.suggestions.map(\.name) == [li.name] && page.rows.isEmpty)
      await #expect(throws: ContactError(.unknown), "a stranger is no suggestion") {
        try await actions.manage.accept(.person(wang.accountID), caller: zhang)
      }
      try await actions.manage.accept(.person(li.accountID), caller: zhang)
      let mine = try await actions.manage.page(caller: zhang)
      #expect(mine.rows.map(\.contact.name) == [li.name] && mine.suggestions.isEmpty)
      #expect(mine.rows.first?.isVerified == true && mine.rows.first?.contractCount == 1)
      let theirs = try await actions.manage.page(caller: li)
      #expect(theirs.rows.map(\.contact.name) == [zhang.name] && theirs.rows.first?.contact.mobile == nil)
      let entry = try #require(theirs.rows.first?.contact)
      await #expect(throws: ContactError(.unknown)) { try await actions.manage.find(entry.id, caller: wang) }
      try await actions.manage.delete(entry.id, caller: li)
      #expect(try await actions.manage.page(caller: li).suggestions.isEmpty, "deleted means not suggested again")
      #expect(try await actions.manage.page(caller: zhang).rows.count == 1)
    }
  }

  @Test("a number is tied to its account only under the account's name")
  func names() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let manage = contacts(world).manage
      let wrong = try await manage.add(.init(name: "别人", mobile: ContractWorld.li.1), caller: zhang)
      #expect(wrong.party == nil)
      #expect(try await manage.page(caller: li).rows.isEmpty)
      try await manage.delete(wrong.id, caller: zhang)
      let right = try await manage.add(.init(name: li.name, mobile: ContractWorld.li.1, group: "客户"), caller: zhang)
      #expect(right.party == .person(li.accountID))
      #expect(try await manage.page(caller: li).rows.map(\.contact.name) == [zhang.name])
      await #expect(throws: ContactError(.alreadyThere)) {
        try await manage.add(.init(name: li.name, mobile: ContractWorld.li.1), caller: zhang)
      }
      await #expect(throws: ContactError(.isSelf)) {
        try await manage.add(.init(name: zhang.name, mobile: ContractWorld.zhang.1), caller: zhang)
      }
      try await manage.change(right.id, group: "供应商", note: "老朋友", caller: zhang)
      #expect(try await manage.page(words: "老朋友", caller: zhang).rows.map(\.contact.group) == ["供应商"])
    }
  }

  @Test(
    "what cannot be a contact is refused at its field",
    arguments: [
      (ManageContacts.Typed(name: " "), ContactError.Code.nameInvalid), (.init(name: "李明"), .noAddress),
      (.init(name: "李明", mobile: "138"), .mobileInvalid), (.init(name: "李明", email: "li"), .emailInvalid),
      (.init(name: "李明", mobile: "13812345678", group: String(repeating: "组", count: 21)), .groupInvalid),
      (.init(name: "李明", mobile: "13812345678", note: String(repeating: "注", count: 201)), .noteInvalid),
    ])
  func refused(typed: ManageContacts.Typed, code: ContactError.Code) async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      await #expect(throws: ContactError(code)) { try await contacts(world).manage.add(typed, caller: zhang) }
    }
  }

  @Test("a message invites once a day, and whoever registers with the number is a contact on both sides")
  func invitation() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let actions = contacts(world)
      let contact = try await actions.manage.add(.init(name: ContractWorld.li.0, mobile: ContractWorld.li.1), caller: zhang)
      try await actions.invite.send(to: contact.id, caller: zhang)
      #expect(try await actions.manage.find(contact.id, caller: zhang).invitedAt != nil)
      await #expect(throws: ContactError(.tooManyInvitations)) { try await actions.invite.send(to: contact.id, caller: zhang) }
      // Deleting and adding again does not make a second message.
      try await actions.manage.delete(contact.id, caller: zhang)
      let again = try await actions.manage.add(.init(name: ContractWorld.li.0, mobile: ContractWorld.li.1), caller: zhang)
      await #expect(throws: ContactError(.tooManyInvitations)) { try await actions.invite.send(to: again.id, caller: zhang) }
      let li = try await world.person(ContractWorld.li)
      try await actions.join.link(li)
      #expect(try await actions.manage.page(caller: li).rows.map(\.contact.name) == [zhang.name])
      #expect(try await actions.manage.find(again.id, caller: zhang).party == .person(li.accountID))
      await #expect(throws: ContactError(.alreadyRegistered)) { try await actions.invite.send(to: again.id, caller: zhang) }
    }
  }

  @Test("an opened link joins both lists until it ends; nobody joins themselves")
  func link() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let stranger = try await world.person(ContractWorld.wang, isVerified: false)
      let actions = contacts(world)
      await #expect(throws: ContactError(.identityUnverified)) { try await actions.invite.open(caller: stranger) }
      let old = try await actions.invite.open(caller: zhang)
      let link = try await actions.invite.open(caller: zhang)
      #expect(actions.invite.address(of: link) == "http://localhost/contacts/join/\(link.id)")
      #expect(String(decoding: try await actions.invite.code(caller: zhang), as: UTF8.self).hasPrefix("<svg"))
      await #expect(throws: ContactError(.isSelf)) { try await actions.join.accept(link.id, caller: zhang) }
      await #expect(throws: ContactError(.invitationUnknown)) { try await actions.join.accept(old.id, caller: li) }
      try await actions.join.accept(link.id, caller: li)
      try await actions.join.accept(link.id, caller: li)
      #expect(try await actions.manage.page(caller: zhang).rows.map(\.contact.name) == [li.name])
      #expect(try await actions.manage.page(caller: li).rows.map(\.contact.name) == [zhang.name])
      world.clock.advance(ContactInvitation.lifetime)
      await #expect(throws: ContactError(.invitationUnknown)) { try await actions.join.read(link.id, caller: stranger) }
    }
  }

  @Test("a company's people share one list; table D says who may change it and who may invite")
  func company() async throws {
    try await ContractWorld.with { world in
      let company = try await CompanyContractWorld(world)
      let actions = contacts(world)
      let added = try await actions.manage.add(.init(name: "吴大五", mobile: "13800000055"), caller: company.handler)
      #expect(try await actions.manage.page(caller: company.legalRep).rows.map(\.contact.id) == [added.id])
      #expect(try await actions.manage.page(caller: company.viewer).rows.count == 1)
      await #expect(throws: ContactError(.notPermitted)) { try await actions.manage.delete(added.id, caller: company.viewer) }
      await #expect(throws: ContactError(.notPermitted)) { try await actions.invite.open(caller: company.legalRep) }
      _ = try await actions.invite.open(caller: company.handler)
      let alone = Caller(
        accountID: company.handler.accountID, tenantID: "main", name: company.handler.name, isVerified: true, scene: company.handler.scene)
      #expect(try await actions.manage.page(caller: alone).rows.isEmpty, "the company's contacts are not the person's")
    }
  }

  @Test("a contact with an account can receive without a number; another's contact cannot be used")
  func receiver() async throws {
    try await ContractWorld.with { world in
      let zhang = try await world.person(ContractWorld.zhang)
      let li = try await world.person(ContractWorld.li)
      let wang = try await world.person(ContractWorld.wang)
      let actions = contacts(world)
      let contact = try await actions.manage.add(.init(name: li.name, mobile: ContractWorld.li.1), caller: zhang)
      let draft = try await world.draft(by: zhang, to: [ContractWorld.wang])
      let saved = try await world.actions.setReceivers(draft.id, [.init(name: li.name, contactID: contact.id)], caller: zhang)
      #expect(saved.round.receivers.map(\.accountID) == [li.accountID])
      let other = try await world.draft(by: wang, to: [ContractWorld.li])
      await #expect(throws: ContractError(.receiverUnreachable, "receiver mobile")) {
        try await world.actions.setReceivers(other.id, [.init(name: li.name, contactID: contact.id)], caller: wang)
      }
    }
  }
}
