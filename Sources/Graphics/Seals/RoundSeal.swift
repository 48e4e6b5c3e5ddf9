/// 公章 and the other round seals: rim, name in an arc, star or line in the middle, line and code below (国发〔1999〕25号, E-22).
public struct RoundSeal: Sendable, Equatable {
  /// What stands in the middle.
  public enum Centre: Sendable, Equatable {
    case star
    /// A horizontal line, as on special seals without a star.
    case line(String)
    case empty
  }

  /// Diameters in millimetres: enterprises ≤ 45, contract seals sometimes 58.
  public static let diameterRange = 20.0...58.0
  public static let arcLengthRange = 2...50
  public static let lineLengthRange = 1...20

  /// Name in the arc, left to right.
  public let name: String
  public let centre: Centre
  /// Horizontal line under the star, for example 合同专用章.
  public let bottomLine: String?
  /// Code along the lower rim, usually 13 digits.
  public let code: String?
  /// Outer diameter in millimetres, rim included.
  public let diameter: Double
  /// Width of the rim in millimetres.
  public let rim: Double
  public let colour: SealColour

  /// A seal with `diameter` in millimetres. The rim is 1.2 mm at 42 mm, 1.0 mm below, unless given.
  public init(
    name: String, centre: Centre = .star, bottomLine: String? = nil, code: String? = nil, diameter: Double = 42,
    rim: Double? = nil, colour: SealColour = .red
  ) {
    self.name = name
    self.centre = centre
    self.bottomLine = bottomLine
    self.code = code
    self.diameter = diameter
    self.rim = rim ?? (diameter >= 42 ? 1.2 : 1.0)
    self.colour = colour
  }

  public func drawing() throws(GraphicsError) -> Drawing {
    guard Self.diameterRange.contains(diameter), rim > 0, rim < diameter / 10 else {
      throw GraphicsError(.sizeOutOfRange, "A round seal is 20 to 58 mm wide; 42, 40 or 38 mm is usual.")
    }
    let name = try SealText(name, range: Self.arcLengthRange, what: "name on the seal")
    let radius = diameter / 2
    let center = Point(radius, radius)
    let paste = colour.colour
    var drawing = Drawing(width: diameter, height: diameter)
    drawing.stroke(
      .ellipse(center: center, radiusX: radius - rim / 2, radiusY: radius - rim / 2), paste, width: rim)

    // Proportions of a 42 mm seal: letters 5.4 mm high, 1 mm off the rim, star 14 mm.
    let height = radius * 0.26
    let middle = radius - rim - radius * 0.05 - height / 2
    let spanMax = code == nil && bottomLine == nil ? 4.5 : 4.1
    let arc = ArcText(
      center: center, radiusX: middle, radiusY: middle, side: .top, height: height, spanMax: spanMax, proportion: 0.78)
    drawing.fill(try arc.path(name), paste)

    switch centre {
    case .star: drawing.fill(.star(center: center, radius: diameter / 6), paste)
    case .line(let text):
      try LineText(center: center, width: radius * 1.15, height: radius * 0.26).draw(text, paste, &drawing)
    case .empty: break
    }
    if let bottomLine {
      let place = Point(center.x, center.y + radius * 0.53)
      try LineText(center: place, width: radius * 1.08, height: radius * 0.2).draw(bottomLine, paste, &drawing)
    }
    if let code { try CodeText.draw(code, center, radius - rim, radius - rim, paste, &drawing) }
    return drawing
  }
}

/// 椭圆章 (E-22: 45 × 30 for foreign-invested companies, 40 × 30 for invoices).
public struct OvalSeal: Sendable, Equatable {
  public static let widthRange = 25.0...58.0

  /// Name in the arc, left to right.
  public let name: String
  /// Horizontal line in the middle, for example the tax number.
  public let centreLine: String?
  /// Horizontal line below it.
  public let bottomLine: String?
  /// Code along the lower rim.
  public let code: String?
  /// Outer size in millimetres, rim included.
  public let width: Double
  public let height: Double
  public let colour: SealColour

  public init(
    name: String, centreLine: String? = nil, bottomLine: String? = nil, code: String? = nil, width: Double = 45,
    height: Double = 30, colour: SealColour = .red
  ) {
    self.name = name
    self.centreLine = centreLine
    self.bottomLine = bottomLine
    self.code = code
    self.width = width
    self.height = height
    self.colour = colour
  }

  public func drawing() throws(GraphicsError) -> Drawing {
    guard Self.widthRange.contains(width), height >= width * 0.5, height <= width else {
      throw GraphicsError(.sizeOutOfRange, "An oval seal is 25 to 58 mm wide and half as high or more; 45 × 30 mm is usual.")
    }
    let name = try SealText(name, range: RoundSeal.arcLengthRange, what: "name on the seal")
    let rim = 1.0
    let (rx, ry) = (width / 2, height / 2)
    let center = Point(rx, ry)
    let paste = colour.colour
    var drawing = Drawing(width: width, height: height)
    drawing.stroke(.ellipse(center: center, radiusX: rx - rim / 2, radiusY: ry - rim / 2), paste, width: rim)
    let letters = ry * 0.28
    let inset = rim + ry * 0.06 + letters / 2
    let arc = ArcText(
      center: center, radiusX: rx - inset, radiusY: ry - inset, side: .top, height: letters, spanMax: 3.7,
      proportion: 0.78)
    drawing.fill(try arc.path(name), paste)
    if let centreLine {
      let place = Point(center.x, center.y + ry * 0.06)
      try LineText(center: place, width: rx * 1.25, height: ry * 0.24).draw(centreLine, paste, &drawing)
    }
    if let bottomLine {
      let place = Point(center.x, center.y + ry * 0.45)
      try LineText(center: place, width: rx * 1.05, height: ry * 0.22).draw(bottomLine, paste, &drawing)
    }
    if let code { try CodeText.draw(code, center, rx - rim, ry - rim, paste, &drawing) }
    return drawing
  }
}

/// One horizontal line centred on a point.
private struct LineText {
  let center: Point
  /// Widest and highest the line may become, in millimetres.
  let width: Double
  let height: Double

  func draw(_ string: String, _ colour: Colour, _ drawing: inout Drawing) throws(GraphicsError) {
    let text = try SealText(string, range: RoundSeal.lineLengthRange, what: "line of the seal")
    let outline = try TextOutline(text.string, .serif, bold: true)
    var high = height
    var wide = outline.advance * high * 0.95
    if wide > width {
      wide = width
      high = min(high, wide / max(outline.advance, 0.01) / 0.6)
    }
    drawing.fill(
      outline.filling(
        Bounds(
          minX: center.x - wide / 2, minY: center.y - high / 2, maxX: center.x + wide / 2, maxY: center.y + high / 2)),
      colour)
  }
}

/// The small code along the lower rim.
private enum CodeText {
  static func draw(
    _ code: String, _ center: Point, _ innerX: Double, _ innerY: Double, _ colour: Colour, _ drawing: inout Drawing
  ) throws(GraphicsError) {
    let text = try SealText(code, range: RoundSeal.lineLengthRange, what: "code of the seal")
    let height = min(innerX, innerY) * 0.11
    let inset = height * 0.85
    let arc = ArcText(
      center: center, radiusX: innerX - inset, radiusY: innerY - inset, side: .bottom, height: height, spanMax: 1.75,
      proportion: 0.9)
    drawing.fill(try arc.path(text), colour)
  }
}
