/// 个人印章: a square name seal with a border (F-045, E-22: 18–20 mm).
public struct NameSeal: Sendable, Equatable {
  /// What is added to a short name.
  public enum Suffix: String, Sendable, CaseIterable {
    /// The name as it is in the identity data.
    case none
    /// 印 after three characters, 之印 after two, so that the face is two by two; nothing on other lengths.
    case classic
  }

  /// Side lengths that are customary, in millimetres.
  public static let sideRange = 10.0...30.0
  /// Longest name, in characters: 20 Chinese, or 40 when written in letters.
  public static let nameLengthMax = 40

  public let name: String
  public let suffix: Suffix
  public let order: SealOrder
  /// Side in millimetres, border included.
  public let side: Double
  public let colour: SealColour

  public init(
    name: String, suffix: Suffix = .classic, order: SealOrder = .columnsFromRight, side: Double = 20,
    colour: SealColour = .red
  ) {
    self.name = name
    self.suffix = suffix
    self.order = order
    self.side = side
    self.colour = colour
  }

  /// The vectors: a border of 1/20 of the side with slightly rounded corners, and the characters inside.
  public func drawing() throws(GraphicsError) -> Drawing {
    guard Self.sideRange.contains(side) else {
      throw GraphicsError(.sizeOutOfRange, "A name seal is 10 to 30 mm wide; 20 mm is usual.")
    }
    var text = try SealText(name, range: 1...Self.nameLengthMax, what: "name on the seal")
    if text.isAllIdeographs {
      text = try SealText(name, range: 1...20, what: "name on the seal")
      if suffix == .classic, text.characters.count == 2 || text.characters.count == 3 {
        text = try SealText(
          text.string + (text.characters.count == 2 ? "之印" : "印"), range: 1...20, what: "name on the seal")
      }
    }
    return try SquareFrame(side: side, colour: colour.colour, order: order).drawing(of: text)
  }
}

/// 方章: a square seal with a text of up to 20 characters (E-22: finance 22 mm; 法定代表人章 18–20 mm).
public struct SquareSeal: Sendable, Equatable {
  public static let sideRange = 12.0...45.0

  public let text: String
  public let order: SealOrder
  /// Side in millimetres, border included.
  public let side: Double
  public let colour: SealColour

  public init(text: String, order: SealOrder = .columnsFromRight, side: Double = 22, colour: SealColour = .red) {
    self.text = text
    self.order = order
    self.side = side
    self.colour = colour
  }

  public func drawing() throws(GraphicsError) -> Drawing {
    guard Self.sideRange.contains(side) else {
      throw GraphicsError(.sizeOutOfRange, "A square seal is 12 to 45 mm wide; 22 mm is usual.")
    }
    let text = try SealText(text, range: 1...20, what: "text of the seal")
    return try SquareFrame(side: side, colour: colour.colour, order: order).drawing(of: text)
  }
}

/// The border shared by the square faces.
private struct SquareFrame {
  let side: Double
  let colour: Colour
  let order: SealOrder

  func drawing(of text: SealText) throws(GraphicsError) -> Drawing {
    var drawing = Drawing(width: side, height: side)
    let border = side / 20
    let frame = Bounds(minX: 0, minY: 0, maxX: side, maxY: side).inset(border / 2)
    drawing.stroke(.roundedRectangle(frame, radius: side * 0.04), colour, width: border)
    let field = Bounds(minX: 0, minY: 0, maxX: side, maxY: side).inset(border * 1.6)
    try CellGrid(field: field, order: order, colour: colour).draw(text, into: &drawing)
    return drawing
  }
}
