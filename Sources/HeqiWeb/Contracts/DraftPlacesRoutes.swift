import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Step 签署位置: by dragging, by keyword, by numbers (F-071, G-04). Every change is kept at once.
struct DraftPlacesRoutes: Sendable {
  private static let fields: [ContractError.Code: String] = [.keywordNotFound: "keyword", .seamInvalid: "seamList"]
  private static let keeping = ["keyword", "newPage", "newX", "newY", "newKind", "newParty"] + SeamForm.fields
  let renderer: PageRenderer
  let actions: ContractActions
  let drafts: DraftPages

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/contracts/{id}/draft/places") { request, context in
      try await drafts.show(request, context) { draft, texts in
        let sizes = try await actions.pages(draft.id, caller: context.requireCaller())
        let places = try await proposed(draft, sizes, context)
        return DraftPlacesPage(
          draft, places, sizes: sizes, isSeamOpen: request.query("seams") != nil, form: FormFields(), texts: texts)
      }
    }
    router.post("/contracts/{id}/draft/places", use: submit)
  }

  @Sendable private func submit(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (caller, texts) = (try context.requireCaller(), renderer.texts(context))
    return try await drafts.submit(request, context, keeping: Self.keeping, at: Self.fields) { form, draft in
      let action = form.text("action") ?? ""
      let places = try await changed(PlacesForm(form), by: action, draft, caller, texts)
      _ = try await actions.setPlaces(draft.id, places.map(\.place), caller: caller)
      if let seams = try SeamForm(form).changed(draft.round.seams, by: action) {
        _ = try await actions.setSeams(draft.id, seams, caller: caller)
        return .redirect(to: Links.draft(draft.id, .places) + "?seams=open#seams")
      }
      if action == "keep" { return Response(status: .noContent) }
      return .redirect(to: Links.draft(draft.id, action == "next" ? .settings : .places))
    } show: { form, draft, fields in
      let sizes = try await actions.pages(draft.id, caller: caller)
      return DraftPlacesPage(draft, PlacesForm(form).places, sizes: sizes, form: fields, texts: texts)
    }
  }

  /// The places after the pressed button.
  private func changed(
    _ form: PlacesForm, by action: String, _ draft: Draft, _ caller: Caller, _ texts: LocaleTexts
  ) async throws -> [PlaceText] {
    switch action {
    case "add":
      guard let place = form.typed else { throw FormCorrections(errors: ["newPage": texts("places.numbersMissing")]) }
      return form.places + [place]
    case "keyword":
      guard let party = form.party, !form.keyword.isEmpty else { throw ContractError(.keywordNotFound) }
      let found = try await actions.findKeyword(draft.id, keyword: form.keyword, kind: form.kind, caller: caller)
      return form.places + found.map { PlaceText(party: party, kind: form.kind, page: $0.page, box: $0.box) }
    default: return form.removing(action)
    }
  }

  /// The draft's places, with proposals for parties that have none.
  private func proposed(_ draft: Draft, _ sizes: [PageSize], _ context: HeqiRequestContext) async throws -> [PlaceText] {
    let own = draft.round.places.map(PlaceText.init)
    let proposal = PlaceProposal(round: draft.round, sizes: sizes)
    guard draft.round.parties.count > 1, !proposal.parties.isEmpty else { return own }
    // No such word, or no words at all: the foot of the page.
    let found = try? await actions.findKeyword(
      draft.id, keywords: PlaceProposal.keywords, kind: .signature, caller: context.requireCaller())
    if let places = found?.lazy.compactMap(proposal.places(at:)).first { return own + places }
    return own + proposal.placesAtFoot
  }
}

/// The submitted place editor.
struct PlacesForm: Sendable {
  private static let pointsPerMillimetre = 72 / 25.4
  let places: [PlaceText]
  let party: ID<ContractParty>?
  let kind: SignPlace.Kind
  let keyword: String
  /// The box typed in millimetres from the lower left corner; nil when a number is missing.
  let typed: PlaceText?

  init(_ form: Form) {
    places = form.all("place").prefix(ContractLimits.placesMax + 1).compactMap(PlaceText.init)
    party = form.text("newParty").flatMap(ID.init)
    kind = form.text("newKind").flatMap(SignPlace.Kind.init(rawValue:)) ?? .signature
    keyword = form.trimmed("keyword")
    let size = kind.defaultSize
    if let party, let page = Int(form.trimmed("newPage")), let x = Double(form.trimmed("newX")), let y = Double(form.trimmed("newY")),
      x.isFinite, y.isFinite
    {
      let box = PageBox(x: x * Self.pointsPerMillimetre, y: y * Self.pointsPerMillimetre, width: size.width, height: size.height)
      typed = PlaceText(party: party, kind: kind, page: page, box: box)
    } else {
      typed = nil
    }
  }

  /// Without the place that `remove.<index>` names.
  func removing(_ action: String) -> [PlaceText] {
    guard action.hasPrefix("remove."), let index = Int(action.dropFirst("remove.".count)), places.indices.contains(index) else { return places }
    var rest = places
    rest.remove(at: index)
    return rest
  }
}

extension DraftPlacesPage {
  static let offered: [SignPlace.Kind] = [.signature, .seal, .handwriting, .date, .number, .text]

  init(
    _ draft: Draft, _ wanted: [PlaceText], sizes: [PageSize], isSeamOpen: Bool = false, form: FormFields, texts: LocaleTexts
  ) {
    let round = draft.round
    let shown = wanted.filter { round.party($0.party) != nil }
    self.draft = draft.head(.places, texts: texts)
    action = Links.draft(draft.id, .places)
    self.form = form.filling(SeamForm.usual(sizes))
    canSeam = sizes.count >= 2
    pageHeight = SheetSource.number(sizes.first?.height ?? 842)
    self.isSeamOpen = isSeamOpen || form.errors["seamList"] != nil
    isExactOpen = form.errors["keyword"] != nil || form.errors["newPage"] != nil
    seams = round.seams.enumerated().map { SeamForm.row($1, $0, round, texts) }
    pageCount = String(sizes.count)
    let source = round.file.map { SheetSource(id: draft.id, digest: $0.latest.digest, sizes: sizes, round: round, texts: texts) }
    sheets = source?.sheets(marking: shown.map(\.drawn), seams: round.seams) ?? []
    parties = round.parties.map { party in
      Party(
        partyID: party.id.description, partyName: party.name, side: texts(party.side.title), tone: PartyTone.of(party.id, in: round),
        kinds: Self.offered.map { Kind($0, party, round, texts) })
    }
    kindOptions = Self.offered.map { Kind($0, round.initiator, round, texts) }
    places = shown.enumerated().compactMap { index, place in
      guard let party = round.party(place.party) else { return nil }
      let text = "\(texts(place.kind.titleKey)) · \(party.name)"
      return Place(
        index: String(index), value: place.text, tone: PartyTone.of(party.id, in: round), text: text,
        where: texts("places.where", ["page": String(place.page)]), removeLabel: texts("places.removeLabel", ["what": text]))
    }
    hasPlaces = !places.isEmpty
    back = Links.draft(draft.id, .receivers)
  }
}

extension DraftPlacesPage.Kind {
  init(_ kind: SignPlace.Kind, _ party: ContractParty, _ round: ContractRound, _ texts: LocaleTexts) {
    let size = kind.defaultSize
    self.init(
      kind: kind.rawValue, kindLabel: texts(kind.titleKey), kindParty: party.id.description, kindTone: PartyTone.of(party.id, in: round),
      kindText: "\(texts(kind.titleKey)) · \(party.name)", kindWidth: SheetSource.number(size.width), kindHeight: SheetSource.number(size.height))
  }
}
