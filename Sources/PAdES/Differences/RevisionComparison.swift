internal import PDF

/// Compares a revision with its predecessor: walks the places where a change can be explained, and calls every other
/// changed object that was in use forbidden. Never compares first with last only.
struct RevisionComparison {
  /// From where an object that a rule looked at may be referred to; any other way to it is a second use.
  enum Ways {
    case any
    /// Only under one of these keys, directly or through one array object.
    case keys(Set<PDFName>)
    /// Only from these objects.
    case owners(Set<Int>)
  }
  /// A place whose whole content may be replaced, with what the replacement means.
  struct Slot: Hashable {
    let owner: Int
    let key: PDFName
  }

  let old: PDFView
  let new: PDFView
  let before: RevisionSnapshot
  let after: RevisionSnapshot
  /// The census of the older revision.
  let census: ReferenceCensus
  let revision: PDFRevision
  let changedNumbers: Set<Int>
  /// Changed numbers that the older revision referred to, with the places that did.
  let referrers: [Int: [ReferenceCensus.Referrer]]
  private(set) var changes: [RevisionChange] = []
  private var explained: [Int: Ways] = [:]

  /// Compares `after` with `before`; `census` belongs to `before` and has moved on to `after` when this returns.
  init(
    _ before: RevisionSnapshot, _ after: RevisionSnapshot, census moving: inout ReferenceCensus
  ) throws(PDFError) {
    self.before = before
    self.after = after
    old = before.view
    new = after.view
    revision = after.view.document.revisions[after.view.revision]
    changedNumbers = Set(revision.changedObjects)
    census = moving
    referrers = moving.referrers(of: changedNumbers)
    moving.advance(to: after.view, changed: revision.changedObjects)
    try compareTrailers()
    try compareCatalogs()
    try judgeUnexplainedObjects(newer: moving)
  }

  mutating func report(
    _ level: SignatureReport.Changes, _ text: String, field: String? = nil, place: RevisionChange.Place = .other
  ) {
    changes.append(RevisionChange(level, text, field: field, place: place))
  }

  /// A rule has looked at `reference` and taken care of what changed in it.
  mutating func explain(_ reference: PDFReference?, _ ways: Ways) {
    guard let number = reference?.number, changedNumbers.contains(number) else { return }
    switch (explained[number], ways) {
    case (nil, _), (.any?, _): explained[number] = ways
    case (.keys(let known)?, .keys(let more)): explained[number] = .keys(known.union(more))
    case (.owners(let known)?, .owners(let more)): explained[number] = .owners(known.union(more))
    default: break  // The first rule decides; a second kind of use is not understood.
    }
  }

  private mutating func compareTrailers() throws(PDFError) {
    for key: PDFName in ["Root", "Encrypt"] where old.trailer[key] != new.trailer[key] {
      report(.forbidden, "the trailer names another /\(key.text)")
    }
    // The first identifier is part of the encryption key; elsewhere it decides nothing that can be seen.
    if old.document.isEncrypted, let first = old.trailer["ID"]?.arrayValue?.first,
      first != new.trailer["ID"]?.arrayValue?.first
    {
      report(.forbidden, "the file identifier changed")
    }
    let oldInfo = old.trailer["Info"], newInfo = new.trailer["Info"]
    if oldInfo != newInfo || changed(newInfo) { report(.archival, "document information") }
    if !revision.hybridDisagreements.isEmpty {
      report(.forbidden, "a hybrid cross-reference section shows two documents to two readers")
    }
  }

  private mutating func judgeUnexplainedObjects(newer: ReferenceCensus) throws(PDFError) {
    var open: [Int] = []
    for number in revision.changedObjects {
      // Nothing of the older revision led there: it cannot show in what was signed.
      guard referrers[number] != nil || (census.isPartial && old.reference(toNumber: number) != nil) else { continue }
      if let ways = explained[number] {
        if !isReached(number, only: ways) {
          report(.forbidden, "object \(number) changed and is used in a place that must not change")
        }
      } else if try !isSame(Self.object(number, in: old), Self.object(number, in: new)) {
        open.append(number)
      }
    }
    if open.isEmpty { return }
    let slots = try replaceableSlots()
    let stillUsed = newer.referrers(of: Set(open))
    for number in open {
      let isNodeGrowth = try isFieldNodeGrowth(number)
      let isGrowth = isNodeGrowth ? true : try isStructureGrowth(number)
      if let owners = ownership(of: number, slots) {
        for change in owners where !changes.contains(change) { changes.append(change) }
      } else if isGrowth {
        report(.archival, "the structure of new fields")
      } else if stillUsed[number] == nil, !newer.isPartial {
        continue  // Whatever referred to it no longer does, and that change has been judged by itself.
      } else if new.reference(toNumber: number) == nil {
        report(.forbidden, "object \(number) was in use and is gone: \(describe(number, in: old))")
      } else {
        report(.forbidden, "object \(number) changed: \(describe(number, in: new))")
      }
    }
  }

  private func isReached(_ number: Int, only ways: Ways) -> Bool {
    if census.isPartial, case .any = ways { return true }
    if census.isPartial { return false }
    let places = referrers[number] ?? []
    switch ways {
    case .any: return true
    case .owners(let owners): return places.allSatisfy { owners.contains($0.owner) }
    case .keys(let keys): return isUnder(keys, places)
    }
  }

  /// Whether every place is under one of `keys`, through at most one array object of its own.
  func isUnder(_ keys: Set<PDFName>, _ places: [ReferenceCensus.Referrer]) -> Bool {
    var arrays: Set<Int> = []
    for place in places {
      if let last = place.last {
        if !keys.contains(last) { return false }
      } else {
        arrays.insert(place.owner)
      }
    }
    if arrays.isEmpty { return true }
    let above = census.referrers(of: arrays)
    return arrays.allSatisfy { array in above[array]?.allSatisfy { $0.last.map(keys.contains) ?? false } ?? false }
  }

  static func object(_ number: Int, in view: PDFView) throws(PDFError) -> PDFObject {
    guard let reference = view.reference(toNumber: number) else { return .null }
    return try view.object(reference)
  }

  /// Whether the object behind a reference changed in this revision.
  func changed(_ object: PDFObject?) -> Bool {
    guard let number = object?.referenceValue?.number else { return false }
    return changedNumbers.contains(number)
  }

  /// Whether two objects mean the same: equal values, equal encoded stream bytes.
  func isSame(_ left: PDFObject?, _ right: PDFObject?) -> Bool {
    switch (left ?? .null, right ?? .null) {
    case (.stream(let left), .stream(let right)):
      if left.dictionary == right.dictionary, encoded(left) == encoded(right), !old.document.isEncrypted { return true }
      // Encryption salts every stream, and a length may be written another way: compare what a reader gets.
      var (plain, other) = (left.dictionary, right.dictionary)
      plain["Length"] = nil
      other["Length"] = nil
      guard plain == other, let was = try? old.encodedBytes(of: left), let now = try? new.encodedBytes(of: right) else {
        return false
      }
      return was == now
    case (let left, let right): return left == right
    }
  }

  private func encoded(_ stream: PDFStream) -> ArraySlice<UInt8> {
    switch stream.content {
    case .file(let range): new.document.bytes[range]
    case .bytes(let bytes): bytes[...]
    }
  }

  func describe(_ number: Int, in view: PDFView) -> String {
    guard let object = try? Self.object(number, in: view) else { return "unreadable" }
    if let type = object.dictionaryOrStreamDictionary?["Type"]?.nameValue { return type.text }
    switch object {
    case .stream: return "a stream"
    case .dictionary: return "a dictionary"
    case .array: return "an array"
    case .null: return "removed"
    default: return "a value"
    }
  }
}
