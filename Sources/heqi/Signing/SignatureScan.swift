internal import CMS
internal import PAdES
internal import PDF

/// The signatures of a file as raising their level needs them: who is in them and which of them lack a time.
struct SignatureScan {
  /// One signature.
  struct Entry {
    let field: String
    let isDocumentTimeStamp: Bool
    /// Whether it carries a time-stamp itself.
    let hasTimeStamp: Bool
    /// Where its signed bytes end.
    let end: Int
  }

  let entries: [Entry]
  /// Certificates in the signatures, their time-stamps and the security store.
  let certificates: [X509Certificate]

  /// - Throws: `PDFError` or `PAdESError` when the file cannot be read.
  init(_ document: PDFDocument) throws {
    let view = document.currentView
    var entries: [Entry] = []
    var found = try DocumentSecurityStore(view).certificates
    for field in try view.signatureFields() {
      guard let value = field.value, let dictionary = try view.resolve(value).dictionaryValue,
        let contents = try view.value("Contents", of: dictionary)?.stringValue?.bytes,
        let range = try view.array("ByteRange", of: dictionary)?.compactMap(\.integerValue), range.count == 4,
        let data = try? SignedData(contents, allowsTrailingBytes: true)
      else { continue }
      found += data.certificates
      let tokens = data.signers.first?.signatureTimeStamps ?? []
      for token in tokens { found += (try? TimeStampToken(der: token))?.signedData.certificates ?? [] }
      entries.append(
        Entry(
          field: field.name,
          isDocumentTimeStamp: (try? TimeStampToken(der: contents, allowsTrailingBytes: true)) != nil,
          hasTimeStamp: !tokens.isEmpty,
          end: range[2].addingReportingOverflow(range[3]).partialValue))
    }
    self.entries = entries
    var seen: Set<X509Certificate> = []
    certificates = found.filter { seen.insert($0).inserted }
  }

  /// Signatures whose time nothing proves: no token inside, no document time-stamp over them.
  var unproven: [Entry] {
    let lastStamp = entries.filter(\.isDocumentTimeStamp).map(\.end).max() ?? 0
    return entries.filter { !$0.isDocumentTimeStamp && !$0.hasTimeStamp && $0.end > lastStamp }
  }
}
