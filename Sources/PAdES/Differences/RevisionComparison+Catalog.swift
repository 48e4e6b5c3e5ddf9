internal import PDF

extension RevisionComparison {
  /// The document catalog (ISO 32000-2 §7.7.2): only the keys that signing and archiving touch may differ.
  mutating func compareCatalogs() throws(PDFError) {
    let root = new.trailer["Root"]?.referenceValue
    let oldCatalog = try old.catalog(), newCatalog = try new.catalog()
    explain(root)
    let keys = Set((oldCatalog.keys + newCatalog.keys))
    for key in keys.sorted(by: { $0.text < $1.text }) {
      let before = oldCatalog[key], after = newCatalog[key]
      switch key {
      case "AcroForm", "Pages", "DSS", "Metadata": continue
      case "Extensions":
        if try !isGrowth(before, after, depth: 4) { report(.forbidden, "a declared extension was removed or changed") }
        else if !isSame(before, after) { report(.archival, "declared extensions") }
        explain(after?.referenceValue, referrers: root.map { [$0.number] })
      case "Version":
        if before != after { report(.archival, "PDF version in the catalog") }
      case "Perms":
        try comparePermissions(before, after)
      default:
        if !isSame(before, after) { report(.forbidden, "/\(key.text) of the catalog changed") }
      }
    }
    if oldCatalog["Pages"] != newCatalog["Pages"] { report(.forbidden, "the page tree was replaced") }
    if !isSame(oldCatalog["Metadata"], newCatalog["Metadata"]) || changed(newCatalog["Metadata"]) {
      explain(newCatalog["Metadata"]?.referenceValue, referrers: root.map { [$0.number] })
      report(.archival, "XMP metadata")
    }
    try compareSecurityStores(oldCatalog["DSS"], newCatalog["DSS"], owner: root?.number ?? 0)
    try compareForms(oldCatalog["AcroForm"], newCatalog["AcroForm"], owner: root?.number ?? 0)
    try comparePages()
  }

  /// `/Perms` may appear together with the certification it points to; afterwards it stays as it is (§12.8.6).
  private mutating func comparePermissions(_ before: PDFObject?, _ after: PDFObject?) throws(PDFError) {
    let oldValue = try old.resolve(before ?? .null), newValue = try new.resolve(after ?? .null)
    explain(after?.referenceValue)
    if isSame(oldValue, newValue) { return }
    if oldValue.isNull, let permissions = newValue.dictionaryValue, permissions.keys == ["DocMDP"] {
      report(.formFilling, "a certification signature was added")
    } else {
      report(.forbidden, "/Perms changed after a signature")
    }
  }

  /// The document security store (§12.8.4.3) only grows: what an older revision listed stays listed.
  private mutating func compareSecurityStores(_ before: PDFObject?, _ after: PDFObject?, owner: Int) throws(PDFError) {
    let oldStore = try old.resolve(before ?? .null), newStore = try new.resolve(after ?? .null)
    explain(after?.referenceValue, referrers: [owner])
    guard let newDictionary = newStore.dictionaryValue else {
      if !oldStore.isNull { report(.forbidden, "the document security store was removed") }
      return
    }
    if oldStore.isNull {
      report(.archival, "validation data was added")
      return
    }
    if try !isGrowth(before, after, depth: 6) {
      report(.forbidden, "the document security store lost or changed an entry")
      return
    }
    let holder = after?.referenceValue?.number ?? owner
    for key: PDFName in ["Certs", "CRLs", "OCSPs", "VRI"] {
      let entry = newDictionary[key]
      explain(entry?.referenceValue, referrers: [holder, owner])
      guard key == "VRI", let records = try new.resolve(entry ?? .null).dictionaryValue else { continue }
      for record in records.entries {
        explain(record.value.referenceValue, referrers: [entry?.referenceValue?.number ?? holder, holder])
      }
    }
    if !isSame(before, after) || changed(after) { report(.archival, "validation data was added") }
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
      let kept = Set(right.compactMap(\.referenceValue))
      for item in left {
        if let reference = item.referenceValue, kept.contains(reference), !changedNumbers.contains(reference.number) { continue }
        var isKept = false
        let content = try old.resolve(item)
        for candidate in right where !isKept { isKept = isSame(content, try new.resolve(candidate)) }
        if !isKept { return false }
      }
      return true
    default: return isSame(left, right)
    }
  }
}
