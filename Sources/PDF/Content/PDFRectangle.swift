/// A rectangle in default user space (ISO 32000-2 §7.9.5); always normalised. Units: points unless `/UserUnit` says more.
public struct PDFRectangle: Sendable, Equatable {
  /// Left edge.
  public let minX: Double
  /// Bottom edge.
  public let minY: Double
  /// Right edge.
  public let maxX: Double
  /// Top edge.
  public let maxY: Double

  /// A rectangle from two opposite corners in any order.
  public init(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    minX = min(x1, x2)
    minY = min(y1, y2)
    maxX = max(x1, x2)
    maxY = max(y1, y2)
  }
  /// A rectangle from its lower left corner and its size.
  public init(x: Double, y: Double, width: Double, height: Double) { self.init(x, y, x + width, y + height) }

  /// Nothing at the origin: the rectangle of an invisible field (W6).
  public static let zero = PDFRectangle(0, 0, 0, 0)
  /// Horizontal extent.
  public var width: Double { maxX - minX }
  /// Vertical extent.
  public var height: Double { maxY - minY }
  /// Whether it has no area.
  public var isEmpty: Bool { width <= 0 || height <= 0 }
  /// The array form `[x1 y1 x2 y2]`.
  public var object: PDFObject {
    .array([.number(minX), .number(minY), .number(maxX), .number(maxY)])
  }
  /// The common part; nil when there is none.
  public func intersection(_ other: PDFRectangle) -> PDFRectangle? {
    let (left, bottom) = (max(minX, other.minX), max(minY, other.minY))
    let (right, top) = (min(maxX, other.maxX), min(maxY, other.maxY))
    return left < right && bottom < top ? PDFRectangle(left, bottom, right, top) : nil
  }
  /// The same size shifted.
  public func offsetBy(x: Double, y: Double) -> PDFRectangle { PDFRectangle(minX + x, minY + y, maxX + x, maxY + y) }
}

extension PDFObjectSource {
  /// A rectangle from an array of four numbers, references allowed; nil when it is not one.
  public func rectangle(_ object: PDFObject?) throws(PDFError) -> PDFRectangle? {
    guard let object, case .array(let elements) = try resolve(object), elements.count == 4 else { return nil }
    var numbers: [Double] = []
    for element in elements {
      guard let number = try resolve(element).numberValue else { return nil }
      numbers.append(number)
    }
    return PDFRectangle(numbers[0], numbers[1], numbers[2], numbers[3])
  }
}
