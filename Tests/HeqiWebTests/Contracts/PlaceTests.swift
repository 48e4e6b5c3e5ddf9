import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
@testable import HeqiWeb
import Testing

@Suite("places as typed and as proposed")
struct PlaceTests {
  static let a4 = PageSize(width: 595.28, height: 841.89)
  private let party = ContractSample.initiator.id

  @Test("what is no place is dropped", arguments: [
    "", "a;b;c", ";x;signature;1;1;1;1;1", ";{p};stamp;1;1;1;1;1", ";{p};date;one;1;1;1;1", ";{p};date;1;nan;1;1;1", ";{p};date;1;1;1;inf;1",
    ";{p};date;1;1;1;1;1;1",
  ])
  func refused(text: String) {
    #expect(PlaceText(text.replacing("{p}", with: party.description)) == nil)
  }

  @Test("a place comes back as it was written")
  func roundTrip() throws {
    let text = ";\(party);signature;2;80.5;320;119;119.25"
    let place = try #require(PlaceText(text))
    #expect(place.text == text && place.id == nil && place.page == 2 && place.box.x == 80.5)
    let kept = PlaceText(id: ContractSample.id(5), party: party, kind: .date, page: 1, box: PageBox(x: 1, y: 2, width: 3, height: 4))
    #expect(PlaceText(kept.text) == kept)
  }

  @Test("buttons change the list, numbers are millimetres from the lower left")
  func form() throws {
    let place = ";\(party);date;1;10;10;120;20"
    let form = PlacesForm(
      Form(fields: [
        (name: "place", value: place), (name: "place", value: place), (name: "newParty", value: party.description), (name: "newKind", value: "seal"),
        (name: "newPage", value: "2"), (name: "newX", value: "25.4"), (name: "newY", value: "50.8"),
      ]))
    #expect(form.removing("remove.1").count == 1 && form.removing("remove.9").count == 2 && form.removing("next").count == 2)
    let typed = try #require(form.typed)
    #expect(typed.kind == .seal && typed.page == 2 && abs(typed.box.x - 72) < 0.001 && abs(typed.box.y - 144) < 0.001)
    #expect(PlacesForm(Form(fields: [(name: "newParty", value: party.description), (name: "newPage", value: "2")])).typed == nil)
  }

  @Test("every party gets a mark and a date inside the page, whatever its size", arguments: [
    PageSize(width: 595.28, height: 841.89), PageSize(width: 841.89, height: 595.28), PageSize(width: 200, height: 180),
  ])
  func proposed(size: PageSize) throws {
    let many = (0..<12).map { ContractParty(id: ContractSample.id(UInt8(50 + $0)), side: .receiver, accountID: nil, name: "接收方\($0)") }
    let round = try ContractSample.round(receivers: many)
    let places = PlaceProposal(round: round, sizes: [size, size]).placesAtFoot
    #expect(Set(places.filter { $0.kind.isMark }.map(\.party)) == Set(round.parties.map(\.id)))
    for place in places {
      #expect((1...2).contains(place.page) && place.box.fits(width: size.width, height: size.height), "\(place)")
    }
  }

  @Test("signature lines of the file are used when there is one for each party")
  func keywords() throws {
    let proposal = PlaceProposal(round: try ContractSample.round(), sizes: [Self.a4, Self.a4])
    func spot(_ page: Int, _ x: Double, _ y: Double) -> FindKeyword.Suggestion {
      FindKeyword.Suggestion(page: page, box: PageBox(x: x, y: y, width: 119, height: 119))
    }
    let found = try #require(proposal.places(at: [spot(2, 330, 200), spot(1, 10, 10), spot(2, 80, 205)]))
    #expect(found.filter { $0.kind == .signature }.map(\.box.x) == [80, 330])
    #expect(found.filter { $0.kind == .signature }.map(\.party) == [ContractSample.initiator.id, ContractSample.receiver.id])
    #expect(proposal.places(at: [spot(2, 80, 200)]) == nil && proposal.places(at: []) == nil && proposal.places(at: [spot(9, 1, 1)]) == nil)
  }

  @Test("nothing is proposed for those who have a place")
  func none() throws {
    let place = SignPlace(id: ContractSample.id(7), partyID: ContractSample.receiver.id, kind: .seal, page: 1, box: PageBox(x: 1, y: 1, width: 99, height: 99))
    let proposal = PlaceProposal(round: try ContractSample.round(places: [place]), sizes: [Self.a4])
    #expect(proposal.parties.map(\.id) == [ContractSample.initiator.id])
    #expect(Set(proposal.placesAtFoot.map(\.party)) == [ContractSample.initiator.id])
  }

  @Test("boxes are drawn from the upper left in the units of the sheet")
  func drawn() throws {
    let place = SignPlace(id: ContractSample.id(7), partyID: ContractSample.receiver.id, kind: .seal, page: 2, box: PageBox(x: 0, y: 0, width: 100, height: 50))
    let round = try ContractSample.round(places: [place])
    let texts = try TemplateTests.library.get().chinese
    let digest = try #require(round.file?.latest.digest)
    let source = SheetSource(
      id: ContractSample.id(9), digest: digest, sizes: [PageSize(width: 540, height: 700), PageSize(width: 540, height: 700)], round: round, texts: texts,
      isNoted: true)
    let sheets = source.sheets(marking: source.openPlaces)
    let mark = try #require(sheets[1].marks.first)
    #expect(mark.x == "0" && mark.y == "1300" && mark.boxWidth == "200" && mark.boxHeight == "100" && mark.tone == "tone-2")
    #expect(sheets[0].source.hasSuffix("&seen=1") && !sheets[1].source.contains("seen") && sheets[0].marks.isEmpty)
    #expect(sheets[1].height == "1400" && sheets[1].sources.contains("1656w"))
  }

  @Test("numbers have at most two decimals", arguments: [(0.0, "0"), (12.5, "12.5"), (12.345, "12.35"), (0.04, "0.04"), (-1.5, "-1.5"), (.nan, "0")])
  func numbers(value: Double, text: String) { #expect(SheetSource.number(value) == text) }
}
