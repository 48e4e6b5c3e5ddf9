/// A refusal of this module: what happened and what to do. Equal when the codes are equal.
public struct GraphicsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The closed list of refusals.
  public enum Code: String, Sendable, CaseIterable {
    case textEmpty, textTooLong, glyphMissing, fontMissing, sizeOutOfRange
    case handwritingEmpty, handwritingTooLarge, payloadTooLarge, surfaceFailed
  }

  /// What kind of refusal this is.
  public let code: Code
  /// What happened and the remedy; never holds names or document text.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public static func == (left: GraphicsError, right: GraphicsError) -> Bool { left.code == right.code }
  public var description: String { "\(code.rawValue): \(message)" }
}
