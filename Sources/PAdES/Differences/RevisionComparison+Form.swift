internal import PDF

extension RevisionComparison {
  /// Keys of a field or widget that filling or signing it may set (A7).
  private static let fillingKeys: Set<PDFName> = ["V", "AP", "AS", "DA", "Q", "F", "Ff", "M", "MK"]
  /// The text by which the policy knows a visible field that came after a certification.
  static let visibleFieldText = "a visible signature field was added"

  /// The interactive form (ISO 32000-2 §12.7.3): fields may be filled, signature fields may be added, nothing else.
  mutating func compareForms(_ before: PDFObject?, _ after: PDFObject?, owner: Int) throws(PDFError) {
    let oldForm = try old.resolve(before ?? .null).dictionaryValue
    guard let newForm = try new.resolve(after ?? .null).dictionaryValue else {
      if oldForm != nil { report(.forbidden, "the form was removed") }
      return
    }
    explain(after?.referenceValue)
    try compareFormKeys(oldForm ?? PDFDictionary(), newForm)
    let holder = after?.referenceValue?.number ?? owner
    explain(newForm["Fields"]?.referenceValue, referrers: [holder, owner])
    let oldFields = try old.formFields(), newFields = try new.formFields()
    let oldNames = Dictionary(oldFields.map { ($0.name, 1) }, uniquingKeysWith: +)
    for (name, count) in Dictionary(newFields.map { ($0.name, 1) }, uniquingKeysWith: +) where count > 1 {
      if oldNames[name, default: 0] < count { report(.forbidden, "two fields share the name", field: name) }
    }
    var successors = Dictionary(
      newFields.compactMap { field in field.reference.map { ($0, field) } }, uniquingKeysWith: { first, _ in first })
    for field in oldFields {
      let successor = field.reference.map { successors.removeValue(forKey: $0) } ?? newFields.first { $0.name == field.name }
      guard let successor else {
        report(.forbidden, "a field was removed", field: field.name)
        continue
      }
      if successor.name != field.name || successor.kind != field.kind {
        report(.forbidden, "a field was renamed or turned into another kind", field: field.name)
      }
      try compare(field, successor)
    }
    for field in newFields {
      guard let reference = field.reference else {
        if oldNames[field.name] == nil { try judgeNew(field) }
        continue
      }
      if successors[reference] != nil { try judgeNew(field) }
    }
  }

  private mutating func compareFormKeys(_ before: PDFDictionary, _ after: PDFDictionary) throws(PDFError) {
    for key in Set(before.keys + after.keys).sorted(by: { $0.text < $1.text }) {
      let left = before[key], right = after[key]
      switch key {
      case "Fields", "SigFlags": continue
      case "DR":
        explain(right?.referenceValue)
        if try !isGrowth(left, right, depth: 4) {
          report(.forbidden, "a default resource of the form was removed or replaced")
        } else if !isSame(left, right) {
          report(.formFilling, "default resources of the form")
        }
      case "DA", "Q":
        if !isSame(left, right) { report(.formFilling, "default appearance of the form") }
      case "NeedAppearances":
        if right?.booleanValue == true, left != right { report(.forbidden, "/NeedAppearances was set") }
      default:
        if !isSame(left, right) { report(.forbidden, "/\(key.text) of the form changed") }
      }
    }
  }

  private mutating func compare(_ before: PDFFormField, _ after: PDFFormField) throws(PDFError) {
    explain(after.reference)
    if try SignedField(before, in: old) != nil {
      try compareSigned(before, after)
      return
    }
    let signed = try SignedField(after, in: new)
    var isFilled = false
    for key in Set(before.dictionary.keys + after.dictionary.keys) {
      let left = before.dictionary[key], right = after.dictionary[key]
      guard !isSame(left, right) || isReplaced(key, right) else { continue }
      guard Self.fillingKeys.contains(key) else {
        report(.forbidden, "/\(key.text) of a field changed", field: before.name)
        continue
      }
      isFilled = true
      try explainAppearance(right, of: after)
    }
    for widget in after.widgets where widget != after.reference && changedNumbers.contains(widget.number) {
      try compareWidget(widget, of: after)
      isFilled = true
    }
    guard isFilled else { return }
    let level: SignatureReport.Changes = signed?.isTimeStamp == true && after.isInvisible ? .archival : .formFilling
    report(level, signed == nil ? "a field was filled" : "a prepared signature field was signed", field: after.name)
  }

  /// A value or an appearance that is the same reference but holds a changed object.
  private func isReplaced(_ key: PDFName, _ value: PDFObject?) -> Bool {
    guard let value, Self.fillingKeys.contains(key) else { return false }
    if changed(value) { return true }
    guard key == "AP", let faces = try? new.resolve(value).dictionaryValue else { return false }
    return faces.entries.contains { entry in
      changed(entry.value)
        || (((try? new.resolve(entry.value))?.dictionaryValue?.entries.contains { changed($0.value) }) ?? false)
    }
  }

  /// A signed field stays as it is, to the letter, value object included.
  private mutating func compareSigned(_ before: PDFFormField, _ after: PDFFormField) throws(PDFError) {
    var isUntouched = before.dictionary == after.dictionary
    let value = try old.resolve(before.value ?? .null), newValue = try new.resolve(after.value ?? .null)
    isUntouched = isUntouched && isSame(value, newValue)
    if !isUntouched || isReplaced("AP", after.dictionary["AP"]) {
      report(.forbidden, "a signed signature field was changed", field: before.name)
    }
  }

  private mutating func compareWidget(_ widget: PDFReference, of field: PDFFormField) throws(PDFError) {
    explain(widget)
    let left = try old.object(widget).dictionaryValue ?? PDFDictionary()
    let right = try new.object(widget).dictionaryValue ?? PDFDictionary()
    for key in Set(left.keys + right.keys) where !isSame(left[key], right[key]) || isReplaced(key, right[key]) {
      guard Self.fillingKeys.contains(key) else {
        report(.forbidden, "/\(key.text) of a widget changed", field: field.name)
        continue
      }
      try explainAppearance(right[key], of: field)
    }
  }

  /// An appearance may be a new object, or be overwritten in place when nothing else uses it.
  private mutating func explainAppearance(_ value: PDFObject?, of field: PDFFormField) throws(PDFError) {
    guard let value else { return }
    let owners = Set(([field.reference].compactMap { $0 } + field.widgets).map(\.number))
    var pending: [(object: PDFObject, owners: Set<Int>, depth: Int)] = [(value, owners, 0)]
    while let (object, owners, depth) = pending.popLast() {
      if let reference = object.referenceValue { explain(reference, referrers: owners) }
      guard depth < 3, let faces = try new.resolve(object).dictionaryValue else { continue }
      let holders = object.referenceValue.map { owners.union([$0.number]) } ?? owners
      for face in faces.entries { pending.append((face.value, holders, depth + 1)) }
    }
  }

  /// A field that the older revision did not have: only signature fields may come, visible ones only uncertified.
  private mutating func judgeNew(_ field: PDFFormField) throws(PDFError) {
    guard field.isSignature else {
      report(.forbidden, "a field that is not a signature was added", field: field.name)
      return
    }
    if try SignedField(field, in: new)?.isTimeStamp == true, field.isInvisible {
      report(.archival, "a document time stamp was added", field: field.name)
    } else if field.isInvisible {
      report(.formFilling, "an invisible signature field was added", field: field.name)
    } else {
      report(.formFilling, Self.visibleFieldText, field: field.name)
    }
  }
}
