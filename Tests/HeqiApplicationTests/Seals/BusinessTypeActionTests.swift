import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Business types: who makes them, what they bind, how they number and stop (F-060 to F-062, F-065, B-09, B-17).
@Suite("Business types")
struct BusinessTypeActionTests {
  private func rules(_ handlers: [Caller], name: String = "采购合同", code: String = "CG", seals: [ID<Seal>] = []) throws -> BusinessRules {
    BusinessRules(
      name: name, code: code, numbering: try NumberingRule(NumberingRule.usual, reset: .monthly), seals: seals,
      handlers: handlers.compactMap { $0.mode.standing?.membershipID })
  }

  private func code<T>(_ body: () async throws -> T) async -> BusinessTypeError.Code? {
    do {
      _ = try await body()
      return nil
    } catch {
      return (error as? BusinessTypeError)?.code
    }
  }

  @Test("what is saved comes back whole, with its plans, people and seals", arguments: TestDatabase.engines)
  func roundTrip(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let wang = try await desk.join(ContractWorld.wang, [.businessApprover, .sealApprover])
      let approver = try #require(wang.mode.standing?.membershipID)
      var wanted = try rules([li], seals: [try await desk.seal(.contractSeal).id])
      wanted.ccViewers = [approver]
      wanted.initiationPlan = ApprovalPlan([
        ApprovalNode(title: "法务", kind: .legal, mode: .any, approvers: .people([approver])),
        ApprovalNode(title: "逐级", approvers: .levelByLevel(levels: 2)),
      ])
      wanted.sealPlan = ApprovalPlan([ApprovalNode(title: "用章", approvers: .people([approver]))])
      let type = try await desk.types.save(nil, wanted, caller: desk.legalRep)
      let sheet = try await desk.types.read(type.id, caller: li)
      #expect(sheet.type.rules == wanted && sheet.names[approver] == "王小五" && sheet.seals.count == 1 && !sheet.mayEdit)
      #expect(sheet.nextNumber == "CG-202605-00001")
      wanted.name = "采购与外包"
      _ = try await desk.types.save(type.id, wanted, revision: sheet.type.revision, caller: desk.legalRep)
      #expect(await code { try await desk.types.save(type.id, wanted, revision: sheet.type.revision, caller: desk.legalRep) } == .staleRevision)
      #expect(await code { try await desk.types.save(nil, wanted, caller: desk.legalRep) } == .nameTaken)
      #expect(try await desk.types.read.usable(caller: li).map(\.id) == [type.id])
      #expect(try await desk.types.read.usable(caller: wang).isEmpty)
    }
  }

  @Test("a delegate makes types only after the 授权委托书 is signed, and only edits their own (F-061)")
  func delegate() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let unsigned = try await desk.join(ContractWorld.li, [.delegate])
      let wang = try await desk.join(ContractWorld.wang, [.handler])
      #expect(unsigned.mode.standing?.roles == [] && unsigned.mode.standing?.awaitsPower == true, "no right before the paper (table D)")
      #expect(await code { try await desk.types.save(nil, rules([wang]), caller: wang) } == .notPermitted)
      #expect(await code { try await desk.types.save(nil, rules([wang]), caller: unsigned) } == .powerMissing)
      let power = try await desk.grant(.businessRules, to: unsigned)
      let li = try await desk.again(unsigned)
      #expect(li.mode.standing?.roles == [.delegate] && li.mode.standing?.awaitsPower == false)
      let type = try await desk.types.save(nil, rules([wang]), caller: li)
      #expect(type.rules.delegates == [li.mode.standing?.membershipID])
      #expect(try await desk.again(li).mode.standing?.delegatedTypes == [type.id])
      let others = try await desk.types.save(nil, rules([wang], name: "销售", code: "XS"), caller: desk.legalRep)
      #expect(await code { try await desk.types.change(.stop, others.id, caller: li) } == .notPermitted)
      #expect(try await desk.types.change(.stop, type.id, caller: li).status == .stopped)
      _ = try await desk.powers.revoke(power.id, caller: desk.legalRep)
      #expect(await code { try await desk.types.change(.resume, type.id, caller: li) } == .powerMissing)
      #expect(try await desk.again(li).mode.standing?.roles == [], "nor after it was taken back")
    }
  }

  @Test("a stopped type takes no contract, its handlers lose its seals, and other types keep theirs (F-062, B-17)")
  func stopped() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let seal = try await desk.seal(.contractSeal).id
      let one = try await desk.types.save(nil, rules([li], seals: [seal]), caller: desk.legalRep)
      let two = try await desk.types.save(nil, rules([li], name: "销售", code: "XS", seals: [seal]), caller: desk.legalRep)
      _ = try await desk.grant(to: li, seal: seal, type: one.id)
      _ = try await desk.grant(to: li, seal: seal, type: two.id)
      #expect(try await desk.mayUse(seal, li, type: one))
      let stopped = try await desk.types.change(.stop, one.id, caller: desk.legalRep)
      #expect(try await !desk.mayUse(seal, li, type: stopped))
      #expect(try await desk.mayUse(seal, li, type: two))
      #expect(try await desk.types.read.usable(caller: li).map(\.id) == [two.id])
      #expect(await code { try await desk.types.change(.stop, one.id, caller: desk.legalRep) } == .wrongStatus)
    }
  }

  @Test("another company's people and seals cannot be bound, and its types do not exist")
  func foreign() async throws {
    try await ContractWorld.with { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let stranger = try await world.person(ContractWorld.wang)
      let foreignSeal = try #require(try await desk.seals.list(caller: stranger).first?.id)
      #expect(await code { try await desk.types.save(nil, rules([li], seals: [foreignSeal]), caller: desk.legalRep) } == .sealInvalid)
      var wanted = try rules([li])
      wanted.handlers.append(world.ledger.random.id(at: world.clock.now))
      let bad = wanted
      #expect(await code { try await desk.types.save(nil, bad, caller: desk.legalRep) } == .peopleInvalid)
      let type = try await desk.types.save(nil, rules([li]), caller: desk.legalRep)
      #expect(await code { try await desk.types.read(type.id, caller: stranger) } == .notPermitted)
      #expect(await code { try await desk.types.read(world.ledger.random.id(at: world.clock.now), caller: li) } == .unknown)
    }
  }

  @Test("numbers are given once, in order, without doubles, and not at all when the transaction fails", arguments: TestDatabase.engines)
  func numbers(engine: TestDatabase.Engine) async throws {
    try await ContractWorld.with(engine) { world in
      let desk = try await SealWorld(world)
      let li = try await desk.join(ContractWorld.li, [.handler])
      let type = try await desk.types.save(nil, rules([li]), caller: desk.legalRep)
      let store = BusinessTypeStore(tenantID: "main")
      let contracts: [ID<Contract>] = (0..<8).map { _ in world.ledger.random.id(at: world.clock.now) }
      let now = world.clock.now
      let given = try await withThrowingTaskGroup(of: String?.self) { group in
        for contract in contracts {
          group.addTask { try await world.engine.write { try store.issueNumber(type, to: contract, at: now, in: $0) } }
        }
        return try await group.reduce(into: [String]()) { $0.append($1 ?? "") }
      }
      #expect(given.sorted() == (1...8).map { "CG-202605-0000\($0)" })
      struct Stop: Error {}
      await #expect(throws: Stop.self) {
        try await world.engine.write { connection in
          _ = try store.issueNumber(type, to: world.ledger.random.id(at: now), at: now, in: connection)
          throw Stop()
        }
      }
      let again = try await world.engine.write { try store.issueNumber(type, to: contracts[0], at: now, in: $0) }
      #expect(given.contains(try #require(again)))
      let next = try await world.engine.write {
        try store.issueNumber(type, to: world.ledger.random.id(at: now), at: now, in: $0)
      }
      #expect(next == "CG-202605-00009")
      #expect(try await desk.types.read(type.id, caller: li).issued.count == 9)
    }
  }

  @Test("a handler adds approvers and copies on top and can take nothing away (F-065)")
  func additions() throws {
    func node(_ title: String) -> ApprovalNode { ApprovalNode(title: title, approvers: .levelByLevel(levels: 1)) }
    let plan = ApprovalPlan([node("法务"), node("财务")])
    let viewer = ID<Membership>(at: Instant(seconds: 0), random: [1])
    let more = ID<Membership>(at: Instant(seconds: 0), random: [2])
    let rules = BusinessRules(name: "采购", code: "CG", ccViewers: [viewer], initiationPlan: plan)
    func refusal(_ nodes: [ApprovalNode], _ viewers: [ID<Membership>]) -> BusinessTypeError.Code? {
      do throws(BusinessTypeError) {
        try rules.checkAddition(to: plan, wanted: ApprovalPlan(nodes), ccViewers: viewers)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(refusal(plan.nodes, [viewer]) == nil)
    #expect(refusal(plan.nodes + [node("总经理")], [viewer, more]) == nil)
    #expect(refusal([node("法务")], [viewer]) == .removalRefused)
    #expect(refusal([node("总经理")] + plan.nodes, [viewer]) == .removalRefused)
    #expect(refusal(plan.nodes, [more]) == .removalRefused)
  }
}
