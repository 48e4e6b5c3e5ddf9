internal import CPango

/// A raster picture as PDF wants it (ISO 32000-2 §8.9.5).
struct PixelImage: Equatable {
  /// Pixels; larger pictures are refused.
  static let pixelsMax = 40_000_000

  /// What the image stream holds.
  enum Samples: Equatable {
    /// 8-bit RGB, and opacity when some pixel is not opaque.
    case rgb([UInt8], alpha: [UInt8]?)
    /// A JPEG file as it is.
    case jpeg([UInt8], components: Int)
  }

  let width: Int
  let height: Int
  let samples: Samples

  /// Decodes a PNG with Cairo; its size is read from the header first.
  /// - Throws: `imageUnreadable`.
  init(png: [UInt8]) throws(TypesetError) {
    let unreadable = TypesetError(.imageUnreadable, "The picture is not a readable PNG of at most 40 megapixels.")
    // IHDR is always the first chunk (PNG §11.2.2): width and height are bytes 16…23.
    guard png.count > 33, png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { throw unreadable }
    func word(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(png[offset + $1]) } }
    let (wide, high) = (word(16), word(20))
    guard wide > 0, high > 0, wide <= 32_000, high <= 32_000, wide * high <= Self.pixelsMax else { throw unreadable }
    let source = PNGSource(png)
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(
        { closure, data, length in
          guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
          let target = UnsafeMutableBufferPointer(start: data, count: Int(length))
          return Unmanaged<PNGSource>.fromOpaque(closure).takeUnretainedValue().read(into: target)
            ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
        }, Unmanaged.passUnretained(source).toOpaque())
    }
    guard let surface else { throw unreadable }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface),
      Int(cairo_image_surface_get_width(surface)) == wide, Int(cairo_image_surface_get_height(surface)) == high
    else { throw unreadable }
    let hasAlpha = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_ARGB32
    guard hasAlpha || cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24 else { throw unreadable }
    let stride = Int(cairo_image_surface_get_stride(surface))
    var rgb: [UInt8] = []
    var alpha: [UInt8] = []
    rgb.reserveCapacity(wide * high * 3)
    var opaque = true
    for row in 0..<high {
      for column in 0..<wide {
        // Native-endian words on little-endian machines: B, G, R, A, colours already multiplied by A.
        let pixel = data + row * stride + column * 4
        let a = hasAlpha ? Int(pixel[3]) : 255
        for channel in [2, 1, 0] { rgb.append(a == 0 ? 0 : UInt8(min(Int(pixel[channel]) * 255 / a, 255))) }
        if hasAlpha {
          alpha.append(UInt8(a))
          opaque = opaque && a == 255
        }
      }
    }
    width = wide
    height = high
    samples = .rgb(rgb, alpha: opaque ? nil : alpha)
  }

  /// Takes a JPEG without decoding it; only its markers are read (ITU-T T.81 annex B).
  /// - Throws: `imageUnreadable` for anything but 8-bit grey or three-component pictures within the pixel limit.
  init(jpeg: [UInt8]) throws(TypesetError) {
    let unreadable = TypesetError(.imageUnreadable, "The picture is not a grey or RGB JPEG of at most 40 megapixels.")
    guard jpeg.starts(with: [0xFF, 0xD8]) else { throw unreadable }
    var at = 2
    while at + 9 < jpeg.count {
      guard jpeg[at] == 0xFF else { throw unreadable }
      let marker = jpeg[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      let length = Int(jpeg[at + 2]) << 8 | Int(jpeg[at + 3])
      guard length >= 2, marker != 0xDA else { throw unreadable }
      if [0xC0, 0xC1, 0xC2].contains(marker) {
        let high = Int(jpeg[at + 5]) << 8 | Int(jpeg[at + 6])
        let wide = Int(jpeg[at + 7]) << 8 | Int(jpeg[at + 8])
        let components = Int(jpeg[at + 9])
        guard jpeg[at + 4] == 8, components == 1 || components == 3, wide > 0, high > 0,
          wide * high <= Self.pixelsMax
        else { throw unreadable }
        width = wide
        height = high
        samples = .jpeg(jpeg, components: components)
        return
      }
      at += 2 + length
    }
    throw unreadable
  }
}

/// Feeds PNG bytes to Cairo; lives inside one call.
private final class PNGSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into target: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    guard position + target.count <= bytes.count else { return false }
    _ = target.update(fromContentsOf: bytes[position..<(position + target.count)])
    position += target.count
    return true
  }
}
