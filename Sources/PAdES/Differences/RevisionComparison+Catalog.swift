internal import PDF

extension RevisionComparison {
  /// The document catalog (ISO 32000-2 §7.7.2): only the keys that signing and archiving touch may differ.
  mutating func compareCatalogs() throws(PDFError) {
    let root = new.trailer["Root"]?.referenceValue
    let owner = root?.number ?? 0
    let oldCatalog = before.catalog, newCatalog = after.catalog
    explain(root, .any)
    if changedNumbers.contains(owner) {
      let keys = Set(oldCatalog.keys + newCatalog.keys)
      for key in keys.sorted(by: { $0.text < $1.text }) {
        try compareCatalogEntry(key, oldCatalog[key], newCatalog[key])
      }
    }
    try compareExtensions(oldCatalog["Extensions"], newCatalog["Extensions"], owner: owner)
    try comparePermissions(oldCatalog["Perms"], newCatalog["Perms"])
    try compareMetadata(oldCatalog["Metadata"], newCatalog["Metadata"])
    try compareSecurityStores(oldCatalog["DSS"], newCatalog["DSS"])
    try compareForms(oldCatalog["AcroForm"], newCatalog["AcroForm"], owner: owner)
    try comparePages()
  }

  private mutating func compareCatalogEntry(_ key: PDFName, _ before: PDFObject?, _ after: PDFObject?) throws(PDFError) {
    switch key {
    case "AcroForm", "DSS", "Extensions", "Metadata", "Perms": return
    case "Version":
      if before != after { report(.archival, "PDF version in the catalog") }
    case "MarkInfo":
      if !isSame(before, after) { report(.archival, "the mark information") }
    case "StructTreeRoot":
      if !isSame(before, after) { report(.forbidden, "the structure tree was replaced") }
    case "Pages":
      if before != after { report(.forbidden, "the page tree was replaced") }
    default:
      if !isSame(before, after) { report(.forbidden, "/\(key.text) of the catalog changed") }
    }
  }

  private mutating func compareExtensions(_ before: PDFObject?, _ after: PDFObject?, owner: Int) throws(PDFError) {
    if !changed(after), before == after { return }
    explain(after?.referenceValue, .owners([owner]))
    let declared = try new.resolve(after ?? .null).dictionaryValue ?? PDFDictionary()
    let kept = try old.resolve(before ?? .null).dictionaryValue ?? PDFDictionary()
    // Levels may rise (W12); what was declared stays declared.
    if kept.keys.contains(where: { declared[$0] == nil }) {
      report(.forbidden, "a declared extension was removed")
    } else {
      report(.archival, "declared extensions")
    }
  }

  /// XMP metadata may change, but has to stay metadata: no entities, nothing but an XML stream.
  private mutating func compareMetadata(_ before: PDFObject?, _ after: PDFObject?) throws(PDFError) {
    if !changed(after), before == after { return }
    guard let stream = try new.resolve(after ?? .null).streamValue, let data = try? new.data(of: stream) else {
      if try old.resolve(before ?? .null).isNull { return }
      report(.forbidden, "the metadata was removed or is no readable stream")
      return
    }
    for mark in ["<!ENTITY", "<!DOCTYPE"] where data.holds(mark) {
      report(.forbidden, "the metadata declares entities")
      return
    }
    report(.archival, "XMP metadata")
  }

  /// `/Perms` may gain `/DocMDP` together with the certification it points to; the rest stays (§12.8.6).
  private mutating func comparePermissions(_ before: PDFObject?, _ after: PDFObject?) throws(PDFError) {
    if !changed(before), !changed(after), before == after { return }
    let oldValue = try old.resolve(before ?? .null), newValue = try new.resolve(after ?? .null)
    explain(after?.referenceValue, .keys(["Perms"]))
    if isSame(oldValue, newValue) { return }
    var rest = newValue.dictionaryValue ?? PDFDictionary()
    let earlier = oldValue.dictionaryValue ?? PDFDictionary()
    if earlier["DocMDP"] == nil { rest["DocMDP"] = nil }
    if rest == earlier, newValue.dictionaryValue != nil {
      report(.formFilling, "a certification signature was added", place: .certification)
    } else {
      report(.forbidden, "/Perms changed after a signature")
    }
  }

  /// The document security store (§12.8.4.3) is never drawn, and validation reads the stores of all revisions, so its
  /// content may be written anew; only its removal is refused.
  private mutating func compareSecurityStores(_ before: PDFObject?, _ after: PDFObject?) throws(PDFError) {
    let newStore = try new.resolve(after ?? .null)
    guard newStore.dictionaryValue != nil else {
      if try !old.resolve(before ?? .null).isNull { report(.forbidden, "the document security store was removed") }
      return
    }
    if before != after || changed(after) { report(.archival, "validation data was added") }
  }

  /// Whether `after` holds everything `before` held: dictionaries and arrays may gain entries, all else is equal.
  /// Referenced streams must be the same object or the same bytes.
  func isGrowth(_ before: PDFObject?, _ after: PDFObject?, depth: Int) throws(PDFError) -> Bool {
    let left = try old.resolve(before ?? .null), right = try new.resolve(after ?? .null)
    if left.isNull { return true }
    guard depth > 0 else { return isSame(left, right) }
    switch (left, right) {
    case (.dictionary(let left), .dictionary(let right)):
      for entry in left.entries {
        if try !isGrowth(entry.value, right[entry.key], depth: depth - 1) { return false }
      }
      return true
    case (.array(let left), .array(let right)):
      return Self.additions(left, right) != nil
    default: return isSame(left, right)
    }
  }

  /// What `new` holds beyond `old`; `nil` unless `old` is a subsequence of `new`. O(n).
  static func additions(_ old: [PDFObject], _ new: [PDFObject]) -> [PDFObject]? {
    var next = 0
    var added: [PDFObject] = []
    for item in new {
      if next < old.count, old[next] == item { next += 1 } else { added.append(item) }
    }
    return next == old.count ? added : nil
  }
}

extension [UInt8] {
  /// Whether the bytes of `text` occur. O(count).
  func holds(_ text: String) -> Bool {
    let needle = Array(text.utf8)
    guard let first = needle.first, count >= needle.count else { return false }
    return indices.dropLast(needle.count - 1).contains { start in
      self[start] == first && self[start..<(start + needle.count)].elementsEqual(needle)
    }
  }
}
