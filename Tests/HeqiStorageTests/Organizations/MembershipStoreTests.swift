import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Organization and membership stores")
struct MembershipStoreTests {
  @Test("one credit code, one organization; a stale save is refused", arguments: TestDatabase.engines)
  func organizations(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let store = OrganizationStore(tenantID: "main")
      let first = try await base.insertOrganization()
      let second = try base.organization(41, name: "另一家")
      await #expect(throws: OrganizationError(.codeTaken)) { try await base.engine.write { try store.insert(second, in: $0) } }
      var renamed = first
      renamed.name = "示例科技股份有限公司"
      let saving = renamed
      let saved = try await base.engine.write { try store.save(saving, in: $0) }
      #expect(saved.revision == 1)
      await #expect(throws: OrganizationError(.staleRevision)) { try await base.engine.write { _ = try store.save(saving, in: $0) } }
      #expect(try await base.engine.read { try store.find(first.code, in: $0) } == saved)
      #expect(try await base.engine.read { try OrganizationStore(tenantID: "other").find(first.id, in: $0) } == nil)
    }
  }

  @Test("a membership comes back as it was saved, with roles and departments in order", arguments: TestDatabase.engines)
  func roundTrip(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let organization = try await base.insertOrganization()
      let account = try await base.insertAccount()
      let units = [50, 51].map { (number: UInt8) in
        OrgUnit(
          id: base.id(number), tenantID: "main", organizationID: organization.id, parentID: number == 51 ? base.id(50) : nil,
          kind: number == 50 ? .company : .department, name: "单元\(number)", position: Int(number))
      }
      let store = MembershipStore(vault: base.vault)
      let membership = base.membership(
        60, of: organization, account: account.id, mobile: "13812341234", email: "ye@example.com", roles: [.handler, .legalRep],
        units: [units[1].id, units[0].id])
      try await base.engine.write { (connection: any SQLConnection) throws in
        for unit in units { try OrgUnitStore(tenantID: "main").insert(unit, in: connection) }
        try store.insert(membership, in: connection)
      }
      #expect(try await base.engine.read { try OrgUnitStore(tenantID: "main").all(of: organization.id, in: $0) } == units)
      #expect(try await base.engine.read { try store.find(membership.id, of: organization.id, in: $0) } == membership)
      var changed = membership
      changed.roles = [.ccViewer]
      changed.unitIDs = [units[0].id]
      changed.status = .left(at: base.now)
      let saving = changed
      let saved = try await base.engine.write { try store.save(saving, in: $0) }
      #expect(try await base.engine.read { try store.find(membership.id, of: organization.id, in: $0) } == saved)
      await #expect(throws: OrganizationError(.staleRevision)) { try await base.engine.write { _ = try store.save(saving, in: $0) } }
      let row = try await base.engine.read { try $0.query("SELECT mobile FROM membership", []).first?.blob("mobile") ?? [] }
      #expect(!row.isEmpty && row != Array("13812341234".utf8))
    }
  }

  @Test("another organization's person, another tenant's and a person who left are not found", arguments: TestDatabase.engines)
  func isolation(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let own = try await base.insertOrganization()
      let other = try await base.insertOrganization(41, code: "91350206MA32JUL977", name: "另一家")
      let account = try await base.insertAccount()
      let store = MembershipStore(vault: base.vault)
      let membership = base.membership(60, of: own, account: account.id, mobile: "13812341234", roles: [.handler])
      try await base.engine.write { try store.insert(membership, in: $0) }
      try await base.engine.read { (connection: any SQLConnection) throws in
        #expect(try store.find(membership.id, of: other.id, in: connection) == nil)
        #expect(try store.standing(of: account.id, in: other.id, at: base.now, on: connection) == nil)
        #expect(try store.page(of: other.id, in: connection) == [])
        #expect(try store.list(.handler, of: other.id, in: connection) == [])
        #expect(try store.find(mobile: account.mobile, of: other.id, in: connection) == nil)
        let standing = try store.standing(of: account.id, in: own.id, at: base.now, on: connection)
        #expect(standing?.roles == [.handler] && standing?.organizationName == own.name)
        #expect(try store.list(.handler, of: own.id, in: connection) == [membership])
        #expect(try store.list(of: account.id, in: connection) == [membership])
      }
      var gone = membership
      gone.status = .left(at: base.now)
      let leaving = gone
      try await base.engine.write { _ = try store.save(leaving, in: $0) }
      try await base.engine.read { (connection: any SQLConnection) throws in
        #expect(try store.standing(of: account.id, in: own.id, at: base.now, on: connection) == nil)
        #expect(try store.list(.handler, of: own.id, in: connection) == [])
        #expect(try store.list(of: account.id, in: connection) == [])
        #expect(try store.counts(of: own.id, in: connection) == ["left": 1])
      }
      // A person who comes back is a new membership.
      let again = base.membership(61, of: own, account: account.id, mobile: "13812341234")
      try await base.engine.write { try store.insert(again, in: $0) }
      let twice = base.membership(62, of: own, name: "同号", mobile: "13812341234", status: .invited)
      await #expect(throws: OrganizationError(.alreadyMember)) { try await base.engine.write { try store.insert(twice, in: $0) } }
    }
  }

  @Test("a stopped company gives nobody a standing", arguments: TestDatabase.engines)
  func suspended(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      var organization = try await base.insertOrganization()
      let account = try await base.insertAccount()
      let store = MembershipStore(vault: base.vault)
      let membership = base.membership(60, of: organization, account: account.id, roles: [.legalRep])
      organization.status = .suspended
      let stopped = organization
      try await base.engine.write { (connection: any SQLConnection) throws in
        try store.insert(membership, in: connection)
        #expect(try store.standing(of: account.id, in: stopped.id, at: base.now, on: connection) != nil)
        _ = try OrganizationStore(tenantID: "main").save(stopped, in: connection)
        #expect(try store.standing(of: account.id, in: stopped.id, at: base.now, on: connection) == nil)
      }
    }
  }

  @Test("invitations are found by the confirmed number, and by an e-mail only once it is confirmed", arguments: TestDatabase.engines)
  func invitations(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let organization = try await base.insertOrganization()
      let store = MembershipStore(vault: base.vault)
      let byMobile = base.membership(60, of: organization, mobile: "13812341234", email: "ye@example.com", status: .invited)
      let byEmail = base.membership(61, of: organization, email: "YE@example.com", status: .invited)
      try await base.engine.write { (connection: any SQLConnection) throws in
        try store.insert(byMobile, in: connection)
        try store.insert(byEmail, in: connection)
      }
      let unconfirmed = try base.account()
      let confirmed = try base.account(confirmed: true)
      #expect(try await base.engine.read { try store.invitations(for: unconfirmed, in: $0).map(\.id) } == [byMobile.id])
      #expect(try await base.engine.read { try store.invitations(for: confirmed, in: $0).map(\.id) } == [byMobile.id, byEmail.id])
    }
  }

  @Test("people are paged by name and id without gaps", arguments: TestDatabase.engines)
  func pages(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let organization = try await base.insertOrganization()
      let store = MembershipStore(vault: base.vault)
      let people = (60..<67).map { (number: UInt8) in
        base.membership(number, of: organization, name: number % 2 == 0 ? "甲甲" : "乙乙", status: .active)
      }
      try await base.engine.write { connection in for person in people { try store.insert(person, in: connection) } }
      var seen: [ID<Membership>] = []
      var last: Membership?
      for _ in 0..<3 {
        let page = try await base.engine.read { [last] in try store.page(of: organization.id, after: last, limit: 3, in: $0) }
        seen += page.map(\.id)
        last = page.last
      }
      #expect(seen.count == 7 && Set(seen).count == 7)
    }
  }
}
