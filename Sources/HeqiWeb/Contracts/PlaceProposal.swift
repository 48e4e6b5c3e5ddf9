import HeqiApplication
import HeqiDomain

/// Places for parties that have none yet, so that a person can simply go on: behind the words of the signature line when
/// the file has one for each party, else in two columns at the foot of the last page.
struct PlaceProposal: Sendable {
  /// Words that stand at a signature line, most telling first.
  static let keywords = ["签字", "签章", "签名", "盖章", "Signature"]
  private static let margin = 64.0
  private static let rowHeight = 156.0
  private static let dateHeight = 20.0
  private static let gap = 6.0

  let round: ContractRound
  let sizes: [PageSize]

  /// Parties without a mark.
  var parties: [ContractParty] {
    round.parties.filter { party in !round.places(of: party.id).contains { $0.kind.isMark } }
  }

  /// Places at found words: the last page where a word stands once for each of all parties; nil otherwise.
  func places(at found: [FindKeyword.Suggestion]) -> [PlaceText]? {
    guard parties.count == round.parties.count, let page = found.map(\.page).max(), sizes.indices.contains(page - 1) else { return nil }
    let here = found.filter { $0.page == page }.sorted { left, right in
      abs(left.box.y - right.box.y) > 12 ? left.box.y > right.box.y : left.box.x < right.box.x
    }
    guard here.count == parties.count else { return nil }
    return zip(parties, here).flatMap { party, spot in pair(for: party, page: page, x: spot.box.x, y: spot.box.y) }
  }

  /// Places at the foot of the last pages.
  var placesAtFoot: [PlaceText] {
    guard let last = sizes.last else { return [] }
    let rows = max(1, Int((last.height - 2 * Self.margin) / Self.rowHeight))
    return parties.enumerated().flatMap { index, party in
      let position = index / 2
      let page = max(1, sizes.count - position / rows)
      let size = sizes[page - 1]
      let x = index % 2 == 0 ? Self.margin : size.width / 2 + Self.margin / 2
      return pair(for: party, page: page, x: x, y: Self.margin + Double(position % rows) * Self.rowHeight + Self.dateHeight + Self.gap)
    }
  }

  /// A mark, and the date of signing below it.
  private func pair(for party: ContractParty, page: Int, x: Double, y: Double) -> [PlaceText] {
    let size = sizes[page - 1]
    let mark = SignPlace.Kind.signature.defaultSize
    let width = min(mark.width, size.width * 0.4), height = min(mark.height, size.height * 0.3)
    let left = min(max(0, x), size.width - width)
    let bottom = min(max(Self.dateHeight + Self.gap, y), size.height - height)
    let date = PageBox(x: left, y: max(0, bottom - Self.gap - Self.dateHeight), width: min(120, size.width - left), height: Self.dateHeight)
    return [
      PlaceText(party: party.id, kind: .signature, page: page, box: PageBox(x: left, y: bottom, width: width, height: height)),
      PlaceText(party: party.id, kind: .date, page: page, box: date),
    ]
  }
}
