import HeqiDomain
@testable import HeqiWeb
import Testing

@Suite("steps of a draft")
struct DraftTests {
  private let now = Instant(seconds: 1_795_000_000)

  private func draft(_ round: ContractRound) throws -> Draft { try #require(Draft(ContractSample.contract(round))) }

  @Test("only an editable contract is a draft")
  func editable() throws {
    #expect(Draft(ContractSample.contract(try ContractSample.round(), stage: .awaitingInitiatorSign)) == nil)
  }

  @Test("the first open step is the one that asks for something")
  func current() throws {
    #expect(try draft(ContractSample.round(receivers: [])).currentStep == .receivers)
    #expect(try draft(ContractSample.round()).currentStep == .places)
    let places = [ContractSample.initiator, ContractSample.receiver].enumerated().map { index, party in
      SignPlace(id: ContractSample.id(UInt8(20 + index)), partyID: party.id, kind: .signature, page: 1, box: PageBox(x: 1, y: 1, width: 99, height: 99))
    }
    #expect(try draft(ContractSample.round(places: places)).currentStep == .settings)
    let settled = ContractSettings(signDeadline: now.adding(.seconds(86_400)), subjectMatter: .general)
    #expect(try draft(ContractSample.round(settings: settled, places: places)).currentStep == .send)
    #expect(try draft(ContractSample.round(settings: settled, places: places)).obstacle(isVerified: true, at: now) == nil)
  }

  @Test("what is missing leads to the step that mends it")
  func obstacles() throws {
    let id = ContractSample.contract(try ContractSample.round()).id
    #expect(try draft(ContractSample.round()).obstacle(isVerified: false, at: now)?.href == Links.verification)
    #expect(try draft(ContractSample.round(receivers: [])).obstacle(isVerified: true, at: now)?.href == Links.draft(id, .receivers))
    #expect(try draft(ContractSample.round()).obstacle(isVerified: true, at: now)?.href == Links.draft(id, .places))
  }

  @Test("steps lead to each other")
  func order() {
    #expect(DraftStep.file.previous == .file && DraftStep.file.next == .receivers && DraftStep.send.next == .send)
  }
}
