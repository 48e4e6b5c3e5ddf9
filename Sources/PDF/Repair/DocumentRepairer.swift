/// Makes a sound file of an honest but broken one (R11): a new file, never the old one read more kindly. Verification
/// never comes here, and files that carry signatures are refused, because any repair would break them.
public struct DocumentRepairer {
  /// What was wrong and is put right in the new file.
  public enum Repair: String, Sendable, CaseIterable {
    /// Bytes stood before `%PDF-` or behind the last `%%EOF`.
    case strayBytes
    /// Objects were found by looking for them: the cross-reference or the trailer led nowhere or astray.
    case crossReference
    /// `endobj` was missing.
    case objectEnd
    /// A stream's `/Length` or its first line was wrong.
    case streamLength
    /// A name had a `#` that was no escape.
    case nameEscape
    /// The page tree named what is no page, a page twice, or a page by value.
    case pageTree
    /// A page had no `/MediaBox`; it is US Letter, as readers show it.
    case mediaBox
  }

  /// The new file, opened, and what it no longer has.
  public struct Result: Sendable {
    /// The repaired file; the given one when nothing was wrong.
    public let document: PDFDocument
    /// Empty when the file was readable as it is.
    public let repairs: Set<Repair>
  }

  /// Opens a file that is to be looked at or rewritten before the first signature, repaired when it cannot be read
  /// as it is. Throws what reading it throws, with the reason why it cannot be repaired.
  public static func open(
    _ bytes: [UInt8], password: String = "", limits: PDFLimits = .standard
  ) throws(PDFError) -> Result {
    do {
      let document = try PDFDocument(bytes, password: password, limits: limits)
      try document.checkReadability()
      return Result(document: document, repairs: [])
    } catch {
      guard isRepairable(error.code) else { throw error }
      let result: Result
      do {
        result = try repair(bytes, limits: limits)
      } catch let reason {
        throw refusal(error, reason)
      }
      return result
    }
  }

  /// Writes what can be found in a broken file as a new one. Throws `signaturesPresent` for files that carry
  /// signatures, `encryptionUnsupported` for encrypted ones, and when something that is needed cannot be read.
  /// O(file size).
  public static func repair(_ bytes: [UInt8], limits: PDFLimits = .standard) throws(PDFError) -> Result {
    if contains(bytes, "/ByteRange") { throw signed }
    if let trimmed = trimmed(bytes), let document = try? PDFDocument(trimmed, limits: limits),
      (try? document.checkReadability()) != nil
    {
      return Result(document: document, repairs: [.strayBytes])
    }
    var scanner = SalvageScanner(bytes, limits: limits)
    var file = SalvagedFile(bytes: bytes, limits: limits, trailers: try scanner.scan(), objects: scanner.objects)
    file.repairs = scanner.repairs.union([.crossReference])
    try file.unpackObjectStreams()
    let root = try file.chooseRoot()
    var mender = PageTreeMender()
    try mender.mend(&file, root: root)
    let document = try PDFDocument(try SalvagedFileWriter.write(file, root: root), limits: limits)
    try document.checkReadability()
    return Result(document: document, repairs: file.repairs.union(mender.repairs))
  }

  static var signed: PDFError {
    PDFError(
      .signaturesPresent,
      "The file is damaged and carries signatures, which any repair would break. Ask its sender for an undamaged copy.")
  }

  // MARK: helpers

  /// Damage may be put right; secrets, limits and what is no PDF at all may not.
  private static func isRepairable(_ code: PDFError.Code) -> Bool {
    switch code {
    case .headerNotAtStart, .startMarkerMissing, .endMarkerMissing, .trailingBytes, .syntax, .crossReferenceInvalid,
      .crossReferenceLoop, .crossReferenceOrder, .entryOutsideRevision, .sizeShrunk, .trailerInvalid, .objectMismatch,
      .objectLoop, .objectTypeMismatch, .streamLengthWrong, .objectStreamInvalid, .pageTreeInvalid, .filterDataInvalid:
      true
    default: false
    }
  }

  private static func refusal(_ error: PDFError, _ reason: PDFError) -> PDFError {
    switch reason.code {
    case .signaturesPresent, .encryptionUnsupported: reason
    default: PDFError(error.code, "\(error.message) It could not be repaired: \(reason.message)", at: error.offset)
    }
  }

  /// Without what stands before the header and behind the last end marker; nil when nothing does.
  private static func trimmed(_ bytes: [UInt8]) -> [UInt8]? {
    var start = Lexer(bytes, end: 1024)
    while !start.isAtEnd, !start.starts(with: "%PDF-") { start.position += 1 }
    if start.isAtEnd { return nil }
    var end = bytes.count - 5
    while end > start.position, !Lexer(bytes, at: end).starts(with: "%%EOF") { end -= 1 }
    guard end > start.position, start.position > 0 || end + 5 < bytes.count else { return nil }
    return Array(bytes[start.position..<(end + 5)]) + [0x0A]
  }

  private static func contains(_ bytes: [UInt8], _ text: StaticString) -> Bool {
    let first = text.utf8Start.pointee
    return bytes.withUnsafeBufferPointer { buffer in
      guard buffer.count >= text.utf8CodeUnitCount else { return false }
      for index in 0...(buffer.count - text.utf8CodeUnitCount) where buffer[index] == first {
        if (1..<text.utf8CodeUnitCount).allSatisfy({ buffer[index + $0] == text.utf8Start[$0] }) { return true }
      }
      return false
    }
  }
}

extension PDFDocument {
  /// Throws unless pages, fields, everything reachable and everything listed can be read.
  func checkReadability() throws(PDFError) {
    _ = try currentView.pages()
    var census = ReachabilityCensus(view: currentView)
    try census.walk()
    for revision in revisions.indices { _ = try coverage(of: revision) }
  }
}
