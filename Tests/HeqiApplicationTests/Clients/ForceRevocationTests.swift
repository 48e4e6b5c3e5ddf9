import HeqiDomain
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// Orders that two operators end (M-026, B-22).
@Suite("Forced revocation of orders")
struct ForceRevocationTests {
  private static func staff(_ world: ClientWorld, _ name: String, _ mobile: String, _ roles: Set<PlatformRole> = [.operator_]) async throws -> Caller {
    let person = try await world.base.person((name, mobile))
    return Caller(
      accountID: person.accountID, tenantID: "main", name: name, platformRoles: roles, isVerified: true,
      scene: person.scene)
  }

  private static func force(_ world: ClientWorld) -> ForceRevocation {
    ForceRevocation(ledger: ClientLedger(contracts: world.base.ledger, files: ContractFiles(blobs: world.base.blobs)))
  }

  @Test("who is no operator proposes and confirms nothing; what is no order, and a missing reason, are refused by field")
  func refusals() async throws {
    try await ClientWorld.with { world in
      let force = Self.force(world)
      let made = try await world.order("A", [world.signer(ClientWorld.zhang)])
      let id = made.view.contract.id.description
      let auditor = try await Self.staff(world, "审计", "13800000021", [.auditor])
      let one = try await Self.staff(world, "甲运营", "13800000022")
      await #expect(throws: IdentityError(.notPermitted)) { _ = try await force.propose(contract: id, reason: "重复", caller: auditor) }
      #expect(try await force.list(caller: auditor).isEmpty)
      for (contract, reason, field) in [("x", "重复", "contract"), ("0198a000-0000-7000-8000-0000000000c1", "重复", "contract"), (id, " ", "reason")] {
        await #expect(throws: ClientError(.parameter, field: field)) {
          _ = try await force.propose(contract: contract, reason: reason, caller: one)
        }
      }
      let proposal = try await force.propose(contract: id, reason: "重复", caller: one)
      await #expect(throws: ClientError(.wrongState)) { _ = try await force.propose(contract: id, reason: "又一次", caller: one) }
      await #expect(throws: ClientError(.wrongState)) { try await force.confirm(proposal.id, caller: one) }
      await #expect(throws: IdentityError(.notPermitted)) { try await force.confirm(proposal.id, caller: auditor) }
      #expect(try await world.contract(made.view.contract.id).stage.isLive, "a proposal alone ends nothing")
      try await force.drop(proposal.id, caller: one)
      await #expect(throws: ClientError(.wrongState)) { try await force.drop(proposal.id, caller: one) }
    }
  }

  @Test("a signed contract never changes: not at the proposal, and not when it is signed before the confirmation")
  func signed() async throws {
    try await ClientWorld.with { world in
      let force = Self.force(world)
      let one = try await Self.staff(world, "甲运营", "13800000022"), other = try await Self.staff(world, "乙运营", "13800000023")
      let made = try await world.order("A", [world.signer(ClientWorld.zhang)])
      let proposal = try await force.propose(contract: made.view.contract.id.description, reason: "重复", caller: one)
      _ = try await world.sign(made.tokens[0])
      await #expect(throws: ClientError(.wrongState)) { try await force.confirm(proposal.id, caller: other) }
      #expect(try await world.contract(made.view.contract.id).stage.name == .completed)
      await #expect(throws: ClientError(.wrongState)) {
        _ = try await force.propose(contract: made.view.contract.id.description, reason: "重复", caller: one)
      }
    }
  }

  @Test("two operators end an order: REVOKED, with the reason in its log and the second one as its actor", arguments: TestDatabase.engines)
  func confirmed(_ engine: TestDatabase.Engine) async throws {
    try await ClientWorld.with(engine) { world in
      let force = Self.force(world)
      let one = try await Self.staff(world, "甲运营", "13800000022"), other = try await Self.staff(world, "乙运营", "13800000023")
      let made = try await world.order("A", [world.signer(ClientWorld.zhang)])
      let proposal = try await force.propose(contract: made.view.contract.id.description, reason: "客户系统已停用", caller: one)
      try await force.confirm(proposal.id, caller: other)
      let contract = try await world.contract(made.view.contract.id)
      #expect(contract.apiStatus == .revoked && contract.stage.ending?.reason.contains("客户系统已停用") == true)
      let listed = try await force.list(caller: one)
      #expect(listed.map(\.state) == [.confirmed] && listed[0].proposed.name == "甲运营" && listed[0].decided?.name == "乙运营")
      await #expect(throws: ClientError(.wrongState)) { try await force.confirm(proposal.id, caller: other) }
    }
  }
}
