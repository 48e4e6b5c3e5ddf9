import HeqiDomain
import HeqiSQL
import HeqiTestSupport
import Testing

@testable import HeqiApplication
@testable import HeqiStorage

/// Lists by the part in which somebody meets a contract (F-077, table D).
@Suite("Lists by one's own part")
struct ListRoleTests {
  private func listed(_ world: ContractWorld, _ role: ListRole, _ caller: Caller) async throws -> Int {
    var query = ContractQuery(role: role)
    if role.isOfOnePerson, let standing = caller.mode.standing { query.viewer = .member(standing.membershipID) }
    return try await world.actions.list(query, caller: caller).rows.count
  }

  private func roles(_ world: ContractWorld, _ caller: Caller) async throws -> Set<ListRole> {
    var found: Set<ListRole> = []
    for role in ListRole.allCases where try await listed(world, role, caller) > 0 { found.insert(role) }
    return found
  }

  @Test("each person of a company finds a contract under their own parts only", arguments: TestDatabase.engines)
  func company(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let wang = try await world.person(CompanyContractWorld.receiver)
      var contract = try await company.actions.initiate(company.draft().id, caller: company.handler)
      #expect(try await roles(world, company.handler) == [.initiator, .handler, .signer])
      #expect(try await roles(world, company.manager) == [.initiator, .businessApprover])
      #expect(try await roles(world, company.keeper) == [.initiator, .sealApprover])
      #expect(try await roles(world, company.viewer) == [.initiator, .ccViewer])
      #expect(try await roles(world, company.legalRep) == [.initiator], "the whole company's list, no part of one's own")
      #expect(try await roles(world, wang).isEmpty, "not sent yet")

      let representative = try #require(company.legalRep.mode.standing).membershipID
      contract = try await company.actions.chooseSigners(contract.id, [representative], caller: company.handler)
      #expect(try await roles(world, company.legalRep) == [.initiator, .signer])
      #expect(try await roles(world, company.handler) == [.initiator, .handler], "another signs")
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      _ = try await world.sign(contract, by: company.legalRep)
      #expect(try await roles(world, wang) == [.receiver, .signer])
    }
  }

  @Test("pages of a list by part go forth without gaps or repeats", arguments: TestDatabase.engines)
  func paging(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let (zhang, li) = (try await world.person(ContractWorld.zhang), try await world.person(ContractWorld.li))
      var started: Set<ID<Contract>> = []
      for _ in 0..<5 {
        started.insert(try await world.initiated(by: zhang, to: [ContractWorld.li], order: .sendThenSign).id)
        _ = try await world.initiated(by: li, to: [ContractWorld.zhang], order: .sendThenSign)
      }
      var seen: [ID<Contract>] = []
      var cursor: ListingCursor?
      repeat {
        let page = try await world.actions.list(ContractQuery(role: .initiator), from: cursor, limit: 2, caller: zhang)
        seen += page.rows.map(\.contract.id)
        cursor = page.next
      } while cursor != nil && seen.count < 20
      #expect(seen.count == 5 && Set(seen) == started)
      #expect(try await listed(world, .receiver, zhang) == 5)
    }
  }

  @Test("contracts of an earlier version are given the same parts", arguments: TestDatabase.engines)
  func migrated(kind: TestDatabase.Engine) async throws {
    try await ContractWorld.with(kind) { world in
      let company = try await CompanyContractWorld(world)
      let wang = try await world.person(CompanyContractWorld.receiver)
      var contract = try await company.actions.initiate(company.draft(order: .sendThenSign).id, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance)
      _ = try await company.actions.receive(contract.id, caller: wang)
      let second = try await company.draft()
      let representative = try #require(company.legalRep.mode.standing).membershipID
      _ = try await company.actions.chooseSigners(second.id, [representative], caller: company.handler)

      func parts() async throws -> [String: Set<String>] {
        try await world.engine.read { connection in
          let rows = try connection.query("SELECT viewer_key, contract_id, roles FROM contract_listing", [])
          return Dictionary(
            try rows.map { row in
              let words = try row.text("roles").split(separator: " ").map(String.init)
              return ("\(try row.text("viewer_key")) \(try row.text("contract_id"))", Set(words))
            }, uniquingKeysWith: { first, _ in first })
        }
      }
      let kept = try await parts()
      #expect(kept.count >= 10 && kept.values.allSatisfy { !$0.isEmpty })
      let updates = HeqiMigrations.listingRoles102.sql.split(separator: ";").map(String.init)
        .filter { $0.contains("UPDATE contract_listing") }
      #expect(updates.count == 2)
      try await world.engine.write { connection in
        _ = try connection.execute("UPDATE contract_listing SET roles = ''", [])
        for update in updates { _ = try connection.execute(update, []) }
      }
      #expect(try await parts() == kept)
    }
  }
}
