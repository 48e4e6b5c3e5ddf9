import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiStorage

@Suite("Contacts")
struct ContactStoreTests {
  private func contact(_ base: ContractBase, _ number: Int, _ name: String, mobile: String? = nil, party: ContactOwner? = nil) -> Contact {
    Contact(
      id: base.id(number), kind: .person, party: party, name: name, mobile: mobile.map { Sensitive($0) }, group: "客户",
      note: "房东", createdAt: base.now)
  }

  @Test("a party and a number stand once in a list, and another's list is another", arguments: TestDatabase.engines)
  func once(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let store = ContactStore(vault: base.vault)
      let (me, you) = (ContactOwner.person(base.me), ContactOwner.person(base.you))
      let li = contact(base, 1, "李小四", mobile: "13812341234", party: you)
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        #expect(try store.insert(li, of: me, in: connection))
        #expect(try !store.insert(contact(base, 2, "李小四", party: you), of: me, in: connection))
        #expect(try !store.insert(contact(base, 3, "李四", mobile: "13812341234"), of: me, in: connection))
        #expect(try store.find(li.id, of: me, in: connection) == li)
        #expect(try store.find(you, of: me, in: connection) == li)
        #expect(try store.find(li.id, of: you, in: connection) == nil)
        #expect(try !store.delete(li.id, of: you, in: connection))
        #expect(try !store.update(li, of: you, in: connection))
        #expect(try store.count(of: me, in: connection) == 1)
        #expect(try store.count(of: you, in: connection) == 0)
        #expect(try store.delete(li.id, of: me, in: connection))
      }
    }
  }

  @Test("a list goes by name, page by page, by group and by words", arguments: TestDatabase.engines)
  func pages(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let store = ContactStore(vault: base.vault)
      let me = ContactOwner.person(base.me)
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        for number in 1...5 { _ = try store.insert(contact(base, number, "person \(number)"), of: me, in: connection) }
        let first = try store.page(of: me, limit: 3, in: connection)
        #expect(first.map(\.contact.name) == ["person 1", "person 2", "person 3"])
        let rest = try store.page(of: me, after: first.last?.contact, limit: 3, in: connection)
        #expect(rest.map(\.contact.name) == ["person 4", "person 5"])
        #expect(try store.page(of: me, words: "ＰＥＲＳＯＮ 4", in: connection).map(\.contact.name) == ["person 4"])
        #expect(try store.page(of: me, words: "房东", in: connection).count == 5)
        #expect(try store.page(of: me, words: "%", in: connection).isEmpty)
        #expect(try store.page(of: me, group: "供应商", in: connection).isEmpty)
        #expect(try store.groups(of: me, in: connection).map(\.name) == ["客户"])
      }
    }
  }

  @Test("only started contracts suggest, and neither contacts nor the dismissed", arguments: TestDatabase.engines)
  func suggestions(kind: TestDatabase.Engine) async throws {
    try await ContractBase.with(kind) { base in
      let store = ContactStore(vault: base.vault)
      let (me, you) = (ContactOwner.person(base.me), ContactOwner.person(base.you))
      _ = try await base.insert(base.draft(2))
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        #expect(try store.suggestions(for: me, in: connection).isEmpty, "a draft binds nobody")
      }
      _ = try await base.initiated(1)
      let li = contact(base, 1, "李小四", party: you)
      try await base.engine.write { (connection: any SQLConnection) throws -> Void in
        #expect(try store.suggestions(for: me, in: connection) == [ContactSuggestion(party: you, name: "李小四")])
        #expect(try store.suggestions(for: you, in: connection).isEmpty, "it is not the receiver's turn yet")
        _ = try store.insert(li, of: me, in: connection)
        #expect(try store.suggestions(for: me, in: connection).isEmpty)
        #expect(try store.page(of: me, in: connection).map(\.contractCount) == [1])
        _ = try store.delete(li.id, of: me, in: connection)
        try store.dismiss(you, of: me, in: connection)
        #expect(try store.suggestions(for: me, in: connection).isEmpty)
        try store.undismiss(you, of: me, in: connection)
        #expect(try store.suggestions(for: me, in: connection).count == 1)
      }
    }
  }

  @Test("lists walk the index of names, and what waits for a number is found by it")
  func plans() async throws {
    for (sql, index) in [
      (ContactSQL.page, "contact_by_name"), (ContactSQL.page, "contract_party_by_person"), (ContactSQL.page, "contract_party_by_company"),
      (ContactSQL.findParty, "contact_by_party"), (ContactSQL.groups, "contact_by_group"),
      (ContactSQL.suggestions, "contract_listing_recent"), (ContactSQL.waitingByMobile, "contact_by_mobile"),
      (ContactSQL.waitingByEmail, "contact_by_email"), (ContactSQL.currentInvitation, "contact_invitation_by_owner"),
    ] {
      let count = (1...20).last { sql.contains("$\($0)") } ?? 0
      let found = try await TestDatabase.with(.sqliteMemory) { engine in
        try await engine.write {
          try $0.query("EXPLAIN QUERY PLAN " + sql, [SQLValue](repeating: 1, count: count)).map { try $0.text("detail") }
        }
      }.joined(separator: "; ")
      #expect(found.contains(index) && !found.contains("SCAN c"), "\(found)")
    }
  }
}
