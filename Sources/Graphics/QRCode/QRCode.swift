internal import CQREncode

/// A QR code (ISO/IEC 18004) as a matrix of modules and as vectors.
public struct QRCode: Sendable, Equatable {
  /// Longest payload in bytes; larger codes are too fine for a phone at 25 mm.
  public static let payloadBytesMax = 600
  /// Light border in modules (ISO/IEC 18004 §6.3.8).
  public static let quietZone = 4

  /// Modules on one side, quiet zone not included.
  public let side: Int
  /// Row by row; true is dark.
  public let modules: [Bool]

  /// Encodes the UTF-8 bytes of `text` with error correction M (15 %).
  /// - Throws: `textEmpty`, `payloadTooLarge`, `surfaceFailed` when memory is short.
  public init(_ text: String) throws(GraphicsError) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw GraphicsError(.textEmpty, "A QR code needs a text.") }
    guard bytes.count <= Self.payloadBytesMax else {
      throw GraphicsError(.payloadTooLarge, "The text is too long for a QR code; use a shorter link.")
    }
    // QRcode_encodeData keeps no state between calls, so threads need no lock.
    guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
      throw GraphicsError(.surfaceFailed, "The QR code could not be made; is memory short?")
    }
    defer { QRcode_free(code) }
    side = Int(code.pointee.width)
    guard side > 0, let data = code.pointee.data else {
      throw GraphicsError(.surfaceFailed, "The QR code came out empty.")
    }
    modules = UnsafeBufferPointer(start: data, count: side * side).map { $0 & 1 == 1 }
  }

  /// The code with its quiet zone in a square of `width` millimetres; neighbouring dark modules are one rectangle, so no
  /// hairlines show between them.
  public func drawing(width: Double = 25, colour: Colour = Colour(hex: 0x000000), background: Colour? = .white) -> Drawing {
    var drawing = Drawing(width: width, height: width)
    let module = width / Double(side + 2 * Self.quietZone)
    if let background { drawing.fill(.rectangle(Bounds(minX: 0, minY: 0, maxX: width, maxY: width)), background) }
    var path = Path()
    for row in 0..<side {
      var column = 0
      while column < side {
        guard modules[row * side + column] else {
          column += 1
          continue
        }
        let start = column
        while column < side, modules[row * side + column] { column += 1 }
        let top = Double(row + Self.quietZone) * module
        path.append(
          .rectangle(
            Bounds(
              minX: Double(start + Self.quietZone) * module, minY: top,
              maxX: Double(column + Self.quietZone) * module, maxY: top + module)))
      }
    }
    drawing.fill(path, colour)
    return drawing
  }
}
