import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Group, company and departments edited by hand (F-056).
@Suite("Editing the organization by hand")
struct EditTreeTests {
  private struct Bench: Sendable {
    let company: SealWorld
    let tree: EditTree
    let read: ReadOrganization
    let members: ManageMembers
    let importRoster: ImportRoster
    let root: OrgUnit

    var caller: Caller { company.legalRep }

    func names() async throws -> [String] {
      try await read(caller: caller).units.map { "\($0.depth) \($0.unit.name) \($0.people)" }
    }

    func unitIDs(_ person: Caller) async throws -> [ID<OrgUnit>] {
      try await read.member(EditTreeTests.id(person), caller: caller).member.unitIDs
    }
  }

  private static func id(_ caller: Caller) throws -> ID<Membership> { try #require(caller.mode.standing).membershipID }

  private static func with(
    _ engine: TestDatabase.Engine = .sqliteMemory, _ body: @Sendable (Bench) async throws -> Void
  ) async throws {
    try await ContractWorld.with(engine) { world in
      let company = try await SealWorld(world)
      let ledger = PeopleLedger(engine: world.engine, vault: world.ledger.vault, clock: world.clock, random: world.ledger.random)
      let root = OrgUnit(
        id: ledger.random.id(at: world.clock.now), tenantID: "main", organizationID: company.organization.id, parentID: nil,
        kind: .company, name: company.organization.name, linkedOrganizationID: company.organization.id)
      try await world.engine.write { try OrgUnitStore(tenantID: "main").insert(root, in: $0) }
      try await body(
        Bench(
          company: company, tree: EditTree(ledger: ledger), read: ReadOrganization(ledger: ledger),
          members: ManageMembers(ledger: ledger), importRoster: ImportRoster(ledger: ledger, blobs: world.blobs), root: root))
    }
  }

  @Test("only who may update the organization edits it, and never another company's")
  func rights() async throws {
    try await Self.with { bench in
      let handler = try await bench.company.join(("李小四", "13800000002"), [.handler])
      for body in [
        { try await bench.tree.add(.department, "销售部", under: bench.root.id, caller: handler) },
        { try await bench.tree.shift(bench.root.id, up: true, caller: handler); return bench.root },
      ] {
        await #expect(throws: OrganizationError(.notPermitted)) { _ = try await body() }
      }
      await #expect(throws: OrganizationError(.notPermitted)) { _ = try await bench.read.unit(bench.root.id, caller: handler) }
      let foreign: ID<OrgUnit> = ID(at: bench.company.world.clock.now, random: [7])
      await #expect(throws: OrganizationError(.notFound)) { _ = try await bench.read.unit(foreign, caller: bench.caller) }
      await #expect(throws: OrganizationError(.unitUnknown)) { try await bench.tree.rename(foreign, "甲", caller: bench.caller) }
      let unit = try await bench.tree.add(.department, "销售部", under: bench.root.id, caller: bench.caller)
      let stranger: ID<Membership> = ID(at: bench.company.world.clock.now, random: [8])
      await #expect(throws: OrganizationError(.notFound)) { try await bench.tree.join([stranger], unit.id, caller: bench.caller) }
      await #expect(throws: OrganizationError(.nobodyChosen)) { try await bench.tree.join([], unit.id, caller: bench.caller) }
    }
  }

  @Test("units are added, renamed, moved, put in order and removed, and an import finds them by their names",
    arguments: TestDatabase.engines)
  func whole(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { bench in
      let sales = try await bench.tree.add(.department, "销售部", under: bench.root.id, caller: bench.caller)
      let south = try await bench.tree.add(.department, "华南组", under: sales.id, caller: bench.caller)
      let money = try await bench.tree.add(.department, "财务", under: bench.root.id, caller: bench.caller)
      try await bench.tree.rename(money.id, "财务部", caller: bench.caller)
      try await bench.tree.shift(money.id, up: true, caller: bench.caller)
      #expect(try await bench.names() == ["0 示例科技有限公司 0", "1 财务部 0", "1 销售部 0", "2 华南组 0"])
      try await bench.tree.move(south.id, under: money.id, caller: bench.caller)
      await #expect(throws: OrganizationError(.unitCircle)) { try await bench.tree.move(money.id, under: south.id, caller: bench.caller) }
      await #expect(throws: OrganizationError(.unitNotEmpty)) { try await bench.tree.remove(money.id, peopleTo: nil, caller: bench.caller) }
      #expect(try await bench.names() == ["0 示例科技有限公司 0", "1 财务部 0", "2 华南组 0", "1 销售部 0"])
      let group = try await bench.tree.add(.group, "某集团", under: nil, caller: bench.caller)
      try await bench.tree.move(bench.root.id, under: group.id, caller: bench.caller)
      let roster = "集团,企业,部门,上级部门,姓名,手机,邮箱\n某集团,示例科技有限公司,财务部,,,,\n某集团,示例科技有限公司,华南组,财务部,陈例,13900000002,\n"
      let preview = try await bench.importRoster.preview(Array(roster.utf8), caller: bench.caller)
      #expect(preview.outcome.newUnits.isEmpty && preview.outcome.added == ["陈例"], "\(preview)")
      _ = try await bench.importRoster.confirm(try #require(preview.file), caller: bench.caller)
      #expect(try await bench.names().first == "0 某集团 0")
      #expect(try await bench.names().contains("3 华南组 1"))
      try await bench.tree.remove(sales.id, peopleTo: nil, caller: bench.caller)
      #expect(try await bench.names().count == 4)
    }
  }

  @Test("a person sits in several departments; a removed one's people go where they were sent, once, and leavers do not stand in the way",
    arguments: TestDatabase.engines)
  func people(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { bench in
      let sales = try await bench.tree.add(.department, "销售部", under: bench.root.id, caller: bench.caller)
      let south = try await bench.tree.add(.department, "华南组", under: sales.id, caller: bench.caller)
      let (li, zhao) = (
        try await bench.company.join(("李小四", "13800000002"), [.handler]), try await bench.company.join(("赵大一", "13800000011"), []))
      try await bench.tree.join([Self.id(li), Self.id(zhao)], south.id, caller: bench.caller)
      try await bench.tree.join([Self.id(li), Self.id(li)], sales.id, caller: bench.caller)
      #expect(try await bench.unitIDs(li) == [south.id, sales.id])
      let view = try await bench.read.unit(south.id, caller: bench.caller)
      #expect(view.people.map(\.name) == ["李小四", "赵大一"].sorted() && view.count == 2)
      #expect(view.candidates.map(\.name) == ["张小三"])
      #expect(try await bench.read.unit(south.id, search: "%", caller: bench.caller).candidates.isEmpty, "a sign is a sign")
      await #expect(throws: OrganizationError(.heirMissing)) { try await bench.tree.remove(south.id, peopleTo: nil, caller: bench.caller) }
      let seen = try await bench.read.member(Self.id(li), caller: bench.caller).member
      try await bench.members.leave(Self.id(zhao), caller: bench.caller)
      try await bench.tree.remove(south.id, peopleTo: .unit(sales.id), caller: bench.caller)
      #expect(try await bench.unitIDs(li) == [sales.id])
      #expect(try await bench.names() == ["0 示例科技有限公司 0", "1 销售部 1"])
      await #expect(throws: OrganizationError(.staleRevision)) {
        try await bench.company.world.engine.write { try MembershipStore(vault: bench.company.world.vault).save(seen, in: $0) }
      }
      try await bench.tree.release(Self.id(li), from: sales.id, caller: bench.caller)
      try await bench.tree.release(Self.id(li), from: sales.id, caller: bench.caller)
      #expect(try await bench.unitIDs(li).isEmpty)
      try await bench.tree.remove(sales.id, peopleTo: EditTree.Heir.none, caller: bench.caller)
      #expect(try await bench.names() == ["0 示例科技有限公司 0"])
    }
  }

  @Test("one person becomes the superior of a department; nobody is their own superior, directly or through others",
    arguments: TestDatabase.engines)
  func superiors(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { bench in
      let sales = try await bench.tree.add(.department, "销售部", under: bench.root.id, caller: bench.caller)
      let (li, zhao) = (
        try await bench.company.join(("李小四", "13800000002"), [.handler]), try await bench.company.join(("赵大一", "13800000011"), []))
      try await bench.tree.join([Self.id(li), Self.id(zhao)], sales.id, caller: bench.caller)
      try await bench.tree.lead(sales.id, by: Self.id(zhao), caller: bench.caller)
      func manager(_ person: Caller) async throws -> ID<Membership>? {
        try await bench.read.member(Self.id(person), caller: bench.caller).member.managerID
      }
      #expect(try await manager(li) == Self.id(zhao))
      #expect(try await manager(zhao) == nil)
      await #expect(throws: OrganizationError(.managerCircle)) { try await bench.tree.lead(sales.id, by: Self.id(li), caller: bench.caller) }
      for other in [li, zhao] {
        await #expect(throws: OrganizationError(.managerCircle)) {
          try await bench.members.change(
            Self.id(zhao), MemberChange(roles: [], units: [sales.id], manager: Self.id(other)), caller: bench.caller)
        }
      }
      try await bench.members.change(
        Self.id(zhao), MemberChange(roles: [], units: [sales.id], manager: Self.id(bench.caller)), caller: bench.caller)
      #expect(try await manager(zhao) == Self.id(bench.caller))
    }
  }

  @Test("every edit stands in the company's log with masked names; one that changes nothing does not")
  func log() async throws {
    try await Self.with { bench in
      let li = try await bench.company.join(("李小四", "13800000002"), [.handler])
      let sales = try await bench.tree.add(.department, "销售部", under: bench.root.id, caller: bench.caller)
      try await bench.tree.rename(sales.id, "销售部", caller: bench.caller)
      try await bench.tree.move(sales.id, under: bench.root.id, caller: bench.caller)
      try await bench.tree.shift(sales.id, up: true, caller: bench.caller)
      try await bench.tree.join([Self.id(li)], sales.id, caller: bench.caller)
      try await bench.tree.lead(sales.id, by: Self.id(bench.caller), caller: bench.caller)
      try await bench.tree.rename(sales.id, "市场部", caller: bench.caller)
      try await bench.tree.remove(sales.id, peopleTo: .unit(bench.root.id), caller: bench.caller)
      let events = try await bench.company.world.engine.read { connection in
        try EventStore().bySubject(bench.company.organization.subject, tenantID: "main", after: 0, in: connection).map(\.event)
      }
      let lines = events.filter { $0.kind.hasPrefix("orgUnit.") }.compactMap { OrganizationLog.line(of: $0)?.text() }
      #expect(lines.count == 5, "\(lines)")
      #expect(lines[0].contains("新建部门") && lines[0].contains("示例科技有限公司/销售部"))
      #expect(lines[1].contains("李*四") && !lines.joined().contains("李小四"))
      #expect(lines[3].contains("市场部") && lines[3].contains("销售部"))
      #expect(lines[4].contains("删除部门") && lines[4].contains("人员去向"))
    }
  }

  @Test("two who move at the same instant never make a circle", arguments: TestDatabase.engines)
  func race(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { bench in
      let first = try await bench.tree.add(.department, "甲部", under: bench.root.id, caller: bench.caller)
      let second = try await bench.tree.add(.department, "乙部", under: bench.root.id, caller: bench.caller)
      let outcomes = await withTaskGroup(of: Result<Void, any Error>.self) { group in
        for (unit, parent) in [(first.id, second.id), (second.id, first.id)] {
          group.addTask { await Result { try await bench.tree.move(unit, under: parent, caller: bench.caller) } }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { (try? $0.get()) != nil } == 1)
      #expect(try await bench.names().count == 3)
    }
  }
}
