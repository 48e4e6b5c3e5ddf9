/// Turns an upload into the file that will be signed: one revision, PDF 1.7, nothing in it that acts or hides (A5.1, W9).
///
/// Reachable objects only; JavaScript, actions, XFA, embedded files and optional content are left out; forms and
/// annotations become page content with the look they had; empty signature fields stay.
public struct DocumentRewriter {
  /// What was left out or changed.
  public enum Removal: String, Sendable, CaseIterable {
    case openAction, additionalActions, javaScript, unsafeActions, xfa, embeddedFiles, optionalContent
    case formFields, annotations, history, encryption, unreachableObjects
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

  private init(_ document: PDFDocument) {
    self.document = document
    overlay = IncrementalUpdate(unchecked: document)
  }

  /// Rewrites a file. Throws `signaturesPresent` when a signature field is signed (the caller decides what then),
  /// `contentUnsupported` for hidden layers and for filled fields without an appearance, and what reading throws.
  public static func rewrite(_ document: PDFDocument) throws(PDFError) -> Result {
    var rewriter = DocumentRewriter(document)
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
    try checkOptionalContent(try view.catalog())
    var flattener = PageFlattener(kept: Set(signatureFields.flatMap(\.widgets)), fields: fields)
    let pages = try view.pages()
    guard let tree = try view.catalog()["Pages"]?.referenceValue else {
      throw PDFError(.pageTreeInvalid, "The catalog has no /Pages reference.")
    }
    for page in pages { try flattener.flatten(page, parent: tree, in: &overlay) }
    if flattener.flattenedAnnotations { removed.insert(.annotations) }
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

  /// Layers may go when everything in them is shown anyway; hidden ones would come to light.
  private mutating func checkOptionalContent(_ catalog: PDFDictionary) throws(PDFError) {
    guard let properties = try overlay.dictionary("OCProperties", of: catalog) else { return }
    removed.insert(.optionalContent)
    let configuration = try overlay.dictionary("D", of: properties) ?? PDFDictionary()
    let base = try overlay.value("BaseState", of: configuration)?.nameValue ?? "ON"
    let hidden = try overlay.array("OFF", of: configuration) ?? []
    guard base == "ON", hidden.isEmpty else {
      throw PDFError(
        .contentUnsupported, "The file has hidden layers. Print it to a new PDF so that everything is visible.")
    }
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
