/// One line of text as outlines: dates and names beside a signature.
public struct TextLine: Sendable, Equatable {
  /// Characters of one line.
  public static let lengthMax = 200

  public let text: String
  public let family: FontFamily
  /// Font size in points.
  public let size: Double
  public let colour: Colour

  public init(_ text: String, family: FontFamily = .serif, size: Double = 12, colour: Colour = .black) {
    self.text = text
    self.family = family
    self.size = size
    self.colour = colour
  }

  /// The line in a field of `width` × `height` points, at the left, centred in height, smaller where it would not fit.
  /// - Throws: `glyphMissing`, `sizeOutOfRange` for an empty or overlong line or a field without a size.
  public func drawing(width: Double, height: Double) throws(GraphicsError) -> Drawing {
    guard !text.isEmpty, text.count <= Self.lengthMax, width > 1, height > 1, width < 14_400, height < 14_400, size > 0
    else {
      throw GraphicsError(
        .sizeOutOfRange, "A line of text needs 1 to \(Self.lengthMax) characters and a field to stand in.")
    }
    let outline = try TextOutline(text, family, bold: false)
    let fitting = min(size, height * 0.8, outline.advance > 0 ? (width - 4) / outline.advance : size)
    let millimetres = 1 / Drawing.pointsPerMillimetre
    var drawing = Drawing(width: width * millimetres, height: height * millimetres)
    // The em box is centred: its ascent above the baseline, the rest below.
    let baseline = height / 2 + fitting * (TextOutline.emAscent - 0.5)
    let move = Transform.scale(fitting * millimetres, fitting * millimetres)
      .then(.translation(2 * millimetres, baseline * millimetres))
    drawing.fill(outline.path.transformed(move), colour)
    return drawing
  }
}
