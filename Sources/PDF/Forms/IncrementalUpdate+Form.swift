extension IncrementalUpdate {
  /// Where a dictionary is kept: in its own object, or directly under a key of another one.
  enum Home {
    case object(PDFReference)
    case entry(PDFName, of: PDFReference)
  }

  /// Whether the file already holds a signature; page content and shared annotation arrays are frozen then.
  public mutating func hasSignatures() throws(PDFError) -> Bool {
    if let known = memo.hasSignatures { return known }
    let result = try base.signatureFields().contains { $0.value.map { !$0.isNull } ?? false }
    memo.hasSignatures = result
    return result
  }

  /// Makes sure that the catalog has an AcroForm with `/SigFlags` 3 (W5); `/NeedAppearances` is dropped before
  /// the first signature. Objects that already say so are not touched.
  public mutating func ensureForm() throws(PDFError) {
    let (home, form) = try formHome()
    var changed = form
    if try array("Fields", of: form) == nil { changed["Fields"] = .array([]) }
    if form["SigFlags"]?.integerValue != 3 { changed["SigFlags"] = .integer(3) }
    if form["NeedAppearances"] != nil, try !hasSignatures() { changed["NeedAppearances"] = nil }
    guard let home else {
      let reference = add(.dictionary(changed))
      try setCatalogEntry("AcroForm", .reference(reference))
      return
    }
    if changed != form { try put(changed, at: home) }
  }

  /// Sets one entry of the catalog; nil removes it.
  public mutating func setCatalogEntry(_ key: PDFName, _ value: PDFObject?) throws(PDFError) {
    guard let reference = catalogReference else { throw PDFError(.trailerInvalid, "The file has no catalog.") }
    var catalog = try self.catalog()
    catalog[key] = value
    set(reference, .dictionary(catalog))
  }

  /// Declares the certification signature in the catalog: `/Perms << /DocMDP … >>` (§12.8.6, A5.3).
  public mutating func setCertification(_ signature: PDFReference) throws(PDFError) {
    let catalog = try self.catalog()
    var permissions = try dictionary("Perms", of: catalog) ?? PDFDictionary()
    guard permissions["DocMDP"] == nil else {
      throw PDFError(.updateRefused, "The document is already certified.")
    }
    permissions["DocMDP"] = .reference(signature)
    if let reference = catalog["Perms"]?.referenceValue {
      set(reference, .dictionary(permissions))
    } else {
      try setCatalogEntry("Perms", .dictionary(permissions))
    }
  }

  private func formHome() throws(PDFError) -> (Home?, PDFDictionary) {
    guard let root = catalogReference else { throw PDFError(.trailerInvalid, "The file has no catalog.") }
    switch try catalog()["AcroForm"] {
    case .reference(let reference):
      guard let form = try object(reference).dictionaryValue else { return (nil, PDFDictionary()) }
      return (.object(reference), form)
    case .dictionary(let form): return (.entry("AcroForm", of: root), form)
    default: return (nil, PDFDictionary())
    }
  }

  private mutating func put(_ dictionary: PDFDictionary, at home: Home) throws(PDFError) {
    switch home {
    case .object(let reference): set(reference, .dictionary(dictionary))
    case .entry(let key, let owner):
      guard var outer = try object(owner).dictionaryValue else { return }
      outer[key] = .dictionary(dictionary)
      set(owner, .dictionary(outer))
    }
  }

  // MARK: names

  /// Refuses names that are empty, malformed or taken (W6: unique among fully qualified names).
  mutating func reserveName(_ name: String) throws(PDFError) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard !name.isEmpty, name.utf8.count <= 1024, parts.allSatisfy({ !$0.isEmpty }), parts.count <= 16 else {
      throw PDFError(.fieldNameInvalid, "A field name needs 1 to 16 non-empty parts joined by periods.")
    }
    if memo.names == nil { memo.names = Set(try formFields().map(\.name)) }
    guard memo.names?.contains(name) == false else {
      throw PDFError(.fieldNameTaken, "A field of this name exists already. Choose another name.")
    }
    memo.names?.insert(name)
  }

  /// Puts a field under the parents its name asks for, creating them where missing; returns the direct parent.
  mutating func attachField(_ field: PDFReference, name: String) throws(PDFError) -> PDFReference? {
    try ensureForm()
    let parts = name.split(separator: ".").map(String.init)
    let (home, form) = try formHome()
    guard let home else { throw PDFError(.formInvalid, "The file has no form.") }
    var siblings = try array("Fields", of: form) ?? []
    var parent: PDFReference?
    for (depth, part) in parts.dropLast().enumerated() {
      if let next = try findParent(part, among: siblings) {
        parent = next
        siblings = try array("Kids", of: try object(next).dictionaryValue ?? PDFDictionary()) ?? []
        continue
      }
      var node: PDFDictionary = ["T": .text(part), "Kids": .array([])]
      if let parent { node["Parent"] = .reference(parent) }
      let reference = add(.dictionary(node))
      try append(reference, under: parent, home: home)
      parent = reference
      siblings = []
      _ = depth
    }
    try append(field, under: parent, home: home)
    return parent
  }

  private func findParent(_ part: String, among siblings: [PDFObject]) throws(PDFError) -> PDFReference? {
    for sibling in siblings {
      guard let reference = sibling.referenceValue, let node = try object(reference).dictionaryValue,
        try value("T", of: node)?.stringValue?.text == part
      else { continue }
      guard node["FT"] == nil, node["Kids"] != nil else {
        throw PDFError(.fieldNameTaken, "A field of this name exists already and cannot hold other fields.")
      }
      return reference
    }
    return nil
  }

  private mutating func append(_ field: PDFReference, under parent: PDFReference?, home: Home) throws(PDFError) {
    if let parent, var node = try object(parent).dictionaryValue {
      if try appendInPlace(field, to: node["Kids"]) { return }
      node["Kids"] = .array((try array("Kids", of: node) ?? []) + [.reference(field)])
      set(parent, .dictionary(node))
      return
    }
    var (_, form) = try formHome()
    if try appendInPlace(field, to: form["Fields"]) { return }
    form["Fields"] = .array((try array("Fields", of: form) ?? []) + [.reference(field)])
    try put(form, at: home)
  }

  /// Extends an array that is an object of its own; false when it is not.
  mutating func appendInPlace(_ element: PDFReference, to place: PDFObject?) throws(PDFError) -> Bool {
    guard case .reference(let reference)? = place, let elements = try object(reference).arrayValue else { return false }
    set(reference, .array(elements + [.reference(element)]))
    return true
  }
}
