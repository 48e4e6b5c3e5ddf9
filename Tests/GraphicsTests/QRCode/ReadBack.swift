import CPango
import Testing

/// A PNG as libpng reads it, through Cairo: an eye other than ours.
struct ReadBack {
  let width: Int
  let height: Int
  private let pixels: [UInt8]
  private let stride: Int

  init(png: [UInt8]) throws {
    var source = Source(bytes: png)
    let surface = withUnsafeMutablePointer(to: &source) { source in
      cairo_image_surface_create_from_png_stream(
        { closure, data, length in
          guard let source = closure?.assumingMemoryBound(to: Source.self), let data,
            source.pointee.offset + Int(length) <= source.pointee.bytes.count
          else { return CAIRO_STATUS_READ_ERROR }
          for index in 0..<Int(length) { data[index] = source.pointee.bytes[source.pointee.offset + index] }
          source.pointee.offset += Int(length)
          return CAIRO_STATUS_SUCCESS
        }, source)
    }
    defer { cairo_surface_destroy(surface) }
    try #require(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    stride = Int(cairo_image_surface_get_stride(surface))
    let data = try #require(cairo_image_surface_get_data(surface))
    pixels = Array(UnsafeBufferPointer(start: data, count: stride * height))
  }

  /// Four bytes a pixel, as Cairo turns every PNG into.
  func isDark(_ column: Int, _ row: Int) -> Bool { pixels[row * stride + column * 4] < 128 }

  private struct Source {
    let bytes: [UInt8]
    var offset = 0
  }
}
