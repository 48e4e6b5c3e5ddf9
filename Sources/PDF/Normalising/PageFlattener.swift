/// Draws annotations into the page content with the look they have and leaves the page with links and kept widgets.
struct PageFlattener {
  /// Widgets of empty signature fields, which stay annotations.
  let kept: Set<PDFReference>
  /// Fields by widget, to notice values that nothing shows.
  private let fields: [PDFReference: PDFFormField]
  private let look: FieldLook
  /// Whether the form asks readers to draw its fields anew, whatever looks they have (§12.7.3).
  private let needsAppearances: Bool
  private var layers: LayerRemover
  private(set) var flattenedAnnotations = false
  private(set) var removedActions = false
  /// Whether a field was drawn that had no look, or one that is not its value.
  private(set) var drewFields = false
  /// Whether something was hidden by a layer and is gone.
  var droppedHidden: Bool { layers.droppedHidden }

  init(
    kept: Set<PDFReference>, fields: [PDFFormField], look: FieldLook, needsAppearances: Bool, layers: LayerRemover
  ) {
    self.kept = kept
    self.look = look
    self.needsAppearances = needsAppearances
    self.layers = layers
    var byWidget: [PDFReference: PDFFormField] = [:]
    for field in fields { for widget in field.widgets { byWidget[widget] = field } }
    self.fields = byWidget
  }

  private static let pageKeys: Set<PDFName> = [
    "Type", "Contents", "Group", "UserUnit", "BleedBox", "TrimBox", "ArtBox", "StructParents", "Tabs", "LastModified",
  ]

  /// Rewrites the page object in `update`: own copies of inherited attributes, content with flattened annotations.
  mutating func flatten(
    _ original: PDFPage, parent: PDFReference, in update: inout IncrementalUpdate
  ) throws(PDFError) {
    let page = try layers.clean(original, in: &update)
    var dictionary = PDFDictionary()
    for entry in page.dictionary.entries where PageFlattener.pageKeys.contains(entry.key) {
      dictionary[entry.key] = entry.value
    }
    if page.dictionary["AA"] != nil { removedActions = true }
    dictionary["Type"] = .name("Page")
    dictionary["Parent"] = .reference(parent)
    dictionary["MediaBox"] = page.mediaBox.object
    if page.cropBox != page.mediaBox { dictionary["CropBox"] = page.cropBox.object }
    if page.rotate != 0 { dictionary["Rotate"] = .integer(page.rotate) }
    var drawn: [FieldLook.Drawn] = []
    var staying: [PDFObject] = []
    for annotation in try update.array("Annots", of: page.dictionary) ?? [] {
      guard let value = try update.resolve(annotation).dictionaryValue else { continue }
      if let reference = annotation.referenceValue, kept.contains(reference) {
        update.set(reference, .dictionary(PageFlattener.on(page, value)))
        staying.append(annotation)
      } else if try layers.hides(value, in: update) {
        flattenedAnnotations = true
        if let reference = annotation.referenceValue { update.set(reference, .null) }
      } else if try update.value("Subtype", of: value)?.nameValue == "Link" {
        staying.append(annotation)
      } else {
        flattenedAnnotations = true
        if let picture = try appearance(of: value, annotation, in: &update) { drawn.append(picture) }
        if let reference = annotation.referenceValue { update.set(reference, .null) }
      }
    }
    if !staying.isEmpty { dictionary["Annots"] = .array(staying) }
    dictionary["Resources"] = .dictionary(try draw(drawn, page, &dictionary, in: &update))
    update.set(page.reference, .dictionary(dictionary))
  }

  private static func on(_ page: PDFPage, _ widget: PDFDictionary) -> PDFDictionary {
    var widget = widget
    widget["P"] = .reference(page.reference)
    return widget
  }

  /// The appearance stream and the matrix that puts it where a reader shows it (§12.5.5, algorithm 8.1).
  private mutating func appearance(
    of annotation: PDFDictionary, _ object: PDFObject, in update: inout IncrementalUpdate
  ) throws(PDFError) -> FieldLook.Drawn? {
    let flags = try update.value("F", of: annotation)?.integerValue ?? 0
    let subtype = try update.value("Subtype", of: annotation)?.nameValue
    // Hidden, NoView, and pop-ups are not part of what a reader shows.
    if flags & 0b10_0010 != 0 || subtype == "Popup" { return nil }
    let field = object.referenceValue.flatMap { fields[$0] }
    guard let normal = try PageFlattener.normalAppearance(annotation, in: update),
      case .stream(let stream) = try update.resolve(normal), try !isOutdated(stream, field, in: update)
    else {
      if let field {
        let isBlank = try PageFlattener.hasStates(annotation, in: update)
        guard !isBlank, let drawn = try look.draw(field, annotation, in: &update) else { return nil }
        drewFields = true
        return drawn
      }
      // Readers draw these by themselves, each in its own way: leaving them out would change what a person has seen.
      if let subtype, PageFlattener.drawnByReaders.contains(subtype) {
        throw PDFError(
          .contentUnsupported,
          "An annotation (\(subtype.text)) has no appearance of its own. Print the file to a new PDF and upload that.")
      }
      return nil
    }
    if try layers.hides(stream.dictionary, in: update) { return nil }
    guard let rect = try update.rectangle(annotation["Rect"]),
      let box = try update.rectangle(stream.dictionary["BBox"]), !box.isEmpty, !rect.isEmpty
    else { return nil }
    let own = try update.matrix(stream.dictionary["Matrix"])
    let outer = own.apply(box)
    guard !outer.isEmpty else { return nil }
    let matrix = PDFMatrix.translation(-outer.minX, -outer.minY)
      .then(.scale(rect.width / outer.width, rect.height / outer.height)).then(.translation(rect.minX, rect.minY))
    var form = stream.dictionary
    form["Type"] = .name("XObject")
    form["Subtype"] = .name("Form")
    if form == stream.dictionary, let reference = normal.referenceValue {
      return FieldLook.Drawn(picture: (matrix, reference))
    }
    return FieldLook.Drawn(picture: (matrix, update.add(.stream(stream.with(form)))))
  }

  /// Whether readers that do as the form says show something else than this look.
  private func isOutdated(
    _ stream: PDFStream, _ field: PDFFormField?, in update: IncrementalUpdate
  ) throws(PDFError) -> Bool {
    guard needsAppearances, let field, FieldLook.isLine(field) else { return false }
    return try !ShownText.matches(look.text(of: field, in: update) ?? "", stream, in: update)
  }

  /// Whether the look is a choice of states: one of them without a stream shows nothing, on purpose.
  private static func hasStates(
    _ annotation: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> Bool {
    guard let appearances = try source.dictionary("AP", of: annotation) else { return false }
    if case .dictionary = try source.value("N", of: appearances) { return true }
    return false
  }

  /// Annotations that show something even without an appearance stream (§12.5.6).
  private static let drawnByReaders: Set<PDFName> = [
    "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut",
    "Stamp", "Caret", "Ink", "Redact",
  ]

  /// `/AP /N`, by `/AS` when it has states.
  static func normalAppearance(
    _ annotation: PDFDictionary, in source: some PDFObjectSource
  ) throws(PDFError) -> PDFObject? {
    guard let appearances = try source.dictionary("AP", of: annotation), let normal = appearances["N"] else {
      return nil
    }
    guard case .dictionary(let states) = try source.resolve(normal) else { return normal }
    guard let state = try source.value("AS", of: annotation)?.nameValue else { return nil }
    return states[state]
  }

  /// Adds the pictures behind the page's content; the content is wrapped so that its state does not reach them.
  private func draw(
    _ pictures: [FieldLook.Drawn], _ page: PDFPage, _ dictionary: inout PDFDictionary,
    in update: inout IncrementalUpdate
  ) throws(PDFError) -> PDFDictionary {
    var resources = page.resources
    if pictures.isEmpty { return resources }
    var forms = try update.dictionary("XObject", of: resources) ?? PDFDictionary()
    var text = "\nQ\n"
    for (index, drawn) in pictures.enumerated() {
      text += drawn.under
      guard let picture = drawn.picture else { continue }
      let name = PDFName("HqFlat\(index)")
      forms[name] = .reference(picture.form)
      text += "q \(picture.matrix.operatorText) \(name) Do Q\n"
    }
    resources["XObject"] = .dictionary(forms)
    var contents: [PDFObject] = [.reference(update.addStream(data: Array("q\n".utf8), compress: false))]
    switch try update.value("Contents", of: page.dictionary) {
    case .array(let parts): contents += parts
    case .stream: if let old = page.dictionary["Contents"] { contents.append(old) }
    default: break
    }
    contents.append(.reference(update.addStream(data: Array(text.utf8), compress: false)))
    dictionary["Contents"] = .array(contents)
    return resources
  }
}

extension PDFStream {
  /// The same bytes under another dictionary.
  func with(_ dictionary: PDFDictionary) -> PDFStream {
    var copy = self
    copy.dictionary = dictionary
    return copy
  }
}

extension PDFObjectSource {
  /// A matrix from an array of six numbers; the identity when it is none.
  func matrix(_ object: PDFObject?) throws(PDFError) -> PDFMatrix {
    guard let object, case .array(let elements) = try resolve(object), elements.count == 6 else { return .identity }
    var numbers: [Double] = []
    for element in elements {
      guard let number = try resolve(element).numberValue else { return .identity }
      numbers.append(number)
    }
    return PDFMatrix(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
  }
}
