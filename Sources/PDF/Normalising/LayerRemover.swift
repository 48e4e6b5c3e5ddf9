/// Leaves of a file's layers what a reader shows when it opens the file (A5.1): hidden content goes for good, shown
/// content stays without its marks.
struct LayerRemover {
  private(set) var states: LayerStates
  /// Whether something was hidden and is gone.
  private(set) var droppedHidden = false

  init(_ states: LayerStates) { self.states = states }

  /// Filters every form, pattern and glyph that is used, in place.
  mutating func cleanForms(in update: inout IncrementalUpdate, view: PDFView) throws(PDFError) {
    guard states.hidesSomething else { return }
    var census = ReachabilityCensus(view: view)
    try census.walk()
    for number in census.reached.sorted() {
      guard let reference = view.reference(toNumber: number) else { continue }
      switch try update.object(reference) {
      case .stream(let stream) where stream.dictionary["BBox"] != nil:
        try clean(stream, reference, try update.dictionary("Resources", of: stream.dictionary), in: &update)
      case .dictionary(let font) where font["CharProcs"] != nil:
        try cleanGlyphs(font, in: &update)
      default: break
      }
    }
  }

  private mutating func cleanGlyphs(_ font: PDFDictionary, in update: inout IncrementalUpdate) throws(PDFError) {
    let resources = try update.dictionary("Resources", of: font)
    for glyph in try update.dictionary("CharProcs", of: font)?.entries ?? [] {
      guard let reference = glyph.value.referenceValue, case .stream(let stream) = try update.object(reference) else {
        continue
      }
      try clean(stream, reference, resources, in: &update)
    }
  }

  private mutating func clean(
    _ stream: PDFStream, _ reference: PDFReference, _ resources: PDFDictionary?, in update: inout IncrementalUpdate
  ) throws(PDFError) {
    var filter = LayerContentFilter(resources ?? PDFDictionary(), states: states, in: update)
    let filtered = try filter.filter(try update.data(of: stream))
    try check(filter, resources)
    note(filter)
    var dictionary = stream.dictionary
    guard let data = filtered else {
      guard resources?["Properties"] != nil, stream.dictionary["Resources"] != nil else { return }
      dictionary["Resources"] = .dictionary(try filter.remainingResources())
      update.set(reference, .stream(stream.with(dictionary)))
      return
    }
    for key in ["Filter", "DecodeParms", "DP", "Length"] as [PDFName] { dictionary[key] = nil }
    if stream.dictionary["Resources"] != nil {
      dictionary["Resources"] = .dictionary(try filter.remainingResources())
    }
    update.setStream(reference, dictionary: dictionary, data: data)
  }

  /// Content without resources of its own takes those of whoever draws it (§7.8.3): what it draws then may be hidden
  /// on one page and shown on another.
  private func check(_ filter: LayerContentFilter<IncrementalUpdate>, _ resources: PDFDictionary?) throws(PDFError) {
    guard resources == nil, !filter.drawn.isEmpty || filter.hasLayers else { return }
    throw PDFError(
      .contentUnsupported,
      "The file has hidden layers in a form without resources of its own. Print it to a new PDF so that only what is shown is left.")
  }

  private mutating func note(_ filter: LayerContentFilter<IncrementalUpdate>) {
    states = filter.states
    if filter.droppedHidden { droppedHidden = true }
  }

  /// The page as it is to be written on: its content in one stream where layers had to go, its resources without them.
  mutating func clean(_ page: PDFPage, in update: inout IncrementalUpdate) throws(PDFError) -> PDFPage {
    guard states.hidesSomething else { return page }
    var filter = LayerContentFilter(page.resources, states: states, in: update)
    let filtered = try filter.filter(try update.contentData(of: page))
    note(filter)
    var dictionary = page.dictionary
    if let data = filtered { dictionary["Contents"] = .reference(update.addStream(data: data)) }
    return page.with(dictionary: dictionary, resources: try filter.remainingResources())
  }

  /// Whether an annotation, or the look it has, belongs to a hidden layer.
  mutating func hides(_ dictionary: PDFDictionary, in source: some PDFObjectSource) throws(PDFError) -> Bool {
    guard try states.isHidden(dictionary["OC"], in: source) else { return false }
    droppedHidden = true
    return true
  }
}
