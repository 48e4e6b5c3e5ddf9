internal import PDF

/// What the signatures made so far permit later revisions to do (ISO 32000-2 §12.8.2.2, §12.8.2.4).
struct ModificationPolicy {
  /// DocMDP permission in force: 1 nothing, 2 form filling and signing, 3 also annotations; `nil` when uncertified.
  private(set) var permission: Int?
  private(set) var locks: [PDFFieldLock] = []
  /// Whether only a party's own locked places may be filled, and only by its signature (A7 contract profile).
  let isContract: Bool

  init(isContract: Bool = false) { self.isContract = isContract }

  /// Adds what one signature dictionary of `view` demands; a later signature may only tighten.
  mutating func add(_ signature: PDFDictionary, lock: PDFFieldLock?, in view: PDFView) throws(PDFError) {
    for transform in try Self.transforms(of: signature, in: view) {
      switch transform.method {
      case "DocMDP": tighten(try view.value("P", of: transform.parameters)?.integerValue ?? 2)
      case "FieldMDP": locks.append(try PDFFieldLock(transform.parameters, in: view) ?? PDFFieldLock(.all))
      default: continue
      }
    }
    if let permission = lock?.permission { tighten(permission) }
  }

  /// The FieldMDP locks of one signature dictionary.
  static func locks(of signature: PDFDictionary, in view: PDFView) throws(PDFError) -> [PDFFieldLock] {
    var found: [PDFFieldLock] = []
    for transform in try transforms(of: signature, in: view) where transform.method == "FieldMDP" {
      found.append(try PDFFieldLock(transform.parameters, in: view) ?? PDFFieldLock(.all))
    }
    return found
  }

  /// Whether a signature dictionary certifies the document (§12.8.2.2).
  static func certifies(_ signature: PDFDictionary, in view: PDFView) -> Bool {
    (try? transforms(of: signature, in: view))?.contains { $0.method == "DocMDP" } ?? false
  }

  private static func transforms(
    of signature: PDFDictionary, in view: PDFView
  ) throws(PDFError) -> [(method: PDFName, parameters: PDFDictionary)] {
    var found: [(PDFName, PDFDictionary)] = []
    for item in try view.array("Reference", of: signature) ?? [] {
      guard let reference = try view.resolve(item).dictionaryValue,
        let method = try view.value("TransformMethod", of: reference)?.nameValue
      else { continue }
      found.append((method, try view.dictionary("TransformParams", of: reference) ?? PDFDictionary()))
    }
    return found
  }

  private mutating func tighten(_ value: Int) {
    let clamped = (1...3).contains(value) ? value : 1
    permission = min(permission ?? 3, clamped)
  }

  /// The level of `change` under this policy: itself where permitted, `forbidden` where not.
  /// - Parameter own: FieldMDP locks of the signatures made in the same revision.
  func judge(_ change: RevisionChange, own: [PDFFieldLock] = []) -> RevisionChange {
    func refused(_ why: String) -> RevisionChange {
      RevisionChange(.forbidden, change.text + why, field: change.field, place: change.place)
    }
    if change.level == .forbidden { return change }
    if change.level > .archival, let field = change.field, locks.contains(where: { $0.covers(field) }) {
      return refused(", although an earlier signature locked it")
    }
    if change.place == .newVisibleField, permission != nil { return refused(" after the document was certified") }
    if isContract, let why = contractRefusal(change, own: own) { return refused(why) }
    let allowed: SignatureReport.Changes
    switch permission {
    case 1: allowed = .archival
    case 3: allowed = .annotations
    default: allowed = .formFilling
    }
    return change.level > allowed ? refused(", which the signatures do not permit") : change
  }

  /// In a contract nothing that can be seen appears after the first signature except a party's own prepared places.
  private func contractRefusal(_ change: RevisionChange, own: [PDFFieldLock]) -> String? {
    if change.level == .annotations { return ", which a contract does not permit" }
    switch change.place {
    case .newVisibleField: return ", but the places of a contract are prepared before the first signature"
    case .certification: return ", but a contract is certified by its first signature or not at all"
    case .entry:
      guard let field = change.field, own.contains(where: { $0.action == .include && $0.covers(field) }) else {
        return ", but in a contract only the signature that locks a place may fill it"
      }
      return nil
    case .other: return nil
    }
  }
}
