internal import PDF

/// What the signatures made so far permit later revisions to do (ISO 32000-2 §12.8.2.2, §12.8.2.4).
struct ModificationPolicy {
  /// DocMDP permission in force: 1 nothing, 2 form filling and signing, 3 also annotations; `nil` when uncertified.
  private(set) var permission: Int?
  private(set) var locks: [PDFFieldLock] = []

  /// Adds what one signature dictionary of `view` demands; a later signature may only tighten.
  mutating func add(_ signature: PDFDictionary, lock: PDFFieldLock?, in view: PDFView) throws(PDFError) {
    for item in try view.array("Reference", of: signature) ?? [] {
      guard let reference = try view.resolve(item).dictionaryValue,
        let method = try view.value("TransformMethod", of: reference)?.nameValue
      else { continue }
      let parameters = try view.dictionary("TransformParams", of: reference) ?? PDFDictionary()
      switch method {
      case "DocMDP": tighten(try view.value("P", of: parameters)?.integerValue ?? 2)
      case "FieldMDP":
        locks.append(try PDFFieldLock(parameters, in: view) ?? PDFFieldLock(.all))
      default: continue
      }
    }
    if let permission = lock?.permission { tighten(permission) }
  }

  private mutating func tighten(_ value: Int) {
    let clamped = (1...3).contains(value) ? value : 1
    permission = min(permission ?? 3, clamped)
  }

  /// The level of `change` under this policy: itself where permitted, `forbidden` where not.
  func judge(_ change: RevisionChange) -> RevisionChange {
    if change.level == .forbidden { return change }
    if change.level > .archival, let field = change.field, locks.contains(where: { $0.covers(field) }) {
      return RevisionChange(.forbidden, "\(change.text), although an earlier signature locked it", field: field)
    }
    if change.text == RevisionComparison.visibleFieldText, permission != nil {
      return RevisionChange(.forbidden, "\(change.text) after the document was certified", field: change.field)
    }
    let allowed: SignatureReport.Changes
    switch permission {
    case 1: allowed = .archival
    case 3: allowed = .annotations
    default: allowed = .formFilling
    }
    if change.level > allowed {
      return RevisionChange(.forbidden, "\(change.text), which the signatures do not permit", field: change.field)
    }
    return change
  }
}
