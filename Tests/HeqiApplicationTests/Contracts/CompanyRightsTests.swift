import Foundation
import HeqiDomain
import HeqiPorts
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Role × stage × scope of a company's contract (table D, F-030, drill 29). `company-contract-rights.txt` is the printed
/// form; HEQI_UPDATE_EXPECTED=1 writes it anew.
@Suite("Rights in a company's contract")
struct CompanyRightsTests {
  private let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "company-contract-rights.txt")

  @Test("what each person of a company may do at each stage is what company-contract-rights.txt says")
  func matrix() async throws {
    try await ContractWorld.with { world in
      let company = try await CompanyContractWorld(world)
      let receiver = try await world.person(CompanyContractWorld.receiver)
      let people = try await Self.people(company, receiver)
      var lines = [
        "Rights in a contract of a company at each stage; – = as if it did not exist. listed = on the person's own list.",
        "Printed by CompanyRightsTests.",
      ]
      var contract = try await company.draft()
      func note(_ label: String) async throws {
        lines += ["", "\(label): \(contract.stage.name.rawValue)"]
        for (name, caller) in people { lines.append("  \(name): \(try await Self.rights(contract, caller, company))") }
      }
      try await note("drafted by the handler")
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      try await note("initiated")
      contract = try await company.approve(contract, company.manager)
      try await note("first approver approved")
      contract = try await company.approve(contract, company.finance)
      try await note("business review done")
      contract = try await company.approve(contract, company.keeper)
      try await note("seal review done")
      contract = try await world.sign(contract, by: company.handler).contract
      try await note("signed by the handler")
      contract = try await world.finish(contract, [receiver])
      try await note("completed")
      let text = lines.joined(separator: "\n") + "\n"
      if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" {
        try text.write(to: url, atomically: true, encoding: .utf8)
      }
      #expect(try String(contentsOf: url, encoding: .utf8) == text)
    }
  }

  private static func people(
    _ company: CompanyContractWorld, _ receiver: Caller
  ) async throws -> [(String, Caller)] {
    let everything = Set(CompanyRole.allCases).subtracting([.legalRep, .delegate])
    let idle = try await company.desk.join(("吴大五", "13800000015"), everything)
    let personal = Caller(
      accountID: company.handler.accountID, tenantID: "main", name: company.handler.name, isVerified: true,
      scene: company.handler.scene)
    var foreign = company.legalRep.mode.standing
    foreign = foreign.map {
      CompanyStanding(
        organizationID: company.world.ledger.random.id(at: company.world.clock.now), organizationName: $0.organizationName,
        membershipID: $0.membershipID, roles: $0.roles, delegatedTypes: [company.type.id])
    }
    let stranger = Caller(
      accountID: idle.accountID, tenantID: "main", name: idle.name, isVerified: true, scene: idle.scene,
      mode: foreign.map { .company($0) } ?? .personal)
    let standing = try #require(company.legalRep.mode.standing)
    let delegate = Caller(
      accountID: idle.accountID, tenantID: "main", name: idle.name, isVerified: true, scene: idle.scene,
      mode: .company(
        CompanyStanding(
          organizationID: standing.organizationID, organizationName: standing.organizationName,
          membershipID: try #require(idle.mode.standing).membershipID, roles: [.delegate], delegatedTypes: [company.type.id])))
    let otherDelegate = Caller(
      accountID: idle.accountID, tenantID: "main", name: idle.name, isVerified: true, scene: idle.scene,
      mode: .company(
        CompanyStanding(
          organizationID: standing.organizationID, organizationName: standing.organizationName,
          membershipID: try #require(idle.mode.standing).membershipID, roles: [.delegate])))
    return [
      ("legal representative", company.legalRep), ("delegate of the type", delegate),
      ("delegate of another type", otherDelegate), ("handler", company.handler),
      ("handler, approver and viewer of others", idle), ("first approver", company.manager),
      ("second approver", company.finance), ("seal approver", company.keeper), ("copied", company.viewer),
      ("handler in personal mode", personal), ("legal representative of a namesake company", stranger),
      ("receiver", receiver),
    ]
  }

  private static func rights(_ contract: Contract, _ caller: Caller, _ company: CompanyContractWorld) async throws -> String {
    var listed = false
    for viewer in caller.listViewers {
      var query = ContractQuery()
      query.viewer = viewer
      listed = try await company.actions.list(query, caller: caller).rows.contains { $0.contract.id == contract.id } || listed
    }
    do {
      let view = try await company.actions.view(contract.id, isLogged: false, caller: caller)
      let names = view.actions.map(\.rawValue).sorted().joined(separator: " ")
      return names + (listed ? " · listed" : "") + (view.turn.isYours ? " · asked" : "")
    } catch let error as ContractError {
      #expect(error.code == .notFound && !listed)
      return "–"
    }
  }
}
