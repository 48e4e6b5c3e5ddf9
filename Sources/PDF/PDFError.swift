/// What went wrong while reading or writing a PDF file; two errors are equal when their codes are equal.
public struct PDFError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure. Callers branch on this, never on the message.
  public enum Code: String, Sendable, CaseIterable {
    // reading
    case headerMissing, headerNotAtStart, startMarkerMissing, endMarkerMissing, trailingBytes
    case syntax, depthExceeded, limitExceeded, duplicateKey
    case crossReferenceInvalid, crossReferenceLoop, crossReferenceOrder, entryOutsideRevision, sizeShrunk
    case trailerInvalid, objectMismatch, objectLoop, objectTypeMismatch, streamLengthWrong, objectStreamInvalid
    case filterUnsupported, filterDataInvalid
    case pageTreeInvalid, pageMissing, formInvalid
    case passwordRequired, encryptionUnsupported, permissionDenied
    // writing
    case updateRefused, fieldNameInvalid, fieldNameTaken, placeholderMissing, placeholderTooSmall
    case contentUnsupported, signaturesPresent
  }

  /// The kind of failure.
  public let code: Code
  /// What happened and what to do about it.
  public let message: String
  /// Byte offset in the file, when the failure has a place.
  public let offset: Int?

  /// Makes an error; `message` says what happened and the remedy.
  public init(_ code: Code, _ message: String, at offset: Int? = nil) {
    self.code = code
    self.message = message
    self.offset = offset
  }

  public static func == (left: PDFError, right: PDFError) -> Bool { left.code == right.code }

  public var description: String {
    if let offset { return "PDF \(code.rawValue) at byte \(offset): \(message)" }
    return "PDF \(code.rawValue): \(message)"
  }
}
