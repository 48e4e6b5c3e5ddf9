/// The standard security handler, revisions 2 to 6 (ISO 32000-2 §7.6.4).
struct StandardSecurityHandler: Sendable {
  /// The handler the trailer asks for; nil when the file is not encrypted.
  static func open(
    trailer: PDFDictionary, source: RawObjectSource, password: String
  ) throws(PDFError) -> StandardSecurityHandler? {
    guard trailer["Encrypt"] != nil else { return nil }
    throw PDFError(.encryptionUnsupported, "Encrypted files are not read yet.")
  }

  func decrypt(_ object: PDFObject, owner: PDFReference, depth: Int) throws(PDFError) -> PDFObject { object }

  func decryptStream(
    _ data: ArraySlice<UInt8>, dictionary: PDFDictionary, owner: PDFReference
  ) throws(PDFError) -> [UInt8] { Array(data) }
}
