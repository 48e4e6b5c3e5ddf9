/// A refusal of this module: what happened and what to do. Equal when the codes are equal.
public struct TypesetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The closed list of refusals.
  public enum Code: String, Sendable, CaseIterable {
    case fontUnusable, imageUnreadable, tooManyPages, tooMuchText, tableMalformed, memoryShort
  }

  /// What kind of refusal this is.
  public let code: Code
  /// What happened and the remedy; never holds document text.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public static func == (left: TypesetError, right: TypesetError) -> Bool { left.code == right.code }
  public var description: String { "\(code.rawValue): \(message)" }
}
