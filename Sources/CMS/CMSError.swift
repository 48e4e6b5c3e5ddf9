/// Why bytes could not be read, built, signed or trusted. Two errors are equal when their codes are equal.
public struct CMSError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure this is; callers branch on this, never on the message.
  public enum Code: String, Sendable, CaseIterable {
    /// The bytes are not the ASN.1 that the standard prescribes.
    case malformedEncoding
    /// The structure is well formed but its content breaks a rule of its standard.
    case invalidStructure
    /// A key, curve, digest or signature algorithm that this module does not implement.
    case unsupportedAlgorithm
    /// A key could not be loaded, is too small, or does not belong to the certificate.
    case invalidKey
    /// The key holder could not produce a signature.
    case signingFailed
    /// A time-stamp or OCSP answer does not answer the question that was asked.
    case responseMismatch
    /// The other side answered with a refusal.
    case refused
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

  public static func == (left: CMSError, right: CMSError) -> Bool { left.code == right.code }

  public var description: String { "\(code.rawValue): \(message)" }

  static func malformed(_ what: String) -> CMSError { CMSError(.malformedEncoding, what) }
}
