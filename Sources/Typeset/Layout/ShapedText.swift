internal import Graphics

/// One glyph of a font, placed on its line; lengths in points.
struct PlacedGlyph {
  let id: UInt16
  /// From the beginning of the run.
  let x: Double
  /// Above the baseline.
  let rise: Double
}

/// Glyphs of one font, size and colour.
struct GlyphRun {
  /// Index in the document's `FontTable`.
  let font: Int
  let size: Double
  let colour: Colour
  /// From the left edge of the text.
  var x: Double
  let glyphs: [PlacedGlyph]
  /// Length of the line below the text, points; nil without one.
  var underline: Double?
}

/// Room of an anchor on its line.
struct ShapedAnchor {
  let anchor: Run.Anchor
  /// From the left edge of the text.
  let x: Double
}

/// One line: its runs and the height it takes.
struct ShapedLine {
  let runs: [GlyphRun]
  let width: Double
  let height: Double
  /// From the top of the line to the baseline.
  let baseline: Double
  var anchors: [ShapedAnchor] = []
}
