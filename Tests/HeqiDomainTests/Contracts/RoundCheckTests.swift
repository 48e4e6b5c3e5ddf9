import HeqiDomain
import Testing

@Suite("Guards of initiating (row 6)")
struct RoundCheckTests {
  let samples = ContractSamples(order: .signThenSend)

  func refusal(_ edit: RoundEdit) -> ContractError.Code? {
    do {
      let contract = try ContractLifecycle.apply(
        .saveDraft(edit), to: samples.draft(), by: samples.initiator, at: ContractSamples.start
      ).contract
      _ = try ContractLifecycle.apply(
        .initiate(prepared: samples.prepared), to: contract, by: samples.initiator, at: ContractSamples.start)
      return nil
    } catch {
      return error.code
    }
  }

  func settings(_ change: (inout ContractSettings) -> Void) -> RoundEdit {
    var settings = samples.draft().round.settings
    change(&settings)
    return RoundEdit(settings: settings)
  }

  @Test(
    "titles are refused when empty, too long, or not fit for a file name",
    arguments: ["", "  ", "a/b", "问?", "笑😀", String(repeating: "长", count: 101), "a\u{7}b"])
  func titles(title: String) { #expect(refusal(RoundEdit(title: title)) == .titleInvalid) }

  @Test("a title of a hundred characters passes")
  func longTitle() { #expect(refusal(RoundEdit(title: String(repeating: "长", count: 100))) == nil) }

  @Test("deadlines must exist and lie ahead")
  func deadlines() {
    #expect(refusal(settings { $0.signDeadline = nil }) == .deadlineMissing)
    #expect(refusal(settings { $0.signDeadline = ContractSamples.start }) == .deadlineInPast)
    #expect(refusal(settings { $0.signDeadline = ContractSamples.start.adding(.microseconds(1)) }) == nil)
    #expect(refusal(settings { $0.flowExpiresAt = ContractSamples.start.adding(.seconds(1)) }) == .deadlineOrder)
  }

  @Test("excluded matters are refused, and silence is not a declaration (E-01)")
  func matter() {
    #expect(refusal(settings { $0.subjectMatter = nil }) == .subjectMatterUndeclared)
    #expect(refusal(settings { $0.subjectMatter = .familyRelations }) == .subjectMatterExcluded)
    #expect(refusal(settings { $0.subjectMatter = .publicUtilities }) == .subjectMatterExcluded)
  }

  @Test("reading time, amount and term are bounded")
  func bounds() {
    #expect(refusal(settings { $0.forcedReadingSeconds = 1000 }) == .readingSecondsInvalid)
    #expect(refusal(settings { $0.forcedReadingSeconds = 999 }) == nil)
    #expect(refusal(settings { $0.forcedReadingSeconds = -1 }) == .readingSecondsInvalid)
    #expect(refusal(settings { $0.amount = ContractAmount(minorUnits: -1) }) == .amountInvalid)
    #expect(
      refusal(settings { $0.term = ContractTerm(start: ContractSamples.start, end: ContractSamples.start) })
        == .termInvalid)
  }

  @Test("receivers must be there, once each, and reachable")
  func receivers() {
    let one = samples.party(.receiver)
    #expect(refusal(RoundEdit(receivers: [])) == .receiversMissing)
    #expect(refusal(RoundEdit(receivers: [one, one])) == .duplicateParty)
    let stranger = ContractParty(id: ContractSamples.receiverID(0), side: .receiver, accountID: nil, name: "王五")
    #expect(refusal(RoundEdit(receivers: [stranger])) == .receiverUnreachable)
    let reachable = ContractParty(
      id: ContractSamples.receiverID(0), side: .receiver, accountID: nil, name: "王五",
      contact: PartyContact(mobile: Sensitive("13812341234")))
    #expect(refusal(RoundEdit(receivers: [reachable])) == nil)
    let many = (0..<51).map { samples.party(.receiver, $0) }
    #expect(refusal(RoundEdit(receivers: many)) == .tooManyReceivers)
  }

  @Test("the initiator cannot be its own receiver")
  func selfContract() {
    let me = ContractParty(
      id: ContractSamples.receiverID(0), side: .receiver, accountID: ContractSamples.id(100), name: "张小三")
    #expect(refusal(RoundEdit(receivers: [me])) == .duplicateParty)
  }

  @Test("every party needs a mark, on an existing page")
  func places() {
    let places = samples.draft().round.places
    #expect(refusal(RoundEdit(places: [places[0]])) == .placesMissing)
    let box = PageBox(x: 0, y: 0, width: 10, height: 10)
    let beyond = SignPlace(
      id: ContractSamples.id(900), partyID: ContractSamples.initiatorID, kind: .date, page: 4, box: box)
    #expect(refusal(RoundEdit(places: places + [beyond])) == .placeOutsidePage)
    let dateOnly = SignPlace(id: places[1].id, partyID: places[1].partyID, kind: .date, page: 1, box: box)
    #expect(refusal(RoundEdit(places: [places[0], dateOnly])) == .placesMissing)
    let nan = SignPlace(
      id: ContractSamples.id(901), partyID: ContractSamples.initiatorID, kind: .date, page: 1,
      box: PageBox(x: .nan, y: 0, width: 1, height: 1))
    #expect(refusal(RoundEdit(places: places + [nan])) == .placeOutsidePage)
  }

  @Test("a smaller file drops the places it no longer has pages for")
  func smallerFile() throws {
    let file = ContractFile(id: ContractSamples.id(1), name: "b.pdf", pageCount: 0, original: samples.file().original)
    let contract = try ContractLifecycle.apply(
      .saveDraft(RoundEdit(file: file)), to: samples.draft(), by: samples.initiator, at: ContractSamples.start
    ).contract
    #expect(contract.round.places.isEmpty)
  }
}
