import HeqiApplication
import HeqiDomain

/// One place as a hidden field: `id;party;kind;page;x;y;width;height`, in points; the id is empty for a new place.
struct PlaceText: Sendable, Equatable {
  var id: ID<SignPlace>?
  var party: ID<ContractParty>
  var kind: SignPlace.Kind
  var page: Int
  var box: PageBox

  init(id: ID<SignPlace>? = nil, party: ID<ContractParty>, kind: SignPlace.Kind, page: Int, box: PageBox) {
    self.id = id
    self.party = party
    self.kind = kind
    self.page = page
    self.box = box
  }

  init(_ place: SignPlace) {
    self.init(id: place.id, party: place.partyID, kind: place.kind, page: place.page, box: place.box)
  }

  init?(_ text: String) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 8, let party = ID<ContractParty>(parts[1]), let kind = SignPlace.Kind(rawValue: parts[2]),
      let page = Int(parts[3]), let x = Double(parts[4]), let y = Double(parts[5]), let width = Double(parts[6]),
      let height = Double(parts[7])
    else { return nil }
    let box = PageBox(x: x, y: y, width: width, height: height)
    guard box.isFinite else { return nil }
    self.init(id: ID(parts[0]), party: party, kind: kind, page: page, box: box)
  }

  var text: String {
    let numbers = [box.x, box.y, box.width, box.height].map(SheetSource.number)
    return ([id?.description ?? "", party.description, kind.rawValue, String(page)] + numbers).joined(separator: ";")
  }

  /// For drawing only; a place without an id gets one that is never kept.
  var drawn: SignPlace {
    SignPlace(id: id ?? ID(at: Instant(seconds: 0), random: []), partyID: party, kind: kind, page: page, box: box)
  }

  var place: SetPlaces.Place { SetPlaces.Place(id: id, partyID: party, kind: kind, page: page, box: box) }
}
