internal import PDF

/// Compares a revision with its predecessor: walks the places where a change can be explained, and calls every other
/// changed object that was in use forbidden. Never compares first with last only.
struct RevisionComparison {
  let old: PDFView
  let new: PDFView
  let census: ReferenceCensus
  let revision: PDFRevision
  private(set) var changes: [RevisionChange] = []
  /// Changed numbers a rule has explained, with the referrers it knows; `nil` means any referrer is harmless.
  private var explained: [Int: Set<Int>?] = [:]
  let changedNumbers: Set<Int>

  /// - Parameter index: the newer revision, 1 or more.
  init(_ document: PDFDocument, revision index: Int) throws(PDFError) {
    old = document.view(at: index - 1)
    new = document.view(at: index)
    revision = document.revisions[index]
    census = try ReferenceCensus(old)
    changedNumbers = Set(revision.changedObjects)
    try compareTrailers()
    try compareCatalogs()
    try judgeUnexplainedObjects()
  }

  /// The strongest level found.
  var level: SignatureReport.Changes { changes.map(\.level).max() ?? .none }

  mutating func report(_ level: SignatureReport.Changes, _ text: String, field: String? = nil) {
    changes.append(RevisionChange(level, text, field: field))
  }

  /// A rule has looked at `reference` and taken care of what changed in it.
  mutating func explain(_ reference: PDFReference?, referrers: Set<Int>? = nil) {
    guard let number = reference?.number else { return }
    if let known = explained[number] {
      if let known, let referrers { explained[number] = .some(known.union(referrers)) } else { explained[number] = .some(nil) }
    } else {
      explained[number] = .some(referrers)
    }
  }

  private mutating func compareTrailers() throws(PDFError) {
    for key: PDFName in ["Root", "Encrypt"] where old.trailer[key] != new.trailer[key] {
      report(.forbidden, "the trailer names another /\(key.text)")
    }
    if let first = old.trailer["ID"]?.arrayValue?.first, first != new.trailer["ID"]?.arrayValue?.first {
      report(.forbidden, "the file identifier changed")
    }
    let oldInfo = old.trailer["Info"], newInfo = new.trailer["Info"]
    if oldInfo != newInfo || changed(newInfo) {
      explain(newInfo?.referenceValue, referrers: [0])
      report(.archival, "document information")
    }
  }

  private mutating func judgeUnexplainedObjects() throws(PDFError) {
    if !revision.hybridDisagreements.isEmpty {
      report(.forbidden, "a hybrid cross-reference section shows two documents to two readers")
    }
    let freed = Set(revision.freedObjects)
    for number in revision.changedObjects {
      let isKnown = census.referrers[number] != nil
      guard isKnown else { continue }  // nothing of the older revision led there
      if let claim = explained[number] {
        if let claim, !census.isReferredToOnly(by: claim, number) {
          report(.forbidden, "object \(number) changed and is used in a place that must not change")
        }
        continue
      }
      if freed.contains(number), census.reachable.contains(number) {
        report(.forbidden, "object \(number) was in use and is gone")
        continue
      }
      if try !isSame(Self.object(number, in: old), Self.object(number, in: new)) {
        report(.forbidden, "object \(number) changed: \(describe(number))")
      }
    }
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
      return left.dictionary == right.dictionary && bytes(left) == bytes(right)
    case (let left, let right): return left == right
    }
  }

  private func bytes(_ stream: PDFStream) -> ArraySlice<UInt8> {
    switch stream.content {
    case .file(let range): new.document.bytes[range]
    case .bytes(let bytes): bytes[...]
    }
  }

  private func describe(_ number: Int) -> String {
    guard let object = try? Self.object(number, in: new) else { return "unreadable" }
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
