import CMS
import PDF

/// The CMS of each signature in a file, taken from `/Contents` as it stands.
struct SignatureContents {
  let fieldName: String
  let isDocumentTimeStamp: Bool
  /// The whole decoded string, padding included.
  let contents: [UInt8]
  /// The byte at which what the signature covers ends.
  let rangeEnd: Int
  let signedData: SignedData

  /// All signatures of the newest revision whose CMS can be read.
  static func all(in view: PDFView) throws(PAdESError) -> [SignatureContents] {
    try withPDF { () throws(PDFError) in
      var found: [SignatureContents] = []
      for field in try view.signatureFields() {
        guard let value = field.value, let dictionary = try view.resolve(value).dictionaryValue,
          let contents = try view.value("Contents", of: dictionary)?.stringValue?.bytes,
          let signedData = try? SignedData(contents, allowsTrailingBytes: true)
        else { continue }
        let range = try view.array("ByteRange", of: dictionary)?.compactMap(\.integerValue) ?? []
        let (end, overflows) = range.count == 4 ? range[2].addingReportingOverflow(range[3]) : (0, false)
        let subFilter = try view.value("SubFilter", of: dictionary)?.nameValue
        found.append(
          SignatureContents(
            fieldName: field.name, isDocumentTimeStamp: subFilter == "ETSI.RFC3161", contents: contents,
            rangeEnd: overflows ? 0 : end, signedData: signedData))
      }
      return found
    }
  }

  var signerCertificate: X509Certificate? {
    signedData.signers.first.flatMap { signer in signedData.certificates.first { signer.names($0) } }
  }

  /// The time of its own tokens, else of the first document time stamp that covers it; nil when nothing proves any.
  func provenTime(among all: [SignatureContents]) -> PKITime? {
    if let own = tokens.map(\.info.time).min() { return own }
    return all.filter { $0.isDocumentTimeStamp && $0.rangeEnd > rangeEnd }.flatMap(\.tokens).map(\.info.time).min()
  }

  /// The tokens that prove this signature's time, or the token that it is.
  var tokens: [TimeStampToken] {
    if isDocumentTimeStamp { return (try? TimeStampToken(der: contents, allowsTrailingBytes: true)).map { [$0] } ?? [] }
    return signedData.signers.first?.signatureTimeStamps.compactMap { try? TimeStampToken(der: $0) } ?? []
  }
}
