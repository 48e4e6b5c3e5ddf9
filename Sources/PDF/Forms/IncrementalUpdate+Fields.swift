extension IncrementalUpdate {
  /// Adds an empty signature field with its one merged widget (W6, W8) and returns its reference.
  ///
  /// - Parameters:
  ///   - name: fully qualified; periods create parents. Throws `fieldNameTaken` or `fieldNameInvalid`.
  ///   - page: the page the widget is on.
  ///   - rect: in user space; `.zero` for an invisible field.
  ///   - lock: what signing this field will lock (`/Lock`, A5.5).
  @discardableResult
  public mutating func addSignatureField(
    name: String, page: PDFPage, rect: PDFRectangle, lock: PDFFieldLock? = nil
  ) throws(PDFError) -> PDFReference {
    var extra: PDFDictionary = ["FT": .name("Sig")]
    if let lock { extra["Lock"] = .reference(add(.dictionary(lock.dictionary(type: "SigFieldLock")))) }
    return try addField(name: name, page: page, rect: rect, extra: extra)
  }

  /// Adds a read-only push button whose only purpose is to carry a seal or an image later (A5.2 d).
  @discardableResult
  public mutating func addSealPlace(name: String, page: PDFPage, rect: PDFRectangle) throws(PDFError) -> PDFReference {
    try addField(name: name, page: page, rect: rect, extra: ["FT": .name("Btn"), "Ff": .integer(65537)])
  }

  /// Adds a read-only text field whose appearance is set when its party signs (A5.2 d).
  @discardableResult
  public mutating func addTextPlace(name: String, page: PDFPage, rect: PDFRectangle) throws(PDFError) -> PDFReference {
    try addField(
      name: name, page: page, rect: rect,
      extra: ["FT": .name("Tx"), "Ff": .integer(1), "DA": .string(Array("/Helv 0 Tf 0 g".utf8))])
  }

  /// Sets `/V` of a field; its other entries stay.
  public mutating func setFieldValue(_ field: PDFReference, _ value: PDFObject) throws(PDFError) {
    try editDictionary(field) { $0["V"] = value }
  }

  /// Sets the normal appearance of a widget (§12.5.5). Places made by ``addSealPlace(name:page:rect:)`` and
  /// ``addTextPlace(name:page:rect:)`` go from state `/Off` to `/On`; other widgets get `/AP << /N … >>` without `/AS`.
  public mutating func setAppearance(ofWidget widget: PDFReference, to stream: PDFReference) throws(PDFError) {
    try editDictionary(widget) {
      if $0["AS"]?.nameValue == "Off" || $0["AS"]?.nameValue == "On" {
        $0["AP"] = .dictionary(["N": .dictionary(["On": .reference(stream)])])
        $0["AS"] = .name("On")
      } else {
        $0["AP"] = .dictionary(["N": .reference(stream)])
        $0["AS"] = nil
      }
    }
  }

  /// Changes a dictionary object in place. Throws `objectTypeMismatch` when it is none.
  public mutating func editDictionary(
    _ reference: PDFReference, _ change: (inout PDFDictionary) -> Void
  ) throws(PDFError) {
    guard var dictionary = try object(reference).dictionaryValue else {
      throw PDFError(.objectTypeMismatch, "Object \(reference.number) is no dictionary.")
    }
    change(&dictionary)
    set(reference, .dictionary(dictionary))
  }

  private mutating func addField(
    name: String, page: PDFPage, rect: PDFRectangle, extra: PDFDictionary
  ) throws(PDFError) -> PDFReference {
    if let permissions = document.permissions, !permissions.allowsFieldCreation {
      throw PDFError(
        .permissionDenied,
        "The author of the file permits no new form fields. Sign a field that is there, or open it with the owner password.")
    }
    try reserveName(name)
    let field = allocate()
    let partial = name.split(separator: ".").last.map(String.init) ?? name
    var dictionary: PDFDictionary = ["Type": .name("Annot"), "Subtype": .name("Widget")]
    for entry in extra.entries { dictionary[entry.key] = entry.value }
    dictionary["T"] = .text(partial)
    dictionary["Rect"] = rect.object
    // Print and Locked: it cannot be moved by hand, and it is on paper as on screen.
    dictionary["F"] = .integer(132)
    dictionary["P"] = .reference(page.reference)
    if !rect.isEmpty {
      let empty = PDFObject.reference(emptyAppearance(rect))
      if extra["FT"]?.nameValue == "Sig" {
        dictionary["AP"] = .dictionary(["N": empty])
      } else {
        // A state instead of a bare stream: pyHanko takes an unchanged bare stream of a locked field for a change
        // as soon as a second revision follows.
        dictionary["AP"] = .dictionary(["N": .dictionary(["Off": empty])])
        dictionary["AS"] = .name("Off")
      }
      if page.rotate != 0 { dictionary["MK"] = .dictionary(["R": .integer(page.rotate)]) }
    }
    if let parent = try attachField(field, name: name) { dictionary["Parent"] = .reference(parent) }
    set(field, .dictionary(dictionary))
    try addAnnotation(field, to: page.reference)
    return field
  }

  /// One per field: signers that fill an appearance in place must not touch another party's field.
  private mutating func emptyAppearance(_ rect: PDFRectangle) -> PDFReference {
    addStream(
      dictionary: [
        "Type": .name("XObject"), "Subtype": .name("Form"), "BBox": PDFRectangle(0, 0, rect.width, rect.height).object,
        "Resources": .dictionary(PDFDictionary()),
      ], data: [])
  }

  // MARK: annotations

  /// Adds an annotation to a page, whatever legal shape its `/Annots` has (W7). An array that several pages share
  /// is copied for this page before the first signature and refused (`updateRefused`) after it.
  public mutating func addAnnotation(_ annotation: PDFReference, to page: PDFReference) throws(PDFError) {
    guard var dictionary = try object(page).dictionaryValue else {
      throw PDFError(.pageTreeInvalid, "Object \(page.number) is no page.")
    }
    let place = dictionary["Annots"]
    if let shared = place?.referenceValue, try sharedAnnotations().contains(shared) {
      guard try !hasSignatures() else {
        throw PDFError(.updateRefused, "Several pages share one annotation list; it cannot change after signing.")
      }
    } else if try appendInPlace(annotation, to: place) {
      return
    }
    dictionary["Annots"] = .array((try array("Annots", of: dictionary) ?? []) + [.reference(annotation)])
    set(page, .dictionary(dictionary))
  }

  private mutating func sharedAnnotations() throws(PDFError) -> Set<PDFReference> {
    if let known = memo.sharedAnnotations { return known }
    var seen: Set<PDFReference> = []
    var shared: Set<PDFReference> = []
    for page in try base.pages() {
      if let reference = page.dictionary["Annots"]?.referenceValue, !seen.insert(reference).inserted {
        shared.insert(reference)
      }
    }
    memo.sharedAnnotations = shared
    return shared
  }
}
