import PDF

/// What the signatures already in a file still allow (ISO 32000-2 §12.8.2.2, §12.8.2.4, table 236; A5.5).
struct EarlierPermissions {
  /// Locks in force: FieldMDP of each signature, and `/Lock` of each signed field.
  private var locks: [PDFFieldLock] = []
  /// The strictest level so far: 1 nothing, 2 filling and signing, 3 also annotations; nil when nothing is said.
  private var level: Int?

  init(_ fields: [PDFFormField], in view: PDFView) throws(PAdESError) {
    for field in fields where field.isSignature {
      guard let value = field.value, !value.isNull else { continue }
      if let lock = field.lock { add(lock) }
      let transforms = try withPDF { () throws(PDFError) in try Self.transforms(value, in: view) }
      for (method, parameters) in transforms {
        if method == "DocMDP" {
          tighten(try withPDF { () throws(PDFError) in try view.value("P", of: parameters)?.integerValue } ?? 2)
        } else if method == "FieldMDP",
          let lock = try withPDF({ () throws(PDFError) in try PDFFieldLock(parameters, in: view) })
        {
          add(lock)
        }
      }
    }
  }

  private mutating func add(_ lock: PDFFieldLock) {
    locks.append(lock)
    if let permission = lock.permission { tighten(permission) }
  }

  private mutating func tighten(_ permission: Int) { level = min(level ?? 3, permission) }

  /// Transform methods of a signature dictionary with their parameters.
  private static func transforms(
    _ value: PDFObject, in view: PDFView
  ) throws(PDFError) -> [(PDFName, PDFDictionary)] {
    guard let signature = try view.resolve(value).dictionaryValue else { return [] }
    var found: [(PDFName, PDFDictionary)] = []
    for item in (try view.array("Reference", of: signature) ?? []).prefix(16) {
      guard let reference = try view.resolve(item).dictionaryValue,
        let method = try view.value("TransformMethod", of: reference)?.nameValue
      else { continue }
      found.append((method, try view.dictionary("TransformParams", of: reference) ?? PDFDictionary()))
    }
    return found
  }

  /// Whether an earlier signature locks a field.
  func locks(_ name: String) -> Bool { locks.contains { $0.covers(name) } }

  /// Throws `fieldLocked` when nothing may change any more, or when the field to be signed is locked.
  func checkSigning(_ name: String) throws(PAdESError) {
    guard level != 1 else {
      throw PAdESError(.fieldLocked, "an earlier signature allows no further signatures")
    }
    guard !locks(name) else {
      throw PAdESError(.fieldLocked, "an earlier signature locks the field that is to be signed")
    }
  }

  /// Throws `fieldLocked` when an earlier signature locks a place.
  func checkFilling(_ name: String) throws(PAdESError) {
    guard !locks(name) else {
      throw PAdESError(.fieldLocked, "an earlier signature locks a place that is to be filled")
    }
  }
}
