/// A refusal of this module: what happened and what to do. Equal when the codes are equal.
public struct OfficeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The closed list of refusals.
  public enum Code: String, Sendable, CaseIterable {
    /// A program is not installed.
    case toolMissing
    /// The job took longer than its limit and was killed.
    case timedOut
    /// The job asked for more memory or processor time than its limit, or crashed.
    case killed
    /// The program could not read the file.
    case unreadable
    /// The result is larger than its limit.
    case outputTooLarge
    /// All workers are taken and the queue is full.
    case busy
    case imageTooLarge
    case imageUnsupported
    case pageOutOfRange
    case converterUnavailable
    /// An office file asks for content outside of itself.
    case reachesOutside
    /// The private folder of the job could not be made or written.
    case workspaceFailed
    case cancelled
  }

  /// What kind of refusal this is.
  public let code: Code
  /// What happened and the remedy; never holds document text.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public static func == (left: OfficeError, right: OfficeError) -> Bool { left.code == right.code }
  public var description: String { "\(code.rawValue): \(message)" }
}
