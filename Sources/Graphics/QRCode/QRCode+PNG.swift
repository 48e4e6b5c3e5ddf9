internal import CZlib

extension QRCode {
  /// The code with its quiet zone as a bitmap of one bit a pixel (ISO/IEC 15948): about 500 bytes, and hundreds of times
  /// cheaper than drawing it, because no line has to be set and no colour mixed.
  ///
  /// - Parameter scale: pixels on a side of one module, 1…32.
  /// - Throws: `surfaceFailed` when memory is short.
  public func png(scale: Int = 5) throws(GraphicsError) -> [UInt8] {
    let scale = min(max(1, scale), 32)
    let width = (side + 2 * Self.quietZone) * scale
    var header = Self.bigEndian(UInt32(width)) + Self.bigEndian(UInt32(width))
    // Bit depth 1, greyscale, and the only methods of compression, filtering and interlacing there are.
    header += [1, 0, 0, 0, 0]
    return Self.signature + Self.chunk("IHDR", header) + Self.chunk("IDAT", try Self.compressed(rows(scale, width)))
      + Self.chunk("IEND", [])
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let noFilter: UInt8 = 0
  /// Filter type Up (§9.2): a row equal to the one above is nothing but zeros.
  private static let upFilter: UInt8 = 2

  /// Every row with its filter type before it; a set bit is light.
  private func rows(_ scale: Int, _ width: Int) -> [UInt8] {
    let length = (width + 7) / 8
    let light = [Self.noFilter] + [UInt8](repeating: 0xFF, count: length)
    let same = [Self.upFilter] + [UInt8](repeating: 0, count: length)
    var out: [UInt8] = []
    out.reserveCapacity(width * (length + 1))
    func add(_ row: [UInt8], times: Int) {
      out += row
      for _ in 1..<max(1, times) { out += same }
    }
    add(light, times: Self.quietZone * scale)
    for row in 0..<side {
      var line = light
      for column in 0..<side where modules[row * side + column] {
        let start = (column + Self.quietZone) * scale
        for pixel in start..<(start + scale) { line[1 + pixel / 8] &= ~(0x80 >> UInt8(pixel % 8)) }
      }
      add(line, times: scale)
    }
    add(light, times: Self.quietZone * scale)
    return out
  }

  /// Length, type, content and CRC-32 over type and content (§5.3).
  private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + content
    return bigEndian(UInt32(content.count)) + body + bigEndian(UInt32(crc32(0, body, UInt32(body.count))))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number >> 24), UInt8(truncatingIfNeeded: number >> 16), UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
  }

  /// The zlib format at its fastest level.
  private static func compressed(_ bytes: [UInt8]) throws(GraphicsError) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    var status = Z_OK
    let result = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
      status = compress2(target.baseAddress, &size, bytes, UInt(bytes.count), Z_BEST_SPEED)
      count = status == Z_OK ? Int(size) : 0
    }
    guard status == Z_OK else { throw GraphicsError(.surfaceFailed, "The QR code could not be compressed; is memory short?") }
    return result
  }
}
