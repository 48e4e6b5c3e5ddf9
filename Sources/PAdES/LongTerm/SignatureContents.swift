import CMS
import PDF

/// The CMS of each signature in a file, taken from `/Contents` as it stands.
struct SignatureContents {
  let fieldName: String
  let isDocumentTimeStamp: Bool
  /// The whole decoded string, padding included.
  let contents: [UInt8]
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
        let subFilter = try view.value("SubFilter", of: dictionary)?.nameValue
        found.append(
          SignatureContents(
            fieldName: field.name, isDocumentTimeStamp: subFilter == "ETSI.RFC3161", contents: contents,
            signedData: signedData))
      }
      return found
    }
  }

  var signerCertificate: X509Certificate? {
    signedData.signers.first.flatMap { signer in signedData.certificates.first { signer.names($0) } }
  }

  /// The tokens that prove this signature's time, or the token that it is.
  var tokens: [TimeStampToken] {
    if isDocumentTimeStamp { return (try? TimeStampToken(der: contents, allowsTrailingBytes: true)).map { [$0] } ?? [] }
    return signedData.signers.first?.signatureTimeStamps.compactMap { try? TimeStampToken(der: $0) } ?? []
  }
}
