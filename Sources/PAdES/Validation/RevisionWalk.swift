internal import PDF

/// Goes through the revisions once, oldest first: finds each signature where it first stands, and judges what every
/// later revision changed by the rules of the signatures before it.
struct RevisionWalk {
  private let document: PDFDocument
  private(set) var occurrences: [SignatureOccurrence] = []
  private(set) var changes: [[RevisionChange]] = []
  private(set) var policy: ModificationPolicy
  private var known: [String: PDFDictionary] = [:]
  private var census: ReferenceCensus?
  private var work = 0
  private var hashedBytes = 0
  private var isCertified = false

  init(_ document: PDFDocument, _ policy: ModificationPolicy) {
    self.document = document
    self.policy = policy
  }

  /// - Throws: `PDFError` when the newest revision cannot be read; older ones are then reported as such.
  mutating func run() throws(PDFError) {
    var before: RevisionSnapshot?
    for revision in document.revisions.indices {
      let isSigned = !occurrences.isEmpty
      let after: RevisionSnapshot
      do {
        after = try RevisionSnapshot(document.view(at: revision))
      } catch {
        if revision == document.revisions.count - 1 { throw error }
        changes.append(isSigned ? [Self.unreadable(error)] : [])
        before = nil
        census = nil
        continue
      }
      let found = try signatures(of: after)
      changes.append(isSigned ? try judged(before, after, found) : [])
      if !isSigned { census = nil }
      for signature in found { try add(signature, in: after.view) }
      before = after
    }
  }

  private static func unreadable(_ error: PDFError) -> RevisionChange {
    RevisionChange(.forbidden, "the revision cannot be compared: \(error.message)")
  }

  /// Signatures that this revision shows for the first time. A field that later holds another signature, or none,
  /// keeps its first occurrence: the comparison of revisions tells what happened to it.
  private mutating func signatures(of snapshot: RevisionSnapshot) throws(PDFError) -> [SignedField] {
    var found: [SignedField] = []
    for field in snapshot.fields where field.isSignature {
      guard let signed = try SignedField(field, in: snapshot.view) else { continue }
      let key = field.reference.map { "\($0)" } ?? "name " + field.name
      if known[key] == signed.signature { continue }
      known[key] = signed.signature
      found.append(signed)
    }
    return found
  }

  private mutating func add(_ signed: SignedField, in view: PDFView) throws(PDFError) {
    guard occurrences.count < ValidationRun.signaturesMax else {
      throw PDFError(.limitExceeded, "The file holds more than \(ValidationRun.signaturesMax) signatures.")
    }
    var occurrence = try SignatureOccurrence(signed, in: view, isTooLarge: hashedBytes > ValidationRun.hashedBytesMax)
    hashedBytes += occurrence.coverage.pieces.reduce(0) { $0 + $1.count }
    if occurrence.isCertifying {
      if isCertified { occurrence.refuse("it certifies a document that is certified already") }
      isCertified = true
    }
    occurrences.append(occurrence)
    if !occurrence.isTimeStamp { try? policy.add(signed.signature, lock: signed.field.lock, in: view) }
  }

  private mutating func judged(
    _ before: RevisionSnapshot?, _ after: RevisionSnapshot, _ found: [SignedField]
  ) throws(PDFError) -> [RevisionChange] {
    let list: [RevisionChange]
    do {
      list = try compare(before, after)
    } catch {
      list = [Self.unreadable(error)]
    }
    var own: [PDFFieldLock] = []
    for signed in found { own += (try? ModificationPolicy.locks(of: signed.signature, in: after.view)) ?? [] }
    return list.map { policy.judge($0, own: own) }
  }

  private mutating func compare(
    _ before: RevisionSnapshot?, _ after: RevisionSnapshot
  ) throws(PDFError) -> [RevisionChange] {
    guard let before else { return [RevisionChange(.forbidden, "the revision before cannot be read")] }
    guard work < ValidationRun.comparisonWorkMax else {
      return [RevisionChange(.forbidden, "the file has more revisions than can be compared")]
    }
    var census = census ?? ReferenceCensus(before.view)
    // Taken out while it moves, so that its tables are not copied.
    self.census = nil
    var list = try RevisionComparison(before, after, census: &census).changes
    work += census.edgeCount + before.fields.count + after.fields.count
    self.census = census
    list += try strayBytes(in: after.view, before: before.view)
    return list
  }

  /// What stands in a revision without belonging to it: bytes that are no object, and objects that no cross-reference
  /// entry names but that a reader which repairs files would show in place of the signed ones.
  private func strayBytes(in view: PDFView, before: PDFView) throws(PDFError) -> [RevisionChange] {
    let coverage = try document.coverage(of: view.revision)
    var list = (coverage.unexplained + coverage.overlaps).prefix(1).map { range in
      RevisionChange(.forbidden, "bytes \(range.lowerBound)…\(range.upperBound) belong to no object of the file")
    }
    for object in coverage.unlisted {
      let isStructure = object.type == "Catalog" || object.type == "ObjStm" || object.type == "XRef"
      let number = object.reference.number
      guard isStructure || before.reference(toNumber: number) != nil else { continue }
      // A first draft that the same revision lists again further down is what a repairing reader would pass over, too.
      if case .offset(let offset, _)? = view.entry(number), offset > object.range.lowerBound { continue }
      list.append(RevisionChange(.forbidden, "object \(number) stands in the file a second time without being listed"))
    }
    return list
  }
}
