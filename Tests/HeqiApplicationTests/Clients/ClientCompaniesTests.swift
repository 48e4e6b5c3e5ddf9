import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

/// Companies among the signers of an API order (B-19).
@Suite("Companies in orders of business systems")
struct ClientCompaniesTests {
  private static let card = "350203199003150014"
  private static let code = "91350100M000100Y43"

  private static func with(
    _ engine: TestDatabase.Engine = .sqliteMemory, tenantID: String? = "main",
    _ body: @Sendable (CompanyContractWorld, ClientWorld) async throws -> Void
  ) async throws {
    try await ContractWorld.with(engine) { world in
      let company = try await CompanyContractWorld(world)
      try await world.engine.write { connection in
        let store = VerificationStore(vault: world.vault)
        guard var proof = try store.find(of: company.handler.accountID, in: connection) else { return }
        proof.idCardNumber = try IDCardNumber(card)
        try store.save(proof, in: connection)
      }
      try await body(company, ClientWorld(world, tenantID: tenantID))
    }
  }

  /// The handler of the company, with what differs.
  private static func signer(
    name: String = "李小四", card: String = card, mobile: String = "13800000002", company: String = "示例科技有限公司",
    seal: SealKind? = nil, method: ClientSignMethod? = nil
  ) throws -> ClientContractRequest.Signer {
    ClientContractRequest.Signer(
      partyID: "COMPANY", partyType: "PAYER", name: name, idCardNumber: try IDCardNumber(card),
      mobile: try #require(MobileNumber(mobile)), email: EmailAddress("Office@Example.com"),
      organization: .init(name: company, code: try UnifiedSocialCreditCode(code), sealKind: seal), signMethod: method,
      notifyType: .link, sequence: 1)
  }

  @Test("another name, number, person, way of signing or namespace is refused by field, and nothing is made")
  func refusals() async throws {
    try await Self.with { company, client in
      let table: [(ClientContractRequest.Signer, String)] = [
        (try Self.signer(company: "另一家有限公司"), "signers[0].organization"), (try Self.signer(name: "赵大一"), "signers[0].organization"),
        (try Self.signer(card: "11010519491231002X"), "signers[0].organization"),
        (try Self.signer(mobile: "13800000009"), "signers[0].organization"),
        (try Self.signer(method: .faceAndSMS), "signers[0].signMethod"), (try Self.signer(method: .clickwrap), "signers[0].signMethod"),
      ]
      for (signer, field) in table {
        await #expect(throws: ClientError(.parameter, field: field)) { _ = try await client.order("A", [signer]) }
      }
      let leaver = try await company.world.engine.write { connection -> Membership? in
        let store = MembershipStore(vault: company.world.vault)
        guard let standing = company.handler.mode.standing,
          var member = try store.find(standing.membershipID, of: standing.organizationID, in: connection)
        else { return nil }
        member.status = .left(at: company.world.clock.now)
        return try store.save(member, in: connection)
      }
      #expect(leaver?.isActive == false)
      await #expect(throws: ClientError(.parameter, field: "signers[0].organization")) { _ = try await client.order("A", [Self.signer()]) }
    }
    try await Self.with(tenantID: nil) { _, client in
      await #expect(throws: ClientError(.parameter, field: "signers[0].organization")) { _ = try await client.order("A", [Self.signer()]) }
    }
  }

  @Test("the company receives, reviews and signs on the platform with the seal asked for; the person signs by link",
    arguments: TestDatabase.engines)
  func wholeLife(_ engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { company, client in
      let person = try client.signer(ClientWorld.zhang)
      let made = try await client.order("A", [Self.signer(seal: .contractSeal), person])
      let order = made.view.order
      #expect(order.signers[0].organization?.code.text == Self.code && order.signers[0].organization?.sealKind == .contractSeal)
      #expect(order.signers[0].email?.reveal() == "office@example.com" && order.signers[0].signMethod == .certificate)
      #expect(made.tokens[0] == made.view.contract.id.description, "a company's address is the page of the contract")
      let id = made.view.contract.id
      var contract = try await company.actions.receive(id, as: company.type.id, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.keeper)
      contract = try await company.world.sign(contract, by: company.handler).contract
      #expect(contract.round.party(order.signers[0].id)?.state.isSigned == true && contract.stage.name != .completed)
      _ = try await client.sign(made.tokens[1])
      let bytes = try await ContractFiles(blobs: company.world.blobs).read(try await client.contract(id))
      let signatures = company.world.validate(bytes).signatures
      #expect(signatures.count == 3 && signatures.allSatisfy(\.isSound), "company, person and the archive time stamp")
      #expect(signatures[0].certificate?.subject.contains("示例科技有限公司") == true)
    }
  }

  @Test("a seal of another kind than asked for is not offered and not taken")
  func otherSeal() async throws {
    try await Self.with { company, client in
      let made = try await client.order("A", [Self.signer(seal: .financeSeal)])
      let received = try await company.actions.receive(made.view.contract.id, as: company.type.id, caller: company.handler)
      let contract = try await company.approve(received, company.manager, company.keeper)
      await #expect(throws: ContractError(.markUnusable)) { _ = try await company.world.sign(contract, by: company.handler) }
    }
  }
}
