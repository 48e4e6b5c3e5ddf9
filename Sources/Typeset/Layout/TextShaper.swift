internal import CPango
internal import Graphics

/// Breaks text into lines of glyphs with Pango: fonts, fallback, bidirectional order, Chinese line breaking (UAX #14).
///
/// One shaper belongs to one `render()` call. It uses the Pango font map of its thread, which lives as long as the
/// thread, and keeps a reference to every font it met so that pointers stay distinct.
final class TextShaper {
  /// A paragraph's looks.
  struct Style {
    var family: FontFamily
    var size: Double
    var leading: Double
    var bold = false
    var alignment = Alignment.left
    /// Of the first line, points.
    var indent = 0.0
  }

  let fonts = FontTable()
  private let context: OpaquePointer
  private let layout: OpaquePointer
  /// Sizes of the em box above the baseline, as on Chinese type.
  private static let ascent = 0.88

  init(language: Document.Language) throws(TypesetError) {
    guard let map = pango_cairo_font_map_get_default(), let context = pango_font_map_create_context(map),
      let options = cairo_font_options_create(), let layout = pango_layout_new(context)
    else { throw TypesetError(.memoryShort, "Pango could not be started; is memory short?") }
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_context_set_round_glyph_positions(context, 0)
    pango_context_set_language(context, pango_language_from_string(language.rawValue))
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    self.context = context
    self.layout = layout
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(layout))
    g_object_unref(UnsafeMutableRawPointer(context))
  }

  /// The lines of `runs` within `width` points. Control characters are dropped; line feeds break lines.
  func lines(_ runs: [Run], width: Double, style: Style) throws(TypesetError) -> [ShapedLine] {
    var bytes: [UInt8] = []
    var ends: [(end: Int, run: Run)] = []
    guard let attributes = pango_attr_list_new() else {
      throw TypesetError(.memoryShort, "Pango could not make attributes; is memory short?")
    }
    defer { pango_attr_list_unref(attributes) }
    for run in runs {
      let start = bytes.count
      for scalar in run.text.unicodeScalars where scalar.value >= 32 && scalar.value != 127 || scalar == "\n" {
        bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
      }
      guard bytes.count <= Document.blockBytesMax else {
        throw TypesetError(.tooMuchText, "A paragraph is longer than 1 MB; split it.")
      }
      ends.append((bytes.count, run))
      Self.attribute(run, style, from: start, to: bytes.count, attributes)
    }
    let hyphens = pango_attr_insert_hyphens_new(0)
    pango_attr_list_insert(attributes, hyphens)
    bytes.withUnsafeBytes { buffer in
      pango_layout_set_text(layout, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count))
    }
    pango_layout_set_attributes(layout, attributes)
    pango_layout_set_width(layout, Int32(min(max(width, 1), 100_000) * Double(PANGO_SCALE)))
    pango_layout_set_indent(layout, Int32(min(max(style.indent, 0), 10_000) * Double(PANGO_SCALE)))
    pango_layout_set_justify(layout, style.alignment == .justified ? 1 : 0)
    var lines: [ShapedLine] = []
    for index in 0..<pango_layout_get_line_count(layout) {
      guard let line = pango_layout_get_line_readonly(layout, index) else { continue }
      // Pango breaks with the indent but leaves it to the renderer.
      let start = index == 0 ? style.indent : 0
      lines.append(try read(line, bytes, ends, width, style, from: start))
    }
    return lines
  }

  private static func attribute(
    _ run: Run, _ style: Style, from start: Int, to end: Int, _ list: OpaquePointer
  ) {
    guard end > start, let font = pango_font_description_new() else { return }
    defer { pango_font_description_free(font) }
    let family: FontFamily = run.mono ? .mono : style.family
    pango_font_description_set_family(font, family.rawValue)
    pango_font_description_set_weight(font, run.bold || style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_absolute_size(font, size(of: run, style) * Double(PANGO_SCALE))
    func channel(_ value: Double) -> UInt16 { UInt16(value * 65535) }
    for attribute in [
      run.anchor.flatMap(Self.shape),
      pango_attr_font_desc_new(font),
      // Only there to end an item where the colour changes.
      pango_attr_foreground_new(channel(run.colour.red), channel(run.colour.green), channel(run.colour.blue)),
    ] {
      guard let attribute else { continue }
      attribute.pointee.start_index = UInt32(start)
      attribute.pointee.end_index = UInt32(end)
      pango_attr_list_insert(list, attribute)
    }
  }

  /// Takes the room of an anchor out of the line; its height is added when the line is read.
  private static func shape(_ anchor: Run.Anchor) -> UnsafeMutablePointer<PangoAttribute>? {
    let scale = Double(PANGO_SCALE)
    var box = PangoRectangle(x: 0, y: 0, width: Int32(anchor.width * scale), height: 0)
    return pango_attr_shape_new(&box, &box)
  }

  private static func size(of run: Run, _ style: Style) -> Double {
    min(max(run.size ?? (run.mono ? style.size * 0.94 : style.size), 1), 500)
  }

  /// One Pango line as values.
  private func read(
    _ line: UnsafeMutablePointer<PangoLayoutLine>, _ bytes: [UInt8], _ ends: [(end: Int, run: Run)], _ width: Double,
    _ style: Style, from indent: Double
  ) throws(TypesetError) -> ShapedLine {
    let scale = Double(PANGO_SCALE)
    var runs: [GlyphRun] = []
    var anchors: [ShapedAnchor] = []
    var x = indent
    var largest = 0.0
    var node = line.pointee.runs
    while let current = node {
      node = current.pointee.next
      guard let item = current.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self).pointee,
        let source = item.item?.pointee, let string = item.glyphs?.pointee, let font = source.analysis.font
      else { continue }
      let start = Int(source.offset)
      let run = ends.first { start < $0.end }?.run ?? Run("")
      if let anchor = run.anchor {
        anchors.append(ShapedAnchor(anchor: anchor, x: x))
        x += anchor.width
        continue
      }
      let size = Self.size(of: run, style)
      let index = try fonts.index(of: font)
      largest = max(largest, size)
      let begin = x
      var glyphs: [PlacedGlyph] = []
      for position in 0..<Int(string.num_glyphs) {
        let info = string.glyphs[position]
        // Empty glyphs (line feeds, joiners) only move the pen; unknown ones are drawn as .notdef.
        if info.glyph != 0x0FFF_FFFF {
          let known = info.glyph < 0x1000_0000
          let id = known ? UInt16(truncatingIfNeeded: info.glyph) : 0
          glyphs.append(
            PlacedGlyph(
              id: id, x: x - begin + Double(info.geometry.x_offset) / scale,
              rise: -Double(info.geometry.y_offset) / scale))
          if known {
            fonts.note(
              glyph: id, of: index,
              text: Self.cluster(string, position, start, Int(source.length), bytes))
          }
        }
        x += Double(info.geometry.width) / scale
      }
      if !glyphs.isEmpty {
        runs.append(
          GlyphRun(
            font: index, size: size, colour: run.colour, x: begin, glyphs: glyphs,
            underline: run.underline ? x - begin : nil))
      }
    }
    if largest == 0 { largest = style.size }
    let shift =
      switch style.alignment {
      case .left, .justified: 0.0
      case .centre: max((width - x) / 2, 0)
      case .right: max(width - x, 0)
      }
    let text = largest * style.leading
    // An anchor makes its line as high as itself; the text stands beside the middle of it.
    let height = max(text, (anchors.map(\.anchor.height).max() ?? 0) + 4)
    if shift > 0 {
      for index in runs.indices { runs[index].x += shift }
      anchors = anchors.map { ShapedAnchor(anchor: $0.anchor, x: $0.x + shift) }
    }
    return ShapedLine(
      runs: runs, width: x, height: height, baseline: (height - largest) / 2 + Self.ascent * largest, anchors: anchors)
  }

  /// The characters glyph `position` stands for; empty when an earlier glyph of its cluster already has them.
  private static func cluster(
    _ string: PangoGlyphString, _ position: Int, _ start: Int, _ length: Int, _ bytes: [UInt8]
  ) -> ArraySlice<UInt8> {
    let from = Int(string.log_clusters[position])
    let count = Int(string.num_glyphs)
    if position > 0, Int(string.log_clusters[position - 1]) == from { return [] }
    // Left to right the next cluster follows, right to left it stands before.
    var to = length
    for other in 0..<count {
      let begin = Int(string.log_clusters[other])
      if begin > from { to = min(to, begin) }
    }
    let range = (start + from)..<(start + max(to, from))
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return [] }
    return bytes[range]
  }
}
