internal import PDF

extension RevisionComparison {
  /// Keys of a field or widget that filling or signing it may set (A7).
  private static let fillingKeys: Set<PDFName> = ["V", "AP", "AS", "BS", "DA", "H", "Q", "F", "Ff", "M", "MK", "RV", "I"]
  /// Keys that repeat what is known and may be added.
  private static let harmlessAdditions: Set<PDFName> = ["Type", "Subtype", "P", "FT"]
  /// From where a field may be referred to. Under any other key a field dictionary would also serve as something that
  /// is drawn, for example as a table of images.
  static let fieldWays: Set<PDFName> = ["Fields", "Kids", "Parent", "Annots", "Obj", "K", "CO", "T", "IRT", "Popup"]

  /// The interactive form (ISO 32000-2 §12.7.3): fields may be filled, signature fields may be added, nothing else.
  mutating func compareForms(_ oldValue: PDFObject?, _ newValue: PDFObject?, owner: Int) throws(PDFError) {
    let oldForm = try old.resolve(oldValue ?? .null).dictionaryValue
    guard let newForm = try new.resolve(newValue ?? .null).dictionaryValue else {
      if oldForm != nil { report(.forbidden, "the form was removed") }
      return
    }
    explain(newValue?.referenceValue, .keys(["AcroForm"]))
    let holder = newValue?.referenceValue?.number ?? owner
    if oldForm != newForm || changed(newForm["DR"]) {
      try compareFormKeys(oldForm ?? PDFDictionary(), newForm, holder: holder)
    }
    explain(newForm["Fields"]?.referenceValue, .keys(["Fields"]))
    try compareFields()
  }

  private mutating func compareFormKeys(
    _ left: PDFDictionary, _ right: PDFDictionary, holder: Int
  ) throws(PDFError) {
    for key in Set(left.keys + right.keys).sorted(by: { $0.text < $1.text }) {
      let before = left[key], after = right[key]
      switch key {
      case "Fields", "SigFlags": continue
      case "DR": try compareDefaultResources(before, after, holder: holder)
      case "DA", "Q":
        if !isSame(before, after) { report(.formFilling, "default appearance of the form") }
      case "NeedAppearances":
        if after?.booleanValue == true, before != after { report(.forbidden, "/NeedAppearances was set") }
      case "CO":
        if try !isGrowth(before, after, depth: 2) { report(.forbidden, "the calculation order of the form changed") }
      default:
        if !isSame(before, after) { report(.forbidden, "/\(key.text) of the form changed") }
      }
    }
  }

  /// `/DR` may gain entries; shared resource tables may not, because page content could be waiting for a new name.
  private mutating func compareDefaultResources(
    _ before: PDFObject?, _ after: PDFObject?, holder: Int
  ) throws(PDFError) {
    guard let resources = try new.resolve(after ?? .null).dictionaryValue else {
      if try !old.resolve(before ?? .null).isNull { report(.forbidden, "the default resources were removed") }
      return
    }
    let owner = after?.referenceValue?.number ?? holder
    explain(after?.referenceValue, .owners([holder]))
    for entry in resources.entries { explain(entry.value.referenceValue, .owners([owner])) }
    if try !isGrowth(before, after, depth: 4) {
      report(.forbidden, "a default resource of the form was removed or replaced")
    } else if !isSame(before, after) || changed(after) {
      report(.formFilling, "default resources of the form")
    }
  }

  private mutating func compareFields() throws(PDFError) {
    let oldFields = before.fields, newFields = after.fields
    let oldNames = Dictionary(oldFields.map { ($0.name, 1) }, uniquingKeysWith: +)
    if oldFields.count != newFields.count {
      for (name, count) in Dictionary(newFields.map { ($0.name, 1) }, uniquingKeysWith: +) where count > 1 {
        if oldNames[name, default: 0] < count { report(.forbidden, "two fields share the name", field: name) }
      }
    }
    var successors = Dictionary(
      newFields.compactMap { field in field.reference.map { ($0, field) } }, uniquingKeysWith: { first, _ in first })
    for field in oldFields {
      let successor: PDFFormField?
      if let reference = field.reference {
        successor = successors.removeValue(forKey: reference)
      } else {
        successor = newFields.first { $0.name == field.name && $0.reference == nil }
      }
      guard let successor else {
        report(.forbidden, "a field was removed", field: field.name)
        continue
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

  private mutating func compare(_ before: PDFFormField, _ after: PDFFormField) throws(PDFError) {
    explain(after.reference, .keys(Self.fieldWays))
    if after.name != before.name || after.kind != before.kind {
      report(.forbidden, "a field was renamed or turned into another kind", field: before.name)
    }
    if after.widgets != before.widgets {
      report(.forbidden, "a field got other places on the pages", field: before.name)
    }
    if try SignedField(before, in: old) != nil {
      try compareSigned(before, after)
      return
    }
    let isOwnChanged = before.reference.map { changedNumbers.contains($0.number) } ?? true
    let touched = after.widgets.filter { $0 != after.reference && changedNumbers.contains($0.number) }
    let isValueChanged = before.value != after.value || changed(after.value)
    guard isOwnChanged || isValueChanged || !touched.isEmpty || before.flags != after.flags else { return }
    var isFilled = isValueChanged || before.flags != after.flags
    if before.dictionary != after.dictionary {
      isFilled = true
      compareEntries(before.dictionary, after.dictionary, field: before.name)
    }
    for widget in touched {
      explain(widget, .keys(Self.fieldWays))
      let left = try old.object(widget).dictionaryValue ?? PDFDictionary()
      let right = try new.object(widget).dictionaryValue ?? PDFDictionary()
      if left == right { continue }
      isFilled = true
      compareEntries(left, right, field: before.name)
    }
    guard isFilled else { return }
    try reportFilled(after)
  }

  private mutating func reportFilled(_ field: PDFFormField) throws(PDFError) {
    guard field.isSignature else {
      report(.formFilling, "a field was filled", field: field.name, place: .entry)
      return
    }
    guard let signed = try SignedField(field, in: new) else {
      // The look of an empty signature field is not for anyone to draw on.
      if try hasPicture(field) {
        report(.forbidden, "an empty signature field got a picture", field: field.name)
      } else {
        report(.formFilling, "an empty signature field was changed", field: field.name, place: .entry)
      }
      return
    }
    let isUnseen = try isInvisible(field, in: new)
    report(signed.isTimeStamp && isUnseen ? .archival : .formFilling, "a prepared signature field was signed", field: field.name)
  }

  private mutating func compareEntries(_ left: PDFDictionary, _ right: PDFDictionary, field: String) {
    for key in Set(left.keys + right.keys) where !isSame(left[key], right[key]) {
      if Self.fillingKeys.contains(key) { continue }
      if left[key] == nil, Self.harmlessAdditions.contains(key) { continue }
      report(.forbidden, "/\(key.text) of a field changed", field: field)
    }
  }

  /// A signed field stays as it is, to the letter, value object included; its other objects are left unexplained.
  private mutating func compareSigned(_ before: PDFFormField, _ after: PDFFormField) throws(PDFError) {
    if before.dictionary == after.dictionary, before.value == after.value, !changed(after.value) { return }
    let value = try old.resolve(before.value ?? .null), newValue = try new.resolve(after.value ?? .null)
    guard before.dictionary == after.dictionary, isSame(value, newValue) else {
      report(.forbidden, "a signed signature field was changed", field: before.name)
      return
    }
  }

  /// A field that the older revision did not have: only signature fields may come, visible ones only uncertified.
  private mutating func judgeNew(_ field: PDFFormField) throws(PDFError) {
    guard field.isSignature else {
      report(.forbidden, "a field that is not a signature was added", field: field.name)
      return
    }
    for part in Set([field.reference].compactMap { $0 } + field.widgets) {
      let dictionary = try new.object(part).dictionaryValue ?? PDFDictionary()
      if dictionary["A"] != nil || dictionary["AA"] != nil {
        report(.forbidden, "a new signature field carries an action", field: field.name)
      }
      if let kind = try new.value("Subtype", of: dictionary)?.nameValue, kind != "Widget" {
        report(.forbidden, "a new signature field is also an annotation of kind \(kind.text)", field: field.name)
      }
    }
    let signed = try SignedField(field, in: new)
    guard try isInvisible(field, in: new) else {
      if signed == nil, try hasPicture(field) {
        report(.forbidden, "an unsigned signature field with a picture was added", field: field.name)
        return
      }
      report(.formFilling, "a visible signature field was added", field: field.name, place: .newVisibleField)
      return
    }
    if signed?.isTimeStamp == true {
      report(.archival, "a document time stamp was added", field: field.name)
    } else if signed == nil {
      report(.archival, "an empty invisible signature field was added", field: field.name)
    } else {
      report(.formFilling, "an invisible signature was added", field: field.name)
    }
  }

  /// Whether a field that nobody signed draws something: its appearance is more than blanks, or cannot be read.
  private func hasPicture(_ field: PDFFormField) throws(PDFError) -> Bool {
    for part in Set([field.reference].compactMap { $0 } + field.widgets) {
      let widget = try new.object(part).dictionaryValue ?? PDFDictionary()
      guard let looks = try new.dictionary("AP", of: widget) else { continue }
      let earlier = try old.object(part).dictionaryValue.flatMap { dictionary throws(PDFError) in
        try old.dictionary("AP", of: dictionary)
      }
      // What the field showed before the signature was there for the signer to see.
      if looks == earlier, !looks.entries.contains(where: { changed($0.value) }) { continue }
      var open: [(object: PDFObject, depth: Int)] = looks.entries.map { ($0.value, 0) }
      while let (object, depth) = open.popLast() {
        switch try new.resolve(object) {
        case .stream(let stream):
          guard let data = try? new.data(of: stream) else { return true }
          if data.contains(where: { $0 > 0x20 }) { return true }
        case .dictionary(let states):
          if depth > 0 { return true }
          open += states.entries.map { ($0.value, depth + 1) }
        default: continue
        }
      }
    }
    return false
  }

  /// Whether nothing of a field can be seen: every widget has an empty rectangle, or there is none.
  func isInvisible(_ field: PDFFormField, in view: PDFView) throws(PDFError) -> Bool {
    var parts = [field.dictionary]
    for widget in field.widgets where widget != field.reference {
      parts.append(try view.object(widget).dictionaryValue ?? PDFDictionary())
    }
    for part in parts {
      guard let value = try view.value("Rect", of: part) else { continue }
      var numbers: [Double] = []
      for item in value.arrayValue ?? [] {
        if let number = try view.resolve(item).numberValue { numbers.append(number) }
      }
      guard numbers.count == 4, numbers[0] == numbers[2] || numbers[1] == numbers[3] else { return false }
    }
    return true
  }
}
