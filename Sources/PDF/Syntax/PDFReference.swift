/// An indirect reference, `number generation R` (ISO 32000-2 §7.3.10).
public struct PDFReference: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Object number, 1 or more.
  public let number: Int
  /// Generation number, 0…65535.
  public let generation: Int

  /// A reference to object `number`, generation `generation`.
  public init(_ number: Int, _ generation: Int = 0) {
    self.number = number
    self.generation = generation
  }

  public static func < (left: PDFReference, right: PDFReference) -> Bool {
    (left.number, left.generation) < (right.number, right.generation)
  }
  public var description: String { "\(number) \(generation) R" }
}
