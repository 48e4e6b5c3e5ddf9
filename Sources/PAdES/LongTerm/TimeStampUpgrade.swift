import CMS
public import PDF

/// Adds the missing signature time-stamp to a B-B signature whose authority was silent when it was made.
///
/// Only the newest revision can be upgraded: the token goes into the gap, whose octets no signature covers, and a
/// later signature would cover them. When another revision follows, use a document time-stamp instead.
public struct TimeStampUpgrade: Sendable {
  /// Name of the signature field.
  public let fieldName: String

  /// Makes an upgrade.
  public init(fieldName: String) { self.fieldName = fieldName }

  /// The file at level B-T. `timeStamp` gets the SHA-256 of the signature octets and answers a token.
  ///
  /// Throws `fieldMissing`, `tooLate` when a revision follows or a token is there already, `placeholderTooSmall`
  /// when no room was kept, `timeStampFailed`, `documentUnsuitable`.
  public func apply(
    to document: PDFDocument, timeStamp: (_ imprint: [UInt8]) async throws -> [UInt8]
  ) async throws(PAdESError) -> [UInt8] {
    let view = document.currentView
    guard
      let found = try SignatureContents.all(in: view).first(where: { $0.fieldName == fieldName }),
      let signer = found.signedData.signers.first, !found.isDocumentTimeStamp
    else { throw PAdESError(.fieldMissing, "there is no readable signature in that field") }
    guard signer.signatureTimeStamps.isEmpty else {
      throw PAdESError(.tooLate, "the signature has a time-stamp already")
    }
    let gap = try gap(in: view)
    let imprint = DigestAlgorithm.sha256.hash(signer.signature)
    let token: TimeStampToken
    do {
      token = try TimeStampToken(der: try await timeStamp(imprint))
    } catch {
      throw PAdESError(.timeStampFailed, "the time-stamping authority did not give a token; try again", cause: error)
    }
    guard token.verify(digest: .sha256, imprint: imprint).indication == .passed else {
      throw PAdESError(.timeStampFailed, "the time-stamp token does not verify")
    }
    let cms = try withCMS { () throws(CMSError) in
      try SignedData.addingTimeStamp(token.der, to: Array(found.contents.prefix(found.signedData.octetCount)))
    }
    guard cms.count * 2 <= gap.count - 2 else {
      throw PAdESError(.placeholderTooSmall, "no room was kept for a token; add a document time-stamp instead")
    }
    var bytes = document.bytes
    let digits = Array("0123456789abcdef".utf8)
    for (index, octet) in cms.enumerated() {
      bytes[gap.lowerBound + 1 + 2 * index] = digits[Int(octet >> 4)]
      bytes[gap.lowerBound + 2 + 2 * index] = digits[Int(octet & 15)]
    }
    return bytes
  }

  /// The `/Contents` token of the field, when its signature covers the file to the end.
  private func gap(in view: PDFView) throws(PAdESError) -> Range<Int> {
    let found = try withPDF { () throws(PDFError) -> Range<Int>? in
      guard let reference = try view.formField(named: fieldName)?.valueReference,
        let contents = try view.signatureLayout(of: reference)?.contents,
        let dictionary = try view.object(reference).dictionaryValue,
        let numbers = try view.array("ByteRange", of: dictionary)?.compactMap(\.integerValue)
      else { return nil }
      let size = view.document.bytes.count
      let whole = [0, contents.lowerBound, contents.upperBound, size - contents.upperBound]
      return numbers == whole && view.document.bytes[contents.lowerBound] == 0x3C ? contents : nil
    }
    guard let found else {
      throw PAdESError(.tooLate, "a revision follows the signature; add a document time-stamp instead")
    }
    return found
  }
}
