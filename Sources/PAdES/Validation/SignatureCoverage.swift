internal import PDF

/// Which bytes a signature covers, decided before any cryptography (A6, ISO 32000-2 §12.8.1).
struct SignatureCoverage {
  let result: SignatureReport.Coverage
  /// The two signed ranges; empty when the byte range is unusable.
  let pieces: [ArraySlice<UInt8>]
  /// `/Contents` with its zero padding.
  let contents: [UInt8]
  /// Why the result is not `wholeFile` or `wholeRevision`.
  let findings: [String]

  /// - Parameters:
  ///   - revision: the revision in which the field first holds this signature.
  ///   - view: the view at that revision.
  init(_ signed: SignedField, revision: PDFRevision, view: PDFView) throws(PDFError) {
    let document = view.document
    let size = document.bytes.count
    let contents = signed.signature["Contents"]?.stringValue?.bytes ?? []
    let range = signed.signature["ByteRange"]?.arrayValue?.map(\.integerValue) ?? []
    guard range.count == 4, let start = range[0], let first = range[1], let second = range[2], let rest = range[3],
      start == 0, first > 0, second > first, rest >= 0, second <= size, rest <= size - second
    else {
      self.init(result: .invalid, pieces: [], contents: contents, findings: ["the byte range is missing or malformed"])
      return
    }
    let pieces = [document.bytes[0..<first], document.bytes[second..<(second + rest)]]
    var findings: [String] = []
    if let layout = try Self.layout(signed, view), let gap = layout.contents {
      if gap != first..<second { findings.append("the gap of the byte range is not exactly the signature value") }
      if document.bytes[gap.lowerBound] != UInt8(ascii: "<") {
        findings.append("the signature value is not a hexadecimal string")
      } else if !Self.isDigits(document.bytes[(gap.lowerBound + 1)..<(gap.upperBound - 1)]) {
        findings.append("the gap holds something else than pairs of hexadecimal digits")
      }
      if layout.object.lowerBound < revision.start || layout.object.upperBound > revision.end {
        findings.append("the signature dictionary does not belong to the revision that shows it")
      }
    } else {
      findings.append("the signature dictionary does not stand in the file by itself")
    }
    let covered = second + rest
    if covered < revision.markerEnd || !Self.isBlank(document.bytes[min(revision.end, covered)..<covered]) {
      findings.append("the byte range does not end where a revision ends")
    }
    if document.revisions[...revision.index].contains(where: { !$0.hybridDisagreements.isEmpty }) {
      findings.append("a hybrid cross-reference section shows two documents to two readers")
    }
    if contents.allSatisfy({ $0 == 0 }) { findings.append("the signature value is empty") }
    let isLast = revision.index == document.revisions.count - 1
    self.init(
      result: findings.isEmpty ? (isLast ? .wholeFile : .wholeRevision) : .invalid, pieces: pieces, contents: contents,
      findings: findings)
  }

  /// Some producers end a revision with more than one end-of-line.
  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
  }

  /// Pairs of hexadecimal digits and nothing else: blanks would be a place to hide bytes in.
  private static func isDigits(_ bytes: ArraySlice<UInt8>) -> Bool {
    var isPlain = bytes.count % 2 == 0
    for byte in bytes where !(48...57).contains(byte) && !(97...102).contains(byte | 0x20) { isPlain = false }
    return isPlain
  }

  /// Where the dictionary physically stands; `nil` inside an object stream or when it cannot be found.
  private static func layout(_ signed: SignedField, _ view: PDFView) throws(PDFError) -> SignatureLayout? {
    if let reference = signed.field.valueReference { return try view.signatureLayout(of: reference) }
    if let reference = signed.field.reference { return try view.signatureLayout(of: reference, key: "V") }
    return nil
  }

  /// The same, refused for one more reason.
  func adding(_ finding: String) -> SignatureCoverage {
    SignatureCoverage(result: .invalid, pieces: pieces, contents: contents, findings: findings + [finding])
  }

  private init(result: SignatureReport.Coverage, pieces: [ArraySlice<UInt8>], contents: [UInt8], findings: [String]) {
    self.result = result
    self.pieces = pieces
    self.contents = contents
    self.findings = findings
  }
}
