public import Graphics

/// A piece of text in one style.
public struct Run: Sendable, Equatable, ExpressibleByStringLiteral {
  public var text: String
  public var bold: Bool
  /// Fixed-width type: hashes, serials, numbers.
  public var mono: Bool
  public var colour: Colour
  /// Points; nil takes the size of the block.
  public var size: Double?
  public var underline: Bool
  /// Room for something that is put there later; the run has no text then.
  public private(set) var anchor: Anchor?

  /// A box in the text whose place on the page `Document.renderPlaced` tells.
  public struct Anchor: Sendable, Equatable {
    public var name: String
    /// Points.
    public var width: Double
    public var height: Double

    public init(_ name: String, width: Double, height: Double) {
      self.name = name
      self.width = width
      self.height = height
    }
  }

  /// Empty room of an anchor, 1…500 points wide and high.
  public static func anchor(_ anchor: Anchor) -> Run {
    // OBJECT REPLACEMENT CHARACTER: a line may break before and behind it (UAX #14, class CB).
    var run = Run("\u{FFFC}")
    run.anchor = Anchor(anchor.name, width: min(max(anchor.width, 1), 500), height: min(max(anchor.height, 1), 500))
    return run
  }

  public init(
    _ text: String, bold: Bool = false, mono: Bool = false, colour: Colour = .black, size: Double? = nil,
    underline: Bool = false
  ) {
    self.underline = underline
    self.text = text
    self.bold = bold
    self.mono = mono
    self.colour = colour
    self.size = size
  }

  public init(stringLiteral value: String) { self.init(value) }

  public static func bold(_ text: String) -> Run { Run(text, bold: true) }
  public static func mono(_ text: String) -> Run { Run(text, mono: true, size: nil) }
  /// Secondary text in grey.
  public static func muted(_ text: String) -> Run { Run(text, colour: Colour(hex: 0x5B5650)) }
}

/// Where lines stand between the margins.
public enum Alignment: String, Sendable, CaseIterable {
  case left, centre, right, justified
}

/// One block of a document, from top to bottom.
public enum Block: Sendable, Equatable {
  /// Level 0 is the title of the document (centred), 1 a section, 2 a part of it; deeper levels look like 2.
  case heading(level: Int, [Run], alignment: Alignment? = nil)
  case paragraph([Run], Alignment = .left)
  /// A paragraph with measures of its own.
  case styled(Paragraph)
  /// `ordered` counts 1. 2. 3.; otherwise a dot stands before each item.
  case list(ordered: Bool, [[Run]])
  case table(Table)
  /// A ruled table with cells over several columns and rows.
  case grid(Grid)
  /// Label and value, `columns` pairs side by side (1 or 2).
  case keyValues([KeyValue], columns: Int = 1)
  case image(Picture)
  /// A hairline over the whole width.
  case rule
  /// Empty height in points.
  case spacer(Double)
  case pageBreak

  public static func heading(_ level: Int, _ text: String) -> Block { .heading(level: level, [Run(text)]) }
  public static func paragraph(_ text: String) -> Block { .paragraph([Run(text)]) }
}

/// A paragraph whose measures differ from the document's; lengths in points, nil takes the usual.
public struct Paragraph: Sendable, Equatable {
  public var runs: [Run]
  public var alignment: Alignment
  /// Of the first line: two characters in Chinese type.
  public var indent: Double
  /// From the left margin.
  public var inset: Double
  public var size: Double?
  /// Line height as a multiple of the size.
  public var leading: Double?
  public var before: Double
  public var after: Double?

  public init(
    _ runs: [Run], alignment: Alignment = .left, indent: Double = 0, inset: Double = 0, size: Double? = nil,
    leading: Double? = nil, before: Double = 0, after: Double? = nil
  ) {
    self.runs = runs
    self.alignment = alignment
    self.indent = indent
    self.inset = inset
    self.size = size
    self.leading = leading
    self.before = before
    self.after = after
  }
}

/// A label and its value.
public struct KeyValue: Sendable, Equatable {
  public var key: String
  public var value: [Run]

  public init(_ key: String, _ value: [Run]) {
    self.key = key
    self.value = value
  }
  public init(_ key: String, _ value: String, mono: Bool = false) {
    self.init(key, [Run(value, mono: mono)])
  }
}

/// A table whose header is repeated on every page it runs over. Rows break between lines only when they are higher than
/// half a page.
public struct Table: Sendable, Equatable {
  /// A column of a table: its share of the width and how its cells stand.
  public struct Column: Sendable, Equatable {
    /// Share of the width, against the other columns.
    public var weight: Double
    public var alignment: Alignment

    public init(weight: Double = 1, alignment: Alignment = .left) {
      self.weight = weight
      self.alignment = alignment
    }
  }
  public static let columnsMax = 24

  public var columns: [Column]
  /// One cell per column, or empty for a table without header.
  public var header: [[Run]]
  public var rows: [[[Run]]]
  /// Points; nil takes nine tenths of the document's size.
  public var size: Double?

  public init(columns: [Column], header: [[Run]] = [], rows: [[[Run]]], size: Double? = nil) {
    self.columns = columns
    self.header = header
    self.rows = rows
    self.size = size
  }

  /// A table of plain text.
  public init(columns: [Column], header: [String], rows: [[String]], size: Double? = nil) {
    self.init(
      columns: columns, header: header.map { [Run($0)] }, rows: rows.map { row in row.map { [Run($0)] } }, size: size)
  }
}

/// A picture in the text.
public struct Picture: Sendable, Equatable {
  /// Where the picture comes from.
  public enum Source: Sendable, Equatable {
    /// Vectors: seals, QR codes. Drawn in place, nothing is embedded.
    case drawing(Drawing)
    /// A PNG that this system made itself; it is decoded in this process, so bytes of a user must pass through
    /// `Office.ImageReencoder` first.
    case png([UInt8])
    /// A baseline or progressive JPEG in grey or RGB; its bytes are embedded as they are and not decoded here.
    case jpeg([UInt8])
  }

  public var source: Source
  /// Width in millimetres; nil takes a drawing's own width, or the full width for pixels.
  public var width: Double?
  public var alignment: Alignment
  /// Said by readers aloud.
  public var label: String

  public init(_ source: Source, width: Double? = nil, alignment: Alignment = .left, label: String = "") {
    self.label = label
    self.source = source
    self.width = width
    self.alignment = alignment
  }
}
