internal import CMS
internal import PDF

/// A signature in the revision that first shows it, with its bytes taken apart.
struct SignatureOccurrence {
  let signed: SignedField
  /// Index of the revision.
  let revision: Int
  let revisionEnd: Int
  let coverage: SignatureCoverage
  /// The CMS structure, or why it could not be read.
  let signedData: SignedData?
  let token: TimeStampToken?
  let tokenCheck: TimeStampToken.Check?
  var isTimeStamp: Bool { signed.isTimeStamp }

  init(_ signed: SignedField, in view: PDFView) throws(PDFError) {
    self.signed = signed
    revision = view.revision
    let revision = view.document.revisions[view.revision]
    revisionEnd = revision.end
    var coverage = try SignatureCoverage(signed, revision: revision, view: view)
    let contents = coverage.contents
    let token = signed.isTimeStamp ? try? TimeStampToken(der: contents, allowsTrailingBytes: true) : nil
    let signedData = token?.signedData ?? (try? SignedData(contents, allowsTrailingBytes: true))
    if let signedData, contents[signedData.octetCount...].contains(where: { $0 != 0 }) {
      coverage = coverage.adding("bytes other than zero follow the signature in its gap")
    }
    self.coverage = coverage
    self.signedData = signedData
    self.token = token
    tokenCheck = coverage.pieces.isEmpty ? nil : token?.verify(over: coverage.pieces)
  }

  /// All signatures of a file in the order of their revisions. A field that later holds another signature, or none,
  /// keeps its first occurrence here: the comparison of revisions tells what happened to it.
  static func all(in document: PDFDocument) throws(PDFError) -> [SignatureOccurrence] {
    var known: [String: PDFDictionary] = [:]
    var found: [SignatureOccurrence] = []
    for revision in document.revisions.indices {
      let view = document.view(at: revision)
      for field in try view.signatureFields() {
        guard let signed = try SignedField(field, in: view) else { continue }
        let key = field.reference.map { "\($0)" } ?? "name " + field.name
        if known[key] == signed.signature { continue }
        known[key] = signed.signature
        found.append(try SignatureOccurrence(signed, in: view))
      }
    }
    return found
  }
}
