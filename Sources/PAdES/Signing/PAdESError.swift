import CMS
import PDF

/// Why a document could not be prepared, signed or extended. Two errors are equal when their codes are equal.
public struct PAdESError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure this is; callers branch on this, never on the message.
  public enum Code: String, Sendable, CaseIterable {
    /// The PDF file itself cannot be read or extended; see `cause`.
    case documentUnsuitable
    /// No field of that name, or it is of another kind.
    case fieldMissing
    /// The signature field already holds a signature.
    case fieldAlreadySigned
    /// A field name is empty, taken or contains a period.
    case fieldNameInvalid
    /// A new visible field after the first signature, or a certification that is not the first signature.
    case tooLate
    /// A field, or the whole document, is locked by an earlier signature.
    case fieldLocked
    /// Certificate or key are not fit to sign now.
    case signerUnfit
    /// The key holder did not sign.
    case signingFailed
    /// The CMS is larger than the room kept for it; prepare again with more room.
    case placeholderTooSmall
    /// A time-stamp was needed and could not be had.
    case timeStampFailed
    /// Revocation data needed for long-term validation could not be had.
    case revocationDataMissing
    /// A value given by the caller lies outside the documented limits.
    case invalidArgument
  }

  /// The kind of failure.
  public let code: Code
  /// What happened and what to do about it, in English, without personal data.
  public let message: String
  /// The error underneath, if there was one.
  public let cause: (any Error)?

  /// Makes an error; `message` says what happened and the remedy.
  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public static func == (left: PAdESError, right: PAdESError) -> Bool { left.code == right.code }

  public var description: String {
    guard let cause else { return "\(code.rawValue): \(message)" }
    return "\(code.rawValue): \(message) (\(cause))"
  }

  init(_ error: PDFError) {
    let code: Code =
      switch error.code {
      case .placeholderTooSmall: .placeholderTooSmall
      case .fieldNameInvalid, .fieldNameTaken: .fieldNameInvalid
      case .pageMissing: .invalidArgument
      default: .documentUnsuitable
      }
    self.init(code, "the PDF file cannot be used: \(error.message)", cause: error)
  }

  init(_ error: CMSError) {
    let code: Code =
      switch error.code {
      case .invalidKey, .unsupportedAlgorithm: .signerUnfit
      case .invalidArgument: .invalidArgument
      default: .signingFailed
      }
    self.init(code, "the signature could not be made: \(error.message)", cause: error)
  }
}

/// Runs PDF work and translates its errors.
func withPDF<Value>(_ body: () throws(PDFError) -> Value) throws(PAdESError) -> Value {
  do {
    return try body()
  } catch {
    throw PAdESError(error)
  }
}

/// Runs CMS work and translates its errors.
func withCMS<Value>(_ body: () throws(CMSError) -> Value) throws(PAdESError) -> Value {
  do {
    return try body()
  } catch {
    throw PAdESError(error)
  }
}
