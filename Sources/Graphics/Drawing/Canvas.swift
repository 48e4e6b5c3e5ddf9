internal import CPango

/// Paints a `Drawing` into pixels with Cairo. Every Cairo object lives inside one call, so any number of threads may
/// raster at the same time.
enum Canvas {
  /// More pixels than this are refused: 40 MP, 160 MB at four bytes each.
  static let pixelsMax = 40_000_000

  /// An ARGB PNG of `drawing` at `dpi` dots per inch.
  static func png(_ drawing: Drawing, dpi: Double, background: Colour?) throws(GraphicsError) -> [UInt8] {
    let surface = try image(of: drawing, dpi: dpi, background: background)
    defer { cairo_surface_destroy(surface) }
    let sink = ByteSink()
    let status = withExtendedLifetime(sink) {
      cairo_surface_write_to_png_stream(
        surface,
        { closure, data, length in
          guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
          Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
            .append(UnsafeBufferPointer(start: data, count: Int(length)))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(sink).toOpaque())
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw GraphicsError(.surfaceFailed, "Cairo could not write the PNG; is memory short?")
    }
    return sink.bytes
  }

  /// The opacity of every pixel, row by row, 0…255.
  static func coverage(
    _ drawing: Drawing, dpi: Double
  ) throws(GraphicsError) -> (width: Int, height: Int, alpha: [UInt8]) {
    let surface = try image(of: drawing, dpi: dpi, background: nil)
    defer { cairo_surface_destroy(surface) }
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    guard let data = cairo_image_surface_get_data(surface) else {
      throw GraphicsError(.surfaceFailed, "Cairo gave no pixels; is memory short?")
    }
    var alpha: [UInt8] = []
    alpha.reserveCapacity(width * height)
    for row in 0..<height {
      // ARGB32 is a native-endian word; both our platforms are little-endian: B, G, R, A.
      for column in 0..<width { alpha.append(data[row * stride + column * 4 + 3]) }
    }
    return (width, height, alpha)
  }

  /// A painted image surface; the caller destroys it.
  private static func image(
    of drawing: Drawing, dpi: Double, background: Colour?
  ) throws(GraphicsError) -> OpaquePointer {
    let scale = dpi / 25.4
    // A picture of exact pixels must not gain a row by rounding errors.
    let width = (drawing.width * scale - 1e-6).rounded(.up)
    let height = (drawing.height * scale - 1e-6).rounded(.up)
    guard width >= 1, height >= 1, width * height <= Double(pixelsMax), width < 32_000, height < 32_000 else {
      throw GraphicsError(.sizeOutOfRange, "The picture would have too many pixels, or none; choose a lower dpi.")
    }
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height)) else {
      throw GraphicsError(.surfaceFailed, "Cairo could not make an image; is memory short?")
    }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
      cairo_surface_destroy(surface)
      throw GraphicsError(.surfaceFailed, "Cairo could not make an image; is memory short?")
    }
    defer { cairo_destroy(context) }
    if let background {
      cairo_set_source_rgb(context, background.red, background.green, background.blue)
      cairo_paint(context)
    }
    cairo_scale(context, scale, scale)
    if drawing.opacity < 1 { cairo_push_group(context) }
    for shape in drawing.shapes { paint(shape, context) }
    if drawing.opacity < 1 {
      cairo_pop_group_to_source(context)
      cairo_paint_with_alpha(context, drawing.opacity)
    }
    cairo_surface_flush(surface)
    return surface
  }

  private static func paint(_ shape: Shape, _ context: OpaquePointer) {
    cairo_new_path(context)
    for element in shape.path.elements {
      switch element {
      case .move(let point): cairo_move_to(context, point.x, point.y)
      case .line(let point): cairo_line_to(context, point.x, point.y)
      case .curve(let first, let second, let point):
        cairo_curve_to(context, first.x, first.y, second.x, second.y, point.x, point.y)
      case .close: cairo_close_path(context)
      }
    }
    switch shape.paint {
    case .fill(let colour):
      cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
      cairo_fill(context)
    case .stroke(let colour, let width):
      cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
      cairo_set_line_width(context, width)
      cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_stroke(context)
    }
  }
}

/// Collects what a C writer hands over; lives inside one call.
private final class ByteSink {
  private(set) var bytes: [UInt8] = []
  func append(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }
}

extension Drawing {
  /// The picture as PNG with alpha (B-16: 300 dpi or more for paper). `background` nil leaves the ground transparent.
  /// - Throws: `sizeOutOfRange` above 40 megapixels, `surfaceFailed` when memory is short.
  public func png(dpi: Double = 300, background: Colour? = nil) throws(GraphicsError) -> [UInt8] {
    try Canvas.png(self, dpi: dpi, background: background)
  }
}
