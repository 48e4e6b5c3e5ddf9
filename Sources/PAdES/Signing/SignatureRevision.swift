import CMS
import PDF

/// Builds the revision that carries one signature: field, appearances, locks and the dictionary with its placeholder.
struct SignatureRevision {
  private let document: PDFDocument
  private let request: SignatureRequest
  private var update: IncrementalUpdate
  private let fields: [PDFFormField]
  private let earlier: EarlierPermissions
  /// Name of the field that is signed.
  let fieldName: String

  init(_ document: PDFDocument, _ request: SignatureRequest) throws(PAdESError) {
    self.document = document
    self.request = request
    update = try withPDF { () throws(PDFError) in try IncrementalUpdate(document) }
    fields = try withPDF { () throws(PDFError) in try document.currentView.formFields() }
    earlier = try EarlierPermissions(fields, in: document.currentView)
    if !fields.contains(where: { $0.isSignature && !($0.value?.isNull ?? true) }) {
      update.skipNumbers(through: try withPDF { () throws(PDFError) in try document.checkSoundness() })
    }
    switch request.field {
    case .existing(let name): fieldName = name
    case .new(let place): fieldName = place.name
    }
  }

  private var isSigned: Bool { fields.contains { $0.isSignature && !($0.value?.isNull ?? true) } }

  mutating func build(type: PDFName, subFilter: PDFName, capacity: Int) throws(PAdESError) -> PreparedUpdate {
    if request.certifies { try checkCertification() }
    if type == "Sig" { try earlier.checkSigning(fieldName) }
    let (field, lock) = try signatureField()
    let signature = update.allocate()
    try withPDF { () throws(PDFError) in
      try update.setFieldValue(field, .reference(signature))
      try update.ensureForm()
    }
    if !isSigned { try withPDF { () throws(PDFError) in try update.declarePAdES() } }
    try draw(locked: request.lock ?? lock)
    update.setSignature(
      signature, dictionary: dictionary(type: type, subFilter: subFilter, lock: request.lock ?? lock ?? fillingLock),
      capacity: capacity)
    if request.certifies { try withPDF { () throws(PDFError) in try update.setCertification(signature) } }
    let finished = update
    return try withPDF { () throws(PDFError) in try finished.prepare() }
  }

  private func checkCertification() throws(PAdESError) {
    let catalog = try withPDF { () throws(PDFError) in try document.currentView.catalog() }
    let permissions = try withPDF { () throws(PDFError) in try document.currentView.dictionary("Perms", of: catalog) }
    guard !isSigned, permissions?["DocMDP"] == nil else {
      throw PAdESError(.tooLate, "only the first signature of a document can certify it")
    }
  }

  /// The empty field to be signed, and the lock it carries.
  private mutating func signatureField() throws(PAdESError) -> (PDFReference, PDFFieldLock?) {
    switch request.field {
    case .existing(let name):
      guard let field = fields.first(where: { $0.name == name }), field.isSignature, let reference = field.reference
      else { throw PAdESError(.fieldMissing, "there is no signature field of that name") }
      guard field.value?.isNull ?? true else {
        throw PAdESError(.fieldAlreadySigned, "the field is already signed")
      }
      guard field.widgets.count <= 1 else {
        throw PAdESError(.documentUnsuitable, "the signature field has several widgets, which ISO 32000-2 forbids")
      }
      return (reference, field.lock)
    case .new(let place):
      guard !isSigned || place.rect.isEmpty else {
        throw PAdESError(.tooLate, "a visible field cannot be added after a signature; prepare it before")
      }
      guard !place.name.isEmpty, !place.name.contains(".") else {
        throw PAdESError(.fieldNameInvalid, "a field name must not be empty or contain a period")
      }
      let lock = request.lock
      let reference = try withPDF { () throws(PDFError) in
        let page = try document.currentView.page(at: place.page)
        return try update.addSignatureField(name: place.name, page: page, rect: place.rect, lock: lock)
      }
      return (reference, lock)
    }
  }

  /// What this revision fills it also locks, so that a verifier can tie every picture to the signature (A5.2 d).
  private var fillingLock: PDFFieldLock? {
    request.fillings.isEmpty ? nil : PDFFieldLock(.include, fields: request.fillings.map(\.field))
  }

  // MARK: appearances

  private mutating func draw(locked: PDFFieldLock?) throws(PAdESError) {
    guard request.appearance != nil || !request.fillings.isEmpty || locked?.action == .include else { return }
    var writer = AppearanceWriter()
    let pages = try withPDF { () throws(PDFError) in try document.currentView.pages() }
    if let appearance = request.appearance {
      let widget: PDFReference
      if let field = fields.first(where: { $0.name == fieldName }), let first = field.widgets.first {
        widget = first
      } else if let made = try withPDF({ () throws(PDFError) in try update.formField(named: fieldName) })?.reference {
        widget = made
      } else {
        throw PAdESError(.fieldMissing, "the signature field has no widget to draw in")
      }
      try draw(appearance, on: widget, pages: pages, &writer)
    }
    for filling in request.fillings {
      guard let field = fields.first(where: { $0.name == filling.field }), !field.isSignature,
        let reference = field.reference, let widget = field.widgets.first
      else { throw PAdESError(.fieldMissing, "there is no prepared place of that name") }
      try earlier.checkFilling(filling.field)
      if let text = filling.text, field.kind == .text {
        try withPDF { () throws(PDFError) in try update.setFieldValue(reference, .text(text)) }
      }
      try draw(filling.appearance, on: widget, pages: pages, &writer)
    }
    try blank(locked, pages: pages, &writer)
  }

  /// Own places that stay empty get an empty appearance of this revision: verifiers (pyHanko 0.38) take a picture
  /// that is older than the lock over it for a later change.
  private mutating func blank(
    _ lock: PDFFieldLock?, pages: [PDFPage], _ writer: inout AppearanceWriter
  ) throws(PAdESError) {
    guard let lock, lock.action == .include else { return }
    for field in fields where !field.isSignature && lock.covers(field.name) && !earlier.locks(field.name) {
      guard !request.fillings.contains(where: { $0.field == field.name }), field.value == nil,
        let widget = field.widgets.first
      else { continue }
      try draw(SignatureAppearance([]), on: widget, pages: pages, &writer)
    }
  }

  private mutating func draw(
    _ appearance: SignatureAppearance, on widget: PDFReference, pages: [PDFPage], _ writer: inout AppearanceWriter
  ) throws(PAdESError) {
    guard let dictionary = try withPDF({ () throws(PDFError) in try update.object(widget).dictionaryValue }),
      let rect = try withPDF({ () throws(PDFError) in try update.rectangle(dictionary["Rect"]) }), !rect.isEmpty
    else { throw PAdESError(.invalidArgument, "an invisible field cannot show anything") }
    guard let page = try page(of: widget, dictionary, pages) else {
      throw PAdESError(.documentUnsuitable, "the page of a field cannot be found")
    }
    try withPDF { () throws(PDFError) in
      try writer.draw(appearance, on: widget, rect: rect, page: page, in: &update)
    }
  }

  /// `/P`, or the page whose `/Annots` lists the widget.
  private func page(
    of widget: PDFReference, _ dictionary: PDFDictionary, _ pages: [PDFPage]
  ) throws(PAdESError) -> PDFPage? {
    if let reference = dictionary["P"]?.referenceValue, let page = pages.first(where: { $0.reference == reference }) {
      return page
    }
    let view = document.currentView
    for page in pages {
      let annotations = try withPDF { () throws(PDFError) in try view.array("Annots", of: page.dictionary) }
      if annotations?.contains(.reference(widget)) == true { return page }
    }
    return nil
  }

  // MARK: dictionary

  /// The signature dictionary (ISO 32000-2 table 255), everything direct except `/Data` of a FieldMDP reference (W4).
  private func dictionary(type: PDFName, subFilter: PDFName, lock: PDFFieldLock?) -> PDFDictionary {
    var result: PDFDictionary = [
      "Type": .name(type), "Filter": .name("Adobe.PPKLite"), "SubFilter": .name(subFilter),
    ]
    if type == "Sig" {
      result["M"] = .text(SignatureRequest.pdfDate(request.time, offsetMinutes: request.offsetMinutes))
      let texts: [(PDFName, String?)] = [
        ("Name", request.name), ("Reason", request.reason), ("Location", request.location),
        ("ContactInfo", request.contactInfo),
      ]
      for (key, value) in texts {
        if let value, !value.isEmpty { result[key] = .text(value) }
      }
    }
    var references: [PDFObject] = []
    if request.certifies {
      references.append(
        Self.transform(
          "DocMDP", ["Type": .name("TransformParams"), "P": .integer(2), "V": .name("1.2")], data: nil))
    }
    if let lock {
      var parameters = lock.dictionary(type: "TransformParams")
      parameters["V"] = .name("1.2")
      references.append(Self.transform("FieldMDP", parameters, data: document.currentView.catalogReference))
    }
    if !references.isEmpty { result["Reference"] = .array(references) }
    return result
  }

  private static func transform(_ method: PDFName, _ parameters: PDFDictionary, data: PDFReference?) -> PDFObject {
    var result: PDFDictionary = [
      "Type": .name("SigRef"), "TransformMethod": .name(method), "TransformParams": .dictionary(parameters),
    ]
    if let data { result["Data"] = .reference(data) }
    return .dictionary(result)
  }
}

extension IncrementalUpdate {
  /// Declares the ESIC extension level 1 in files before PDF 2.0, which do not know PAdES by themselves (W12).
  mutating func declarePAdES() throws(PDFError) {
    let catalog = try catalog()
    let raised = try value("Version", of: catalog)?.nameValue.map { $0 == "2.0" } ?? false
    guard document.headerVersion.major < 2, !raised else { return }
    var extensions = try dictionary("Extensions", of: catalog) ?? PDFDictionary()
    guard extensions["ESIC"] == nil else { return }
    extensions["ESIC"] = .dictionary(["BaseVersion": .name("1.7"), "ExtensionLevel": .integer(1)])
    if let reference = catalog["Extensions"]?.referenceValue {
      set(reference, .dictionary(extensions))
    } else {
      try setCatalogEntry("Extensions", .dictionary(extensions))
    }
  }
}
