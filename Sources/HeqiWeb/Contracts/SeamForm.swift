import HeqiApplication
import HeqiDomain
import HeqiHTTPKit

/// The part of the place editor that is about seam seals (E-23). Heights are typed in millimetres from the top.
struct SeamForm: Sendable {
  static let fields = ["seamList", "seamTop", "seamGroup"]
  private static let pointsPerMillimetre = 72 / 25.4

  private let form: Form

  init(_ form: Form) { self.form = form }

  /// The seams after the pressed button; nil when it was another button.
  ///
  /// Throws `ContractError` `.seamInvalid` for pages or a height that are none.
  func changed(_ present: [SeamSeal], by action: String) throws(ContractError) -> [SetSeams.Seam]? {
    let kept = present.map {
      SetSeams.Seam(
        id: $0.id, partyID: $0.partyID, pages: $0.pages, edge: $0.edge, middle: $0.middle, group: $0.group)
    }
    if action == "seam" { return kept + [try typed()] }
    guard action.hasPrefix("seamRemove."), let index = Int(action.dropFirst("seamRemove.".count)), kept.indices.contains(index)
    else { return nil }
    return kept.enumerated().filter { $0.offset != index }.map(\.element)
  }

  private func typed() throws(ContractError) -> SetSeams.Seam {
    let chosen = form.text("seamPages") ?? "all"
    guard let pages = SeamSeal.Pages(chosen == "some" ? form.trimmed("seamList") : chosen) else {
      throw ContractError(
        .seamInvalid, remark: Bilingual("请写明页码，例如 1-3,5", "give the pages, such as 1-3,5"))
    }
    guard let party = form.text("seamParty").flatMap({ ID<ContractParty>($0) }),
      let top = Double(form.trimmed("seamTop")), top.isFinite, let group = Int(form.trimmed("seamGroup")),
      let height = Double(form.text("pageHeight") ?? "842")
    else {
      throw ContractError(
        .seamInvalid, remark: Bilingual("高度和页数须为数字", "height and pages must be numbers"))
    }
    return SetSeams.Seam(
      partyID: party, pages: pages, edge: form.text("seamEdge").flatMap(SeamSeal.Edge.init(rawValue:)) ?? .right,
      middle: height - top * Self.pointsPerMillimetre, group: group)
  }

  /// Half the height of the first page, and the usual number of pages.
  static func usual(_ sizes: [PageSize]) -> [String: String] {
    let height = sizes.first?.height ?? 842
    return [
      "seamTop": String(Int((height / 2 / pointsPerMillimetre).rounded())), "seamGroup": String(SeamSeal.groupUsual),
      "seamList": "",
    ]
  }

  static func row(_ seam: SeamSeal, _ index: Int, _ round: ContractRound, _ texts: LocaleTexts) -> DraftPlacesPage.Seam {
    let pages =
      switch seam.pages {
      case .all: texts("seam.all")
      case .odd: texts("seam.odd")
      case .even: texts("seam.even")
      case .some: texts("seam.these", ["pages": seam.pages.text])
      }
    let name = round.party(seam.partyID)?.name ?? ""
    let text = texts("seam.row", ["name": name, "pages": pages, "edge": texts("seam.\(seam.edge.rawValue)")])
    return DraftPlacesPage.Seam(
      index: String(index), tone: PartyTone.of(seam.partyID, in: round), text: text,
      removeLabel: texts("places.removeLabel", ["what": text]))
  }
}
