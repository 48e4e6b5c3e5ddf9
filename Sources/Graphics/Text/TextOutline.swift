internal import CPango

/// One line of text as outlines, in em units: 1 is the font size, the origin is on the baseline, y downwards.
struct TextOutline {
  /// The outline of the whole line.
  let path: Path
  /// How far the pen moves, in em.
  let advance: Double
  /// Where the em box begins above the baseline, for centring CJK glyphs: the usual 0.88 / 0.12 split.
  static let emAscent = 0.88

  /// Units in which Cairo's 24.8 fixed point keeps outlines exact enough.
  private static let unitsPerEm = 2048.0

  /// Shapes `text` with `family`; Pango and Cairo objects live inside this call, the font map is that of the thread.
  /// - Throws: `glyphMissing` when no installed font has one of the characters.
  init(_ text: String, _ family: FontFamily, bold: Bool) throws(GraphicsError) {
    // An unbounded surface: on a bounded one Cairo drops the outlines of glyphs more than ten em outside of it.
    guard let surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nil), let context = cairo_create(surface),
      let layout = pango_cairo_create_layout(context), let font = pango_font_description_new(),
      let options = cairo_font_options_create()
    else { throw GraphicsError(.surfaceFailed, "Pango could not be started; is memory short?") }
    defer {
      cairo_font_options_destroy(options)
      pango_font_description_free(font)
      g_object_unref(UnsafeMutableRawPointer(layout))
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options)
    pango_font_description_set_family(font, family.rawValue)
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_absolute_size(font, Self.unitsPerEm * Double(PANGO_SCALE))
    pango_layout_set_font_description(layout, font)
    pango_layout_set_single_paragraph_mode(layout, 1)
    pango_layout_set_text(layout, text, -1)
    guard pango_layout_get_unknown_glyphs_count(layout) == 0 else {
      throw GraphicsError(.glyphMissing, "No installed font has one of the characters; \(FontCheck.remedy).")
    }
    let baseline = Double(pango_layout_get_baseline(layout)) / Double(PANGO_SCALE)
    var logical = PangoRectangle()
    pango_layout_get_extents(layout, nil, &logical)
    advance = Double(logical.width) / Double(PANGO_SCALE) / Self.unitsPerEm
    cairo_move_to(context, 0, 0)
    pango_cairo_layout_path(context, layout)
    guard let copied = cairo_copy_path(context) else {
      throw GraphicsError(.surfaceFailed, "Cairo could not copy an outline; is memory short?")
    }
    defer { cairo_path_destroy(copied) }
    path = Self.read(copied.pointee).transformed(
      Transform(a: 1 / Self.unitsPerEm, d: 1 / Self.unitsPerEm, ty: -baseline / Self.unitsPerEm))
  }

  /// Cairo's flat array of headers and points as a value; moves that draw nothing are left out.
  private static func read(_ source: cairo_path_t) -> Path {
    var path = Path()
    guard let data = source.data else { return path }
    let count = Int(source.num_data)
    func point(_ index: Int) -> Point { Point(data[index].point.x, data[index].point.y) }
    var index = 0
    var start: Point?
    func begin() {
      if let start { path.move(to: start) }
      start = nil
    }
    while index < count {
      let header = data[index].header
      let length = Int(header.length)
      guard length >= 1, index + length <= count else { break }
      switch header.type {
      case CAIRO_PATH_MOVE_TO where length >= 2: start = point(index + 1)
      case CAIRO_PATH_LINE_TO where length >= 2:
        begin()
        path.line(to: point(index + 1))
      case CAIRO_PATH_CURVE_TO where length >= 4:
        begin()
        path.curve(point(index + 1), point(index + 2), to: point(index + 3))
      case CAIRO_PATH_CLOSE_PATH: if start == nil { path.close() }
      default: break
      }
      index += length
    }
    return path
  }
}

extension Path {
  /// One line of text as outlines in em units: the origin is on the baseline, y downwards.
  /// - Throws: `glyphMissing` when no installed font has one of the characters.
  package static func line(
    of text: String, _ family: FontFamily, bold: Bool
  ) throws(GraphicsError) -> (path: Path, advance: Double) {
    let outline = try TextOutline(text, family, bold: bold)
    return (outline.path, outline.advance)
  }
}
