import HeqiDomain
import Testing

@Suite("或签: any one of several signers of one company")
struct SignersTests {
  static let people: [ID<Membership>] = [ContractSamples.id(693), ContractSamples.id(694)]

  /// A company's contract that waits for the initiator's signature, with two named signers.
  static func waiting(_ people: [ID<Membership>] = people) throws -> (ContractSamples, Contract) {
    let samples = ContractSamples(order: .signThenSend, isCompany: true)
    let contract = try #require(try samples.contract(in: .awaitingInitiatorSign))
    return (samples, try samples.play(.setSigners(people), on: contract, by: samples.initiator))
  }

  @Test("each named signer is asked, and one signature closes all requests and tells the others who signed")
  func anyOne() throws {
    let (samples, contract) = try Self.waiting()
    #expect(contract.openRequests.map(\.holder) == Self.people)
    #expect(contract.openRequests.allSatisfy { $0.action == .sign && $0.partyID == ContractSamples.initiatorID })
    guard case .sign(let facts, let produced, _) = samples.sign(contract, by: ContractSamples.initiatorID) else { return }
    let signed = try ContractLifecycle.apply(
      .sign(facts, produced: produced, remarks: [Event.Fact(ContractFact.signer, "李*四")]), to: contract,
      by: samples.initiator, at: ContractSamples.start)
    #expect(Set(signed.closed) == Set(contract.openRequests))
    #expect(signed.opened.allSatisfy { $0.partyID != ContractSamples.initiatorID })
    let told = signed.notices.filter { $0.kind == .signedByColleague }
    #expect(told == [ContractNotice(.signedByColleague, to: ContractSamples.initiatorID, reason: "李*四")])
    #expect(throws: ContractError(.alreadySigned)) {
      try ContractLifecycle.apply(
        samples.sign(signed.contract, by: ContractSamples.initiatorID), to: signed.contract, by: samples.initiator,
        at: ContractSamples.start)
    }
  }

  @Test("nobody named means whoever handles the contract, and nobody is told of a single signer's signature")
  func nobody() throws {
    for people in [[], [Self.people[0]]] {
      let (samples, contract) = try Self.waiting(people)
      #expect(contract.openRequests.map(\.holder) == (people.isEmpty ? [nil] : people))
      let signed = try ContractLifecycle.apply(
        samples.sign(contract, by: ContractSamples.initiatorID), to: contract, by: samples.initiator,
        at: ContractSamples.start)
      #expect(!signed.notices.contains { $0.kind == .signedByColleague })
    }
  }

  @Test("a changed choice asks only those who are new and lets go of those who are not named any more")
  func change() throws {
    let (samples, contract) = try Self.waiting()
    let other: ID<Membership> = ContractSamples.id(695)
    let transition = try ContractLifecycle.apply(
      .setSigners([Self.people[0], other, other]), to: contract, by: samples.initiator, at: ContractSamples.start)
    #expect(transition.opened.map(\.holder) == [other])
    #expect(transition.closed.map(\.holder) == [Self.people[1]])
    #expect(transition.events.map(\.kind) == [.signersChosen])
    #expect(transition.events.first?.fact(ContractFact.people) == "2")
    let again = try ContractLifecycle.apply(
      .setSigners([Self.people[0], other]), to: transition.contract, by: samples.initiator, at: ContractSamples.start)
    #expect(again.isUnchanged)
  }

  @Test("signers are named by a company before it has signed, at most twenty, and by nobody else")
  func refusals() throws {
    func refused(_ code: ContractError.Code, _ contract: Contract, _ issuer: CommandIssuer, _ people: [ID<Membership>]) {
      #expect(throws: ContractError(code)) {
        try ContractLifecycle.apply(.setSigners(people), to: contract, by: issuer, at: ContractSamples.start)
      }
    }
    let (samples, contract) = try Self.waiting()
    refused(.tooManySigners, contract, samples.initiator, (0...PartyCompany.signersMax).map { ContractSamples.id(700 + $0) })
    refused(.notPermitted, contract, .system, Self.people)
    refused(.notAllowedInStage, contract, samples.receiver(), Self.people)
    let signed = try samples.play(samples.sign(contract, by: ContractSamples.initiatorID), on: contract, by: samples.initiator)
    refused(.alreadySigned, signed, samples.initiator, [])
    let person = ContractSamples(order: .signThenSend)
    refused(.notPermitted, try #require(try person.contract(in: .awaitingInitiatorSign)), person.initiator, Self.people)
    let ended = try samples.play(.withdraw(reason: "改条款"), on: contract, by: samples.initiator)
    refused(.notAllowedInStage, ended, samples.initiator, [])
  }

  @Test("signers may be named in a draft, and they stay with the initiator in the next round")
  func rounds() throws {
    let samples = ContractSamples(order: .signThenSend, isCompany: true)
    let draft = try samples.play(.setSigners(Self.people), on: samples.draft(), by: samples.initiator)
    #expect(draft.round.initiator.company?.signers == Self.people)
    #expect(draft.openRequests.isEmpty)
    #expect(samples.nextRound(of: draft).initiator.company?.signers == Self.people)
    #expect(samples.nextRound(of: draft).receivers.allSatisfy { $0.company?.signers.isEmpty == true })
  }

  @Test("a leaver is taken off; where nobody is left whoever handles the contract is asked")
  func leaver() throws {
    let (samples, contract) = try Self.waiting()
    #expect(throws: ContractError(.notPermitted)) {
      try ContractLifecycle.apply(.releaseSigner(Self.people[0]), to: contract, by: samples.initiator, at: ContractSamples.start)
    }
    let one = try samples.play(.releaseSigner(Self.people[0]), on: contract, by: .system)
    #expect(one.openRequests.map(\.holder) == [Self.people[1]])
    let none = try samples.play(.releaseSigner(Self.people[1]), on: one, by: .system)
    #expect(none.openRequests == [ActionRequestKey(partyID: ContractSamples.initiatorID, action: .sign)])
  }

  @Test("only the named may sign, whatever their role; being named gives the scope of taking part")
  func rights() throws {
    let (_, contract) = try Self.waiting()
    let party = contract.round.initiator
    let organization = try #require(party.company?.organizationID)
    func caller(_ member: ID<Membership>, _ roles: Set<CompanyRole>) -> Caller {
      Caller(
        accountID: ContractSamples.id(900), tenantID: "main", name: "李小四", isVerified: true, scene: .system,
        mode: .company(
          CompanyStanding(
            organizationID: organization, organizationName: party.name, membershipID: member, roles: roles,
            delegatedTypes: [])))
    }
    func maySign(_ caller: Caller) -> Bool { party.isReached(by: .contractSign, of: caller) }
    #expect(maySign(caller(Self.people[0], [.handler])))
    #expect(!maySign(caller(Self.people[0], [.ccViewer])))
    #expect(!maySign(caller(ContractSamples.id(610), [.handler])))
    #expect(!maySign(caller(ContractSamples.id(800), [.legalRep])))
    #expect(party.isReached(by: .contractView, of: caller(Self.people[1], [.handler])))
    #expect(contract.actions(of: party, caller: caller(Self.people[1], [.handler]), at: ContractSamples.start).contains(.sign))
    #expect(!contract.actions(of: party, caller: caller(ContractSamples.id(610), [.handler]), at: ContractSamples.start).contains(.sign))
  }

  @Test("the line above the contract counts parties, not people")
  func sentence() throws {
    let (_, contract) = try Self.waiting()
    let turn = contract.turn(for: contract.round.receivers[0])
    #expect(turn.sentence.chinese.contains("签署") && !turn.sentence.chinese.contains("等 2 方"))
  }
}
