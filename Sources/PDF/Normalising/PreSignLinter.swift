/// One thing about an upload that should be settled before anybody signs it (A8).
public struct LintFinding: Sendable, Equatable {
  /// The kind of finding; the platform decides per code whether it warns or blocks.
  public enum Code: String, Sendable, CaseIterable {
    case damaged, incrementalHistory, deviation, encrypted, signed
    case unreachableObject, duplicateObject, unexplainedBytes
    case javaScript, openAction, additionalActions, unsafeAction, xfa, embeddedFile
    case optionalContent, coveringPicture, fontNotEmbedded
    case fillableForm, appearanceMismatch, overlappingFields
    case unreadableContent
  }
  /// The kind of finding.
  public let code: Code
  /// What was found, in English; user texts are made from ``code``.
  public let message: String
  /// Page index from 0, when it belongs to a page.
  public let page: Int?

  init(_ code: Code, _ message: String, page: Int? = nil) {
    self.code = code
    self.message = message
    self.page = page
  }

  /// A finding for each thing that had to be repaired before the file could be looked at.
  public static func damage(_ repairs: Set<DocumentRepairer.Repair>) -> [LintFinding] {
    DocumentRepairer.Repair.allCases.filter(repairs.contains).map {
      LintFinding(.damaged, "The file is damaged (\($0.rawValue)); normalising it makes a repaired copy.")
    }
  }
}

/// Looks for what a shadow attack would need, and for what makes a file behave differently for different readers.
public struct PreSignLinter {
  /// Part of a page that a picture may cover after text was shown.
  public static let coverMax = 0.3
  private let document: PDFDocument
  private let view: PDFView
  private var findings: [LintFinding] = []
  /// What is left of the file's share of looking: operations, and an operation for every 32 bytes of content.
  private var operationsLeft: Int

  private init(_ document: PDFDocument) {
    self.document = document
    view = document.currentView
    operationsLeft = document.limits.lintOperationsMax
  }

  /// All findings for the newest state, at most a few hundred. Throws when the structure cannot be read at all.
  public static func findings(in document: PDFDocument) throws(PDFError) -> [LintFinding] {
    var linter = PreSignLinter(document)
    try linter.checkFile()
    try linter.checkObjects()
    let pages = try linter.view.pages()
    for page in pages.prefix(2000) where linter.operationsLeft > 0 { linter.checkPage(page) }
    try linter.checkForm(pages)
    return linter.findings
  }

  private mutating func add(_ code: LintFinding.Code, _ message: String, page: Int? = nil) {
    if findings.count < 500 { findings.append(LintFinding(code, message, page: page)) }
  }

  // MARK: file

  private mutating func checkFile() throws(PDFError) {
    if document.revisions.count > 1 {
      add(.incrementalHistory, "The file holds \(document.revisions.count) revisions.")
    }
    if document.isEncrypted { add(.encrypted, "The file is encrypted.") }
    for kind in Set(document.deviations.map(\.kind)) { add(.deviation, "The file departs from the standard: \(kind).") }
    for revision in document.revisions {
      let coverage = try document.coverage(of: revision.index)
      if !coverage.isComplete {
        add(.unexplainedBytes, "Revision \(revision.index) holds bytes that nothing explains.")
      }
      for object in coverage.unlisted {
        if view.reference(toNumber: object.reference.number) != nil {
          add(.duplicateObject, "Object \(object.reference.number) is defined twice in revision \(revision.index).")
        } else if PreSignLinter.isVisible(object.type) {
          add(.unreachableObject, "Object \(object.reference.number) stands in the file without being listed.")
        }
      }
    }
  }

  private static func isVisible(_ type: PDFName?) -> Bool {
    switch type {
    case "Page", "Pages", "Catalog", "XObject", "Annot": true
    default: false
    }
  }

  // MARK: objects

  private mutating func checkObjects() throws(PDFError) {
    var census = ReachabilityCensus(view: view)
    try census.walk()
    for (code, place) in census.hazards { add(code, place) }
    for number in view.objectNumbers where !census.reached.contains(number) {
      guard let reference = view.reference(toNumber: number),
        let dictionary = try view.object(reference).dictionaryOrStreamDictionary
      else { continue }
      let type = dictionary["Type"]?.nameValue ?? (dictionary["Kids"] != nil ? "Pages" : nil)
      if PreSignLinter.isVisible(type) { add(.unreachableObject, "Object \(number) is not used by anything.") }
    }
  }

  // MARK: pages

  private mutating func checkPage(_ page: PDFPage) {
    var inspector = PageInspector(page, in: view, operationsMax: operationsLeft)
    do throws(PDFError) { try inspector.inspect() } catch {
      add(.unreadableContent, "The content cannot be read: \(error.message)", page: page.index)
    }
    operationsLeft -= inspector.operations + inspector.decodedBytes / 32
    if operationsLeft <= 0 {
      let message = "The content is too long: this page and what follows were not looked at."
      add(.unreadableContent, message, page: page.index)
    }
    if inspector.coverAfterText > PreSignLinter.coverMax {
      let percent = Int(inspector.coverAfterText * 100)
      add(.coveringPicture, "A picture covers \(percent) % of the page on top of its text.", page: page.index)
    }
    for font in inspector.missingFonts.sorted() {
      add(.fontNotEmbedded, "The font \(font) is not embedded.", page: page.index)
    }
  }

  // MARK: form

  private mutating func checkForm(_ pages: [PDFPage]) throws(PDFError) {
    var places: [Int: [(name: String, rect: PDFRectangle)]] = [:]
    var pageOfWidget: [PDFReference: Int] = [:]
    for page in pages {
      for annotation in try view.array("Annots", of: page.dictionary) ?? [] {
        if let reference = annotation.referenceValue { pageOfWidget[reference] = page.index }
      }
    }
    for field in try view.formFields() {
      let isSigned = field.isSignature && field.value.map { !$0.isNull } == true
      if isSigned { add(.signed, "The field \(field.name) is signed.") }
      if !field.isSignature { add(.fillableForm, "The file has the form field \(field.name).") }
      for widget in field.widgets {
        guard let dictionary = try view.object(widget).dictionaryValue else { continue }
        let page = pageOfWidget[widget]
        if let page, let rect = try view.rectangle(dictionary["Rect"]), !rect.isEmpty, !isSigned {
          for other in places[page, default: []].prefix(500) where other.rect.intersection(rect) != nil {
            add(.overlappingFields, "The fields \(other.name) and \(field.name) overlap.", page: page)
          }
          places[page, default: []].append((field.name, rect))
        }
        try checkAppearance(field, dictionary, page.flatMap { pages.indices.contains($0) ? pages[$0] : nil })
      }
    }
  }

  /// A text field must show text exactly when it has a value.
  private mutating func checkAppearance(
    _ field: PDFFormField, _ widget: PDFDictionary, _ page: PDFPage?
  ) throws(PDFError) {
    guard field.kind == .text, let page else { return }
    let value = try field.value.map { (value) throws(PDFError) in try view.resolve(value) }
    let hasValue = value?.stringValue.map { !$0.bytes.isEmpty } ?? (value?.streamValue != nil)
    var isBlank = true
    if let normal = try PageFlattener.normalAppearance(widget, in: view),
      case .stream(let stream) = try view.resolve(normal)
    {
      isBlank = (try? PageInspector.isBlank(stream, on: page, in: view)) ?? false
    }
    if hasValue == isBlank {
      add(.appearanceMismatch, "The field \(field.name) shows something else than its value.", page: page.index)
    }
  }
}
