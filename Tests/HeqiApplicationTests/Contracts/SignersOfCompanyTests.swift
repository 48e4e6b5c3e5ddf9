import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import PAdES
import Testing

@testable import HeqiApplication

/// A company of which two people may sign one contract (或签).
@Suite("Several signers of one company")
struct SignersOfCompanyTests {
  struct Pair: Sendable {
    let company: CompanyContractWorld
    let second: Caller
    /// Waits for the company's signature.
    let contract: Contract
    let secondID: ID<Membership>
    let handlerID: ID<Membership>
  }

  static func with(
    _ kind: TestDatabase.Engine = .sqliteMemory, _ body: @Sendable (Pair) async throws -> Void
  ) async throws {
    try await CompanyContractTests.with(kind) { company in
      let second = try await company.desk.join(("吴大五", "13800000015"), [.handler])
      _ = try await company.desk.grant(to: second, seal: company.type.rules.seals[0])
      let secondID = try #require(second.mode.standing).membershipID
      let handlerID = try #require(company.handler.mode.standing).membershipID
      _ = try await company.world.person(CompanyContractWorld.receiver)
      var contract = try await company.draft()
      contract = try await company.actions.chooseSigners(contract.id, [handlerID, secondID], caller: company.handler)
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      try await body(
        Pair(company: company, second: second, contract: contract, secondID: secondID, handlerID: handlerID))
    }
  }

  @Test("both are asked; one signs, the other's request disappears and a letter says who did (rows 11 and 17)",
    arguments: TestDatabase.engines)
  func oneSigns(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { pair in
      let actions = pair.company.actions
      #expect(pair.contract.stage.name == .awaitingInitiatorSign)
      #expect(pair.contract.round.initiator.company?.signers == [pair.handlerID, pair.secondID])
      for signer in [pair.company.handler, pair.second] {
        #expect(try await actions.requests(caller: signer).map(\.request.key.action) == [.sign])
        #expect(try await actions.list(ContractQuery(), caller: signer).rows.map(\.contract.id) == [pair.contract.id])
      }
      let outcome = try await pair.company.world.sign(pair.contract, by: pair.second)
      #expect(outcome.contract.round.initiator.company?.signedBy == pair.second.accountID)
      for signer in [pair.company.handler, pair.second] {
        #expect(try await actions.requests(caller: signer).isEmpty)
        #expect(try await actions.requests(isDone: true, caller: signer).map(\.request.key.action).contains(.sign))
      }
      let letters = try await pair.company.world.letters().filter { $0.body.contains("您无需再签") }
      #expect(!letters.isEmpty && letters.allSatisfy { $0.body.contains("吴*五") })
      #expect(letters.allSatisfy { !$0.to.contains("13800000015") })
    }
  }

  @Test("both sign at the same instant: exactly one signature, the other is told who was first (drill 19)",
    arguments: TestDatabase.engines)
  func drill19(engine: TestDatabase.Engine) async throws {
    try await Self.with(engine) { pair in
      let (world, actions, id) = (pair.company.world, pair.company.actions, pair.contract.id)
      var inputs: [(Caller, CompleteSignature.Input)] = []
      for signer in [pair.company.handler, pair.second] {
        let sheet = try await actions.signingSheet(id, caller: signer)
        for page in 1...sheet.pageCount {
          try await actions.recordReading(id, seen: sheet.digest, page: page, caller: signer)
        }
        let code = try await world.code(for: signer, sheet.contract)
        inputs.append((signer, .init(contractID: id, seenDigest: sheet.digest, isContentConfirmed: true, code: code)))
      }
      let ready = inputs
      let results = await withTaskGroup(of: Result<CompleteSignature.Outcome, any Error>.self) { group in
        for (signer, input) in ready {
          group.addTask { await Result { try await actions.sign(input, caller: signer) } }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let won = results.compactMap { try? $0.get() }
      #expect(won.count == 1 && won.first?.isRepeat == false)
      let winner = try #require(won.first?.contract.round.initiator.company?.signedBy)
      for case .failure(let error) in results {
        let refusal = try #require(error as? ContractError)
        #expect(refusal.code == .alreadySigned, "\(error)")
        let name = winner == pair.second.accountID ? "吴*五" : "李*四"
        #expect(refusal.message.chinese.contains(name) && refusal.message.english.contains(name), "\(refusal.message)")
      }
      let stored = try #require(try await world.engine.read { try ContractStore(vault: world.vault).find(id, in: $0) })
      #expect(stored.round.file?.revisions.filter { $0.kind == .signature }.count == 1)
      let uses = try await world.engine.read {
        try SealStore(tenantID: "main").uses(of: pair.company.type.rules.seals[0], in: $0)
      }
      #expect(uses.map(\.accountID) == [winner])
      // The winner's own repeat gives the same answer, a colleague's page says who signed.
      let (caller, input) = try #require(ready.first { $0.0.accountID == winner })
      #expect(try await actions.sign(input, caller: caller).isRepeat)
      let loser = try #require(ready.first { $0.0.accountID != winner }?.0)
      await #expect(throws: ContractError(.alreadySigned)) { _ = try await actions.signingSheet(id, caller: loser) }
    }
  }

  @Test("nobody else of the company signs, not even its legal representative, and only those may be named who can sign")
  func limits() async throws {
    try await Self.with { pair in
      let (actions, id) = (pair.company.actions, pair.contract.id)
      await #expect(throws: ContractError(.notPermitted)) {
        _ = try await actions.signingSheet(id, caller: pair.company.legalRep)
      }
      let keeper = try #require(pair.company.keeper.mode.standing).membershipID
      await #expect(throws: ContractError(.approvalRefused)) {
        _ = try await actions.chooseSigners(id, [keeper], caller: pair.company.handler)
      }
      await #expect(throws: ContractError(.notPermitted)) {
        _ = try await actions.chooseSigners(id, [], caller: pair.company.keeper)
      }
      let candidates = try await actions.chooseSigners.candidates(id, caller: pair.company.handler)
      #expect(Set(candidates.filter(\.isChosen).map(\.id)) == [pair.handlerID, pair.secondID])
      #expect(candidates.count == 3 && candidates.allSatisfy(\.hasSeal))
      let representative = try #require(pair.company.legalRep.mode.standing).membershipID
      _ = try await actions.chooseSigners(id, [representative], caller: pair.company.handler)
      #expect(try await actions.requests(caller: pair.second).isEmpty)
      #expect(try await actions.requests(caller: pair.company.legalRep).count == 1)
      await #expect(throws: ContractError(.notFound)) { _ = try await actions.view(id, caller: pair.second) }
    }
  }

  @Test("a place for the contract's number shows it in the signed file (F-071)", arguments: TestDatabase.engines)
  func number(engine: TestDatabase.Engine) async throws {
    try await CompanyContractTests.with(engine) { company in
      var contract = try await company.draft()
      var places = contract.round.places.map {
        SetPlaces.Place(id: $0.id, partyID: $0.partyID, kind: $0.kind, page: $0.page, box: $0.box)
      }
      places.append(
        .init(partyID: contract.round.initiator.id, kind: .number, page: 1, box: PageBox(x: 60, y: 780, width: 160, height: 20)))
      contract = try await company.actions.setPlaces(contract.id, places, caller: company.handler)
      contract = try await company.actions.initiate(contract.id, caller: company.handler)
      contract = try await company.approve(contract, company.manager, company.finance, company.keeper)
      contract = try await company.world.sign(contract, by: company.handler).contract
      let number = try #require(contract.contractNo)
      let bytes = try await company.world.bytes(contract, by: company.handler)
      let wide = number.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
      let found = bytes.firstRange(of: Array(number.utf8)) ?? bytes.firstRange(of: wide)
      #expect(found != nil)
      let isSound = company.world.validate(bytes).signatures.allSatisfy(\.isSound)
      #expect(isSound)
    }
  }

  @Test("a signer who leaves is taken off, and with the last one the handler is asked again (F-058)")
  func leaver() async throws {
    try await Self.with { pair in
      let (world, actions, id) = (pair.company.world, pair.company.actions, pair.contract.id)
      _ = try await actions.chooseSigners(id, [pair.secondID], caller: pair.company.handler)
      let organization = try #require(pair.second.mode.standing).organizationID
      try await world.engine.write { connection in
        let members = MembershipStore(vault: world.vault)
        var gone = try #require(try members.find(pair.secondID, of: organization, in: connection))
        gone.status = .left(at: world.clock.now)
        try members.save(gone, in: connection)
      }
      _ = try await ReassignReviews(ledger: world.ledger)(of: pair.secondID, in: organization, tenantID: "main")
      #expect(try await actions.requests(caller: pair.company.handler).map(\.request.key.action) == [.sign])
      let signed = try await world.sign(pair.contract, by: pair.company.handler)
      #expect(signed.contract.stage.name == .awaitingReceipt)
    }
  }
}
