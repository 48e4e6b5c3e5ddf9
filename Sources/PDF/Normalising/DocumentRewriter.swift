/// Turns an upload into the file that will be signed: one revision, PDF 1.7, nothing in it that acts or hides (A5.1, W9).
///
/// Reachable objects only; JavaScript, actions, XFA and embedded files are left out; of layers only what is shown stays;
/// forms and annotations become page content with the look they had; empty signature fields stay.
public struct DocumentRewriter {
  /// What was left out or changed.
  public enum Removal: String, Sendable, CaseIterable {
    case openAction, additionalActions, javaScript, unsafeActions, xfa, embeddedFiles, optionalContent
    case formFields, annotations, history, encryption, unreachableObjects
    /// Content of layers that were not shown.
    case hiddenLayers
    /// Not left out but added: looks of filled fields that had none, or one that was not their value.
    case fieldsWithoutLook
  }
  /// The new file and what it lost.
  public struct Result: Sendable {
    /// The new file.
    public let bytes: [UInt8]
    /// What was left out; for the log and for the person who uploaded it.
    public let removed: Set<Removal>
  }

  private let document: PDFDocument
  private var overlay: IncrementalUpdate
  private var removed: Set<Removal> = []

  private let drawing: FieldTextDrawing?

  private init(_ document: PDFDocument, _ drawing: FieldTextDrawing?) {
    self.document = document
    self.drawing = drawing
    overlay = IncrementalUpdate(unchecked: document)
  }

  /// Rewrites a file. Throws `signaturesPresent` when a signature field is signed (the caller decides what then),
  /// `contentUnsupported` for what different readers show differently, and what reading throws.
  /// - Parameters:
  ///   - document: the file as it was uploaded.
  ///   - drawing: draws the text of filled fields without an appearance; without it such files are refused.
  /// - Returns: the new file and what was changed in it.
  public static func rewrite(
    _ document: PDFDocument, drawing: FieldTextDrawing? = nil
  ) throws(PDFError) -> Result {
    var rewriter = DocumentRewriter(document, drawing)
    return try rewriter.run()
  }

  private mutating func run() throws(PDFError) -> Result {
    let view = document.currentView
    let fields = try view.formFields()
    let signatureFields = fields.filter(\.isSignature)
    guard !signatureFields.contains(where: { $0.value.map { !$0.isNull } ?? false }) else {
      throw PDFError(.signaturesPresent, "The file is signed already; rewriting it would break its signatures.")
    }
    if document.isEncrypted { removed.insert(.encryption) }
    if document.revisions.count > 1 { removed.insert(.history) }
    if fields.count > signatureFields.count { removed.insert(.formFields) }
    let catalog = try view.catalog()
    if try view.dictionary("OCProperties", of: catalog) != nil { removed.insert(.optionalContent) }
    var layers = LayerRemover(try LayerStates(catalog, in: view))
    try layers.cleanForms(in: &overlay, view: view)
    let form = try view.form() ?? PDFDictionary()
    var flattener = PageFlattener(
      kept: Set(signatureFields.flatMap(\.widgets)), fields: fields, look: FieldLook(form: form, drawing: drawing),
      needsAppearances: try view.value("NeedAppearances", of: form) == .boolean(true), layers: layers)
    let pages = try view.pages()
    guard let tree = try view.catalog()["Pages"]?.referenceValue else {
      throw PDFError(.pageTreeInvalid, "The catalog has no /Pages reference.")
    }
    for page in pages { try flattener.flatten(page, parent: tree, in: &overlay) }
    if flattener.flattenedAnnotations { removed.insert(.annotations) }
    if flattener.drewFields { removed.insert(.fieldsWithoutLook) }
    if flattener.droppedHidden { removed.insert(.hiddenLayers) }
    if flattener.removedActions { removed.insert(.additionalActions) }
    overlay.set(
      tree,
      .dictionary([
        "Type": .name("Pages"), "Kids": .array(pages.map { .reference($0.reference) }), "Count": .integer(pages.count),
      ]))
    try rewriteCatalog(signatureFields)
    return try write()
  }

  // MARK: catalog

  private static let catalogKeys: Set<PDFName> = [
    "Type", "Pages", "PageLabels", "Dests", "ViewerPreferences", "PageLayout", "Outlines", "StructTreeRoot", "MarkInfo",
    "Lang", "Metadata", "OutputIntents",
  ]

  private mutating func rewriteCatalog(_ signatureFields: [PDFFormField]) throws(PDFError) {
    guard let root = overlay.catalogReference else { return }
    let old = try overlay.catalog()
    var catalog = PDFDictionary()
    for entry in old.entries where DocumentRewriter.catalogKeys.contains(entry.key) { catalog[entry.key] = entry.value }
    catalog["Type"] = .name("Catalog")
    if old["OpenAction"] != nil { removed.insert(.openAction) }
    if old["AA"] != nil { removed.insert(.additionalActions) }
    if let names = try overlay.dictionary("Names", of: old) {
      if names["JavaScript"] != nil { removed.insert(.javaScript) }
      if names["EmbeddedFiles"] != nil { removed.insert(.embeddedFiles) }
      if let destinations = names["Dests"] { catalog["Names"] = .dictionary(["Dests": destinations]) }
    }
    if let form = try overlay.form(), form["XFA"] != nil { removed.insert(.xfa) }
    if !signatureFields.isEmpty { catalog["AcroForm"] = .dictionary(try keepSignatureFields(signatureFields)) }
    overlay.set(root, .dictionary(catalog))
  }

  /// Empty signature fields become top-level fields with one merged widget each (W8).
  private mutating func keepSignatureFields(_ fields: [PDFFormField]) throws(PDFError) -> PDFDictionary {
    var kept: [PDFObject] = []
    for field in fields where field.widgets.count == 1 {
      let widget = field.widgets[0]
      guard var dictionary = try overlay.object(widget).dictionaryValue else { continue }
      for key in ["Parent", "Kids", "V", "A", "AA"] as [PDFName] { dictionary[key] = nil }
      dictionary["FT"] = .name("Sig")
      dictionary["T"] = .text(String(field.name.map { $0 == "." ? "_" : $0 }))
      if let lock = field.dictionary["Lock"] { dictionary["Lock"] = lock }
      overlay.set(widget, .dictionary(dictionary))
      kept.append(.reference(widget))
    }
    return ["Fields": .array(kept), "SigFlags": .integer(1)]
  }

  // MARK: writing

  private mutating func write() throws(PDFError) -> Result {
    guard let root = overlay.catalogReference else {
      throw PDFError(.trailerInvalid, "The file has no catalog.")
    }
    var writer = ObjectGraphWriter(source: overlay)
    let bytes = try writer.write(root: root, info: try overlay.dictionary("Info", of: overlay.trailer))
    removed.formUnion(writer.removed)
    if writer.objectCount < document.currentView.objectNumbers.count { removed.insert(.unreachableObjects) }
    return Result(bytes: bytes, removed: removed)
  }
}
