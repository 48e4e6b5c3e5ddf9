/// What the bytes of one revision are (the tail rule of A6): objects, cross-reference, comments, or something else.
public struct RevisionCoverage: Sendable, Equatable {
  /// An indirect object that stands in the file although no cross-reference entry of the revision leads to it.
  public struct Unlisted: Sendable, Equatable {
    /// The number it gives itself.
    public let reference: PDFReference
    /// From its number to the end of `endobj`.
    public let range: Range<Int>
    /// `/Type`, when it is a dictionary or a stream with one.
    public let type: PDFName?
  }
  /// Bytes that are neither object, cross-reference section, comment nor whitespace; ascending.
  public let unexplained: [Range<Int>]
  /// Complete objects nothing leads to; dead but explained.
  public let unlisted: [Unlisted]
  /// Ranges claimed by two things at once: two readers could see two files.
  public let overlaps: [Range<Int>]
  /// The highest number that a listed object refers to, whether it exists or not.
  var highestReference = 0
  /// Whether nothing is unexplained and nothing overlaps.
  public var isComplete: Bool { unexplained.isEmpty && overlaps.isEmpty }
}

extension PDFDocument {
  /// Bytes of `revision` that nothing explains; overlapping claims count as unexplained. Empty is the only good answer.
  public func unexplainedRanges(in revision: Int) throws(PDFError) -> [Range<Int>] {
    let coverage = try coverage(of: revision)
    return (coverage.unexplained + coverage.overlaps).sorted { $0.lowerBound < $1.lowerBound }
  }

  /// Accounts for every byte of a revision. Throws when an object it lists cannot be read. O(bytes of the revision).
  public func coverage(of revision: Int) throws(PDFError) -> RevisionCoverage {
    let view = self.view(at: revision)
    let region = revisions[revision].start..<revisions[revision].end
    // The extra stream of a hybrid section may stand in an older revision, where it is an ordinary object.
    var claims = revisions[revision].sectionRanges.filter { region.contains($0.lowerBound) }
    var highest = 0
    for (number, entry) in index.listed(in: revision) {
      guard case .offset(let offset, let generation) = entry, region.contains(offset) else { continue }
      let object = try view.indirectObject(PDFReference(number, generation), at: offset, depth: 0)
      highest = max(highest, object.highestReference)
      claims.append(object.range)
    }
    claims.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var walker = CoverageWalker(view: view)
    var cursor = region.lowerBound
    var last: Range<Int>?
    for claim in claims where claim != last {
      last = claim
      if claim.lowerBound < cursor {
        walker.overlaps.append(claim.lowerBound..<min(cursor, claim.upperBound))
      } else {
        walker.explain(cursor..<claim.lowerBound)
      }
      cursor = max(cursor, claim.upperBound)
    }
    if cursor < region.upperBound { walker.explain(cursor..<region.upperBound) }
    return RevisionCoverage(unexplained: walker.unexplained, unlisted: walker.unlisted, overlaps: walker.overlaps,
      highestReference: highest)
  }
}

/// Reads what stands between the claimed ranges.
private struct CoverageWalker {
  let view: PDFView
  var unexplained: [Range<Int>] = []
  var unlisted: [RevisionCoverage.Unlisted] = []
  var overlaps: [Range<Int>] = []

  init(view: PDFView) { self.view = view }

  mutating func explain(_ gap: Range<Int>) {
    var parser = ObjectParser(
      view.document.bytes, at: gap.lowerBound, end: gap.upperBound, limits: view.limits)
    while true {
      parser.lexer.skipSpace()
      if parser.lexer.isAtEnd { return }
      let start = parser.lexer.position
      let view = self.view
      let object = try? parser.indirectObject { (reference: PDFReference) throws(PDFError) -> Int in
        try view.object(reference).integerValue ?? -1
      }
      guard let object else {
        unexplained.append(start..<gap.upperBound)
        return
      }
      unlisted.append(
        RevisionCoverage.Unlisted(
          reference: object.reference, range: object.range,
          type: object.object.dictionaryOrStreamDictionary?["Type"]?.nameValue))
    }
  }
}
