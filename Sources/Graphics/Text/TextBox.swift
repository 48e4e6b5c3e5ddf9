/// Text in a box as outlines: what stands in a form field. All of it is shown; where it does not fit it is made smaller.
public struct TextBox: Sendable, Equatable {
  /// Where lines stand between the sides.
  public enum Alignment: Sendable { case left, center, right }
  /// Characters of one box.
  public static let lengthMax = 5000
  /// Room at each side in points.
  static let margin = 2.0
  /// Size of text that asks for none, in points: no larger where lines may break.
  static let sizeUsual = 12.0
  /// Below this nobody can read it.
  static let sizeMin = 2.0
  /// From one baseline to the next, in em.
  static let leading = 1.2

  /// The text; line breaks are kept where lines may break and are spaces otherwise.
  public let text: String
  /// Size in points.
  public let width: Double
  public let height: Double
  /// Font size in points; 0 for as large as fits.
  public let size: Double
  public let colour: Colour
  public let alignment: Alignment
  /// Whether lines break.
  public let isMultiline: Bool
  /// Equal cells with one character each; nil for running text.
  public let cellCount: Int?

  public init(
    _ text: String, width: Double, height: Double, size: Double = 0, colour: Colour = .black,
    alignment: Alignment = .left, isMultiline: Bool = false, cellCount: Int? = nil
  ) {
    self.text = text
    self.width = width
    self.height = height
    self.size = size
    self.colour = colour
    self.alignment = alignment
    self.isMultiline = isMultiline
    self.cellCount = cellCount
  }

  /// The box as a picture of `width` × `height` points. - Throws: `glyphMissing`, `sizeOutOfRange` for an empty or
  /// overlong text and for a box in which it could not be read.
  public func drawing() throws(GraphicsError) -> Drawing {
    guard !text.isEmpty, text.count <= Self.lengthMax, width > 2 * Self.margin, height > 2, width < 14_400, height < 14_400
    else {
      throw GraphicsError(.sizeOutOfRange, "A box takes 1 to \(Self.lengthMax) characters and needs room for them.")
    }
    let millimetres = 1 / Drawing.pointsPerMillimetre
    var drawing = Drawing(width: width * millimetres, height: height * millimetres)
    func put(_ outline: TextOutline, _ size: Double, _ left: Double, _ baseline: Double) {
      let place = Transform.scale(size * millimetres, size * millimetres)
        .then(.translation(left * millimetres, baseline * millimetres))
      drawing.fill(outline.path.transformed(place), colour)
    }
    if let cellCount, !isMultiline {
      try drawCells(cellCount, put)
    } else {
      try drawLines(put)
    }
    return drawing
  }

  /// Where the baseline of a line is whose em box begins at `top`.
  private static func baseline(_ top: Double, _ size: Double) -> Double { top + size * TextOutline.emAscent }

  private func drawCells(
    _ count: Int, _ put: (TextOutline, Double, Double, Double) -> Void
  ) throws(GraphicsError) {
    let characters = Array(text)
    let cell = width / Double(max(count, characters.count))
    var outlines: [TextOutline] = []
    for character in characters { outlines.append(try TextOutline(String(character), .sans, bold: false)) }
    let widest = outlines.map(\.advance).max() ?? 1
    let size = min(self.size > 0 ? self.size : height * 0.8, height * 0.9, cell / max(widest, 0.1))
    guard size >= Self.sizeMin else { throw Self.tooSmall }
    let empty = Double(max(count - characters.count, 0)) * cell
    let start = alignment == .left ? 0 : alignment == .right ? empty : empty / 2
    for (index, outline) in outlines.enumerated() {
      let left = start + Double(index) * cell + (cell - outline.advance * size) / 2
      put(outline, size, left, Self.baseline((height - size) / 2, size))
    }
  }

  private func drawLines(_ put: (TextOutline, Double, Double, Double) -> Void) throws(GraphicsError) {
    let room = width - 2 * Self.margin
    var size = self.size > 0 ? self.size : isMultiline ? Self.sizeUsual : height * 0.67
    var lines: [String]
    if isMultiline {
      let words = try TextWords(text)
      lines = words.lines(room / size)
      // Smaller step by step until all lines stand in the box and no word is wider than it.
      while Double(lines.count) * size * Self.leading > height || words.widest * size > room {
        size *= 0.94
        guard size >= Self.sizeMin else { throw Self.tooSmall }
        lines = words.lines(room / size)
      }
    } else {
      lines = [text.replacing("\n", with: " ")]
      let advance = try TextOutline(lines[0], .sans, bold: false).advance
      size = min(size, height * 0.9, advance > 0 ? room / advance : size)
      guard size >= Self.sizeMin else { throw Self.tooSmall }
    }
    let step = size * Self.leading
    let top = isMultiline ? Self.margin : (height - size) / 2
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let outline = try TextOutline(line, .sans, bold: false)
      let rest = room - outline.advance * size
      let indent = alignment == .left ? 0 : alignment == .right ? rest : rest / 2
      put(outline, size, Self.margin + indent, Self.baseline(top + Double(index) * step, size))
    }
  }

  private static var tooSmall: GraphicsError {
    GraphicsError(.sizeOutOfRange, "The text does not fit into its box in a size that can be read.")
  }
}

/// Words with their widths, to break lines between them; between Chinese characters a line may break as well.
private struct TextWords {
  private struct Word {
    var text: String
    /// Width in em, without the spaces behind it.
    var advance = 0.0
    var isLineEnd = false
  }
  private var words: [Word] = []
  private let space: Double

  /// The widest word in em.
  var widest: Double { words.map(\.advance).max() ?? 0 }

  init(_ text: String) throws(GraphicsError) {
    space = try TextOutline("n n", .sans, bold: false).advance - TextOutline("nn", .sans, bold: false).advance
    var widths: [String: Double] = [:]
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      for piece in Self.pieces(paragraph) {
        var word = Word(text: piece)
        let bare = String(piece.drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " }).reversed())
        if let known = widths[bare] {
          word.advance = known
        } else if !bare.isEmpty {
          word.advance = try TextOutline(bare, .sans, bold: false).advance
          widths[bare] = word.advance
        }
        words.append(word)
      }
      if words.isEmpty || words[words.count - 1].isLineEnd || paragraph.isEmpty { words.append(Word(text: "")) }
      words[words.count - 1].isLineEnd = true
    }
  }

  /// A word with the spaces behind it; each character from the CJK blocks on is a word.
  private static func pieces(_ line: Substring) -> [String] {
    var pieces: [String] = []
    var word = ""
    for character in line {
      let isIdeograph = (character.unicodeScalars.first?.value ?? 0) >= 0x2E80
      if isIdeograph || (character != " " && word.last == " ") {
        if !word.isEmpty { pieces.append(word) }
        word = ""
      }
      word.append(character)
      if isIdeograph {
        pieces.append(word)
        word = ""
      }
    }
    if !word.isEmpty { pieces.append(word) }
    return pieces
  }

  /// The lines when each may be `room` em wide.
  func lines(_ room: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0.0
    for word in words {
      if !line.isEmpty, used + word.advance > room {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += word.text
      used += word.advance + Double(word.text.reversed().prefix { $0 == " " }.count) * space
      if word.isLineEnd {
        lines.append(line)
        (line, used) = ("", 0)
      }
    }
    return lines
  }
}
