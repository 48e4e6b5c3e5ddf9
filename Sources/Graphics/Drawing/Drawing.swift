/// A colour in sRGB, components 0…1.
public struct Colour: Sendable, Hashable {
  public let red: Double
  public let green: Double
  public let blue: Double

  public init(red: Double, green: Double, blue: Double) {
    self.red = min(max(red, 0), 1)
    self.green = min(max(green, 0), 1)
    self.blue = min(max(blue, 0), 1)
  }

  /// From `0xRRGGBB`.
  public init(hex: UInt32) {
    self.init(
      red: Double((hex >> 16) & 255) / 255, green: Double((hex >> 8) & 255) / 255, blue: Double(hex & 255) / 255)
  }

  public static let black = Colour(hex: 0x1D1B19)
  public static let white = Colour(hex: 0xFFFFFF)
  /// Seal paste.
  public static let red = Colour(hex: 0xD3201A)
  public static let blue = Colour(hex: 0x1F3F93)
}

/// One painted outline of a `Drawing`.
public struct Shape: Sendable, Equatable {
  /// How the outline is painted. Fills follow the non-zero rule (ISO 32000-2 §8.5.3.3.2).
  public enum Paint: Sendable, Equatable {
    case fill(Colour)
    /// A line of `width` millimetres with round caps and joins.
    case stroke(Colour, width: Double)
  }

  public let path: Path
  public let paint: Paint

  public init(_ path: Path, _ paint: Paint) {
    self.path = path
    self.paint = paint
  }
}

/// A vector picture in millimetres on a transparent ground; origin at the top left, y downwards.
///
/// It is a value: a seal is drawn once and then given out as PDF, as the content of a form XObject, as SVG or as PNG.
public struct Drawing: Sendable, Equatable {
  /// Points per millimetre.
  public static let pointsPerMillimetre = 72 / 25.4

  /// Width in millimetres.
  public let width: Double
  /// Height in millimetres.
  public let height: Double
  public var shapes: [Shape]
  /// 0…1 for the whole picture; below 1 the paper shows through as under real ink.
  public var opacity: Double

  public init(width: Double, height: Double, shapes: [Shape] = [], opacity: Double = 1) {
    self.width = width
    self.height = height
    self.shapes = shapes
    self.opacity = min(max(opacity, 0), 1)
  }

  /// Width and height in PDF points (1/72 inch).
  public var sizeInPoints: (width: Double, height: Double) {
    (width * Self.pointsPerMillimetre, height * Self.pointsPerMillimetre)
  }

  public mutating func fill(_ path: Path, _ colour: Colour) { shapes.append(Shape(path, .fill(colour))) }
  public mutating func stroke(_ path: Path, _ colour: Colour, width: Double) {
    shapes.append(Shape(path, .stroke(colour, width: width)))
  }

  /// The box around all ink in millimetres (stroke widths included); nil when nothing is painted.
  public var inkBounds: Bounds? {
    var box: Bounds?
    for shape in shapes {
      guard var one = shape.path.bounds else { continue }
      if case .stroke(_, let width) = shape.paint { one = one.inset(-width / 2) }
      box = box?.union(one) ?? one
    }
    return box
  }
}
