import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@testable import HeqiApplication

/// What one person of a company proved stands for that person alone (E-02, E-24, F-048).
@Suite("Colleagues do not sign on each other's proof")
struct ColleagueSigningTests {
  private static let pin = Sensitive("482913")

  @Test("a code that one colleague entered does not sign for another; its owner goes on without a new one",
    arguments: TestDatabase.engines)
  func intention(engine: TestDatabase.Engine) async throws {
    try await SignersOfCompanyTests.with(engine) { pair in
      let (company, actions, id) = (pair.company, pair.company.actions, pair.contract.id)
      let seal = company.type.rules.seals[0]
      _ = try await company.desk.seals.pins.set(Self.pin, old: nil, of: seal, caller: company.legalRep)
      for person in [company.handler, pair.second] { _ = try await company.desk.grant(to: person, seal: seal) }
      let sheet = try await actions.signingSheet(id, caller: company.handler)
      for page in 1...sheet.pageCount {
        try await actions.recordReading(id, seen: sheet.digest, page: page, caller: company.handler)
      }
      let choice = [SignBatch.Choice(contractID: id, digest: sheet.digest)]
      _ = try await actions.signBatch.askCode(choice, caller: company.handler)
      let code = try #require(try await company.world.letters().last { $0.code != nil }?.code)
      // The code is right and used up, the PIN was forgotten: nothing is signed.
      let outcomes = try await actions.signBatch.sign(choice, code: code, sealPIN: nil, caller: company.handler)
      #expect(outcomes.count == 1 && outcomes[0].problem?.code == .markUnusable)
      let input = CompleteSignature.Input(
        contractID: id, seenDigest: sheet.digest, isContentConfirmed: true, code: nil, sealPIN: Self.pin)
      await #expect(throws: ContractError(.intentionMissing)) { _ = try await actions.sign(input, caller: pair.second) }
      let signed = try await actions.sign(input, caller: company.handler)
      #expect(signed.contract.round.initiator.company?.signedBy == company.handler.accountID)
    }
  }

  @Test("a drawn signature does not stand for a company's seal: without the right to a seal nobody signs for it",
    arguments: TestDatabase.engines, [SignPlace.Kind.signature, .handwriting])
  func drawn(engine: TestDatabase.Engine, mark: SignPlace.Kind) async throws {
    try await CompanyContractTests.with(engine) { company in
      _ = try await company.world.person(CompanyContractWorld.receiver)
      var contract = try await company.world.draft(by: company.handler, to: [CompanyContractWorld.receiver], mark: mark)
      contract = try await company.actions.chooseType(contract.id, company.type.id, caller: company.handler)
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      let (seal, handwriting, ready) = (company.type.rules.seals[0], try ContractWorld.handwriting(), contract)
      func setStatus(_ status: SealStatus) async throws {
        try await company.world.engine.write { connection in
          try connection.execute("UPDATE seal SET status = $1 WHERE id = $2", [.text(status.rawValue), .text(seal.description)])
        }
      }
      try await setStatus(.suspended)
      await #expect(throws: ContractError(.markUnusable)) {
        try await company.world.sign(ready, by: company.handler, handwriting: handwriting)
      }
      try await setStatus(.active)
      let sheet = try await company.actions.signingSheet(ready.id, caller: company.handler)
      #expect(!sheet.mayUseHandwriting && sheet.needsHandwriting == (mark == .handwriting))
      company.world.clock.advance(.seconds(61))
      if mark == .signature {
        await #expect(throws: ContractError(.markUnusable)) {
          try await company.world.sign(ready, by: company.handler, handwriting: handwriting)
        }
        company.world.clock.advance(.seconds(61))
      }
      let outcome = try await company.world.sign(
        ready, by: company.handler, handwriting: mark == .handwriting ? handwriting : nil)
      #expect(outcome.contract.round.initiator.state.isSigned)
      let uses = try await company.world.engine.read { try SealStore(tenantID: "main").uses(of: seal, in: $0) }
      #expect(uses.count == (mark == .signature ? 1 : 0), "a seal that is not drawn is not used")
    }
  }
}
