import HeqiApplication
import HeqiDomain

/// One page of a file as the viewer shows it: lazily loaded images of several widths, and boxes over them.
struct PageSheet: Sendable {
  let number: String
  let source: String
  /// `srcset` of the widths that are rendered.
  let sources: String
  let label: String
  /// Size of the drawing area; the image has the same proportion.
  let width: String
  let height: String
  /// Size in points, for the place editor.
  let pointWidth: String
  let pointHeight: String
  /// Loaded at once; the others when they come near.
  let isFirst: Bool
  let marks: [PlaceMark]
  /// Strips of seam seals (E-23), as large as they will be.
  let strips: [PlaceMark]

  /// Width of the drawing area: 1 unit is 1 pixel of an image of 1,080.
  static let widthUnits = 1080.0
  static let widths = [828, 1240, 1656]
}

/// A box where a party signs, in units of its sheet from the upper left corner.
struct PlaceMark: Sendable {
  /// `tone-1` …: the party's colour.
  let tone: String
  let x: String
  let y: String
  let boxWidth: String
  let boxHeight: String
  let textX: String
  let textY: String
  let text: String
}

/// What a viewer shows of a contract's file.
struct SheetSource: Sendable {
  let id: ID<Contract>
  let digest: Digest
  let sizes: [PageSize]
  let round: ContractRound
  let texts: LocaleTexts
  /// The first page starts the reader's clock.
  var isNoted = false
  /// Folder of the page images; nil takes the contract's own.
  var folder: String? = nil

  /// Sheets with the boxes of those that have not signed yet.
  func sheets(marking places: [SignPlace], seams: [SeamSeal] = []) -> [PageSheet] {
    let cuts = seams.flatMap { seam in
      seam.strips(on: sizes.map { ($0.width, $0.height) }).map { (seam.partyID, $0) }
    }
    return sizes.indices.map { index in
      let page = index + 1
      let size = sizes[index]
      let scale = PageSheet.widthUnits / max(size.width, 1)
      let marks = places.filter { $0.page == page }.map { mark($0, on: size, scale: scale) }
      return PageSheet(
        number: String(page), source: address(page, width: PageSheet.widths[1]),
        sources: PageSheet.widths.map { "\(address(page, width: $0)) \($0)w" }.joined(separator: ", "),
        label: texts("pages.page", ["page": String(page), "count": String(sizes.count)]), width: Self.number(PageSheet.widthUnits),
        height: Self.number(size.height * scale), pointWidth: Self.number(size.width), pointHeight: Self.number(size.height),
        isFirst: index == 0, marks: marks,
        strips: cuts.filter { $0.1.page == page }.map { self.mark($0.1.box, of: $0.0, text: "", on: size, scale: scale) })
    }
  }

  /// Places of parties whose marks are not in the file yet.
  var openPlaces: [SignPlace] { round.places.filter { round.party($0.partyID)?.state.isSigned == false } }

  private func address(_ page: Int, width: Int) -> String {
    Links.page(page, in: folder ?? Links.contract(id), digest, width: width, isNoted: isNoted && page == 1)
  }

  private func mark(_ place: SignPlace, on size: PageSize, scale: Double) -> PlaceMark {
    mark(place.box, of: place.partyID, text: texts(place.kind.titleKey), on: size, scale: scale)
  }

  private func mark(
    _ box: PageBox, of party: ID<ContractParty>, text: String, on size: PageSize, scale: Double
  ) -> PlaceMark {
    let top = (size.height - box.y - box.height) * scale
    return PlaceMark(
      tone: PartyTone.of(party, in: round), x: Self.number(box.x * scale), y: Self.number(top),
      boxWidth: Self.number(box.width * scale), boxHeight: Self.number(box.height * scale),
      textX: Self.number((box.x + box.width / 2) * scale), textY: Self.number(top + box.height / 2 * scale),
      text: text)
  }

  /// At most two decimals, without trailing zeros.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let rest = abs(hundredths) % 100
    let whole = "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100)"
    if rest == 0 { return whole }
    return whole + (rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)")
  }
}

/// The colour of a party on pages and lists; never the only sign of whose a thing is.
enum PartyTone {
  static func of(_ party: ID<ContractParty>, in round: ContractRound) -> String {
    "tone-\((round.parties.firstIndex { $0.id == party } ?? 0) % 5 + 1)"
  }
}

extension SignPlace.Kind {
  /// Text key of its name.
  var titleKey: String {
    switch self {
    case .seal: "places.kindSeal"
    case .handwriting: "places.kindHandwriting"
    case .signature: "places.kindSignature"
    case .date: "places.kindDate"
    case .text: "places.kindText"
    case .number: "places.kindNumber"
    }
  }
}
