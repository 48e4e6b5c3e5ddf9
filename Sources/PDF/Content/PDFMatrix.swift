/// A transformation matrix `[a b c d e f]` (ISO 32000-2 §8.3.3): x' = a·x + c·y + e, y' = b·x + d·y + f.
public struct PDFMatrix: Sendable, Equatable {
  public var a, b, c, d, e, f: Double

  public init(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }
  /// Changes nothing.
  public static let identity = PDFMatrix(1, 0, 0, 1, 0, 0)
  /// Moves by (x, y).
  public static func translation(_ x: Double, _ y: Double) -> PDFMatrix { PDFMatrix(1, 0, 0, 1, x, y) }
  /// Scales about the origin.
  public static func scale(_ x: Double, _ y: Double) -> PDFMatrix { PDFMatrix(x, 0, 0, y, 0, 0) }
  /// Turns counter-clockwise about the origin by a multiple of 90 degrees, exactly.
  public static func quarterTurns(_ count: Int) -> PDFMatrix {
    switch ((count % 4) + 4) % 4 {
    case 1: PDFMatrix(0, 1, -1, 0, 0, 0)
    case 2: PDFMatrix(-1, 0, 0, -1, 0, 0)
    case 3: PDFMatrix(0, -1, 1, 0, 0, 0)
    default: .identity
    }
  }
  /// First this one, then `next`.
  public func then(_ next: PDFMatrix) -> PDFMatrix {
    PDFMatrix(
      a * next.a + b * next.c, a * next.b + b * next.d,
      c * next.a + d * next.c, c * next.b + d * next.d,
      e * next.a + f * next.c + next.e, e * next.b + f * next.d + next.f)
  }
  /// Where a point goes.
  public func apply(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (a * x + c * y + e, b * x + d * y + f) }
  /// The bounding box of a transformed rectangle.
  public func apply(_ rectangle: PDFRectangle) -> PDFRectangle {
    let corners = [
      apply(rectangle.minX, rectangle.minY), apply(rectangle.maxX, rectangle.minY),
      apply(rectangle.minX, rectangle.maxY), apply(rectangle.maxX, rectangle.maxY),
    ]
    let xs = corners.map(\.x)
    let ys = corners.map(\.y)
    return PDFRectangle(xs.min() ?? 0, ys.min() ?? 0, xs.max() ?? 0, ys.max() ?? 0)
  }
  /// The array form.
  public var object: PDFObject { .array([a, b, c, d, e, f].map { .number($0) }) }
  /// The operator `a b c d e f cm`.
  var operatorText: String {
    [a, b, c, d, e, f].map { PDFMatrix.text($0) }.joined(separator: " ") + " cm"
  }
  static func text(_ value: Double) -> String {
    var bytes: [UInt8] = []
    ObjectWriter.append(PDFObject.number(value), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
