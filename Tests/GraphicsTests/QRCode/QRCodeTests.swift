import Testing

@testable import Graphics

@Suite("QR code")
struct QRCodeTests {
  @Test("an empty and an over-long text are refused")
  func refusals() {
    #expect(throws: GraphicsError(.textEmpty, "")) { try QRCode("") }
    #expect(throws: GraphicsError(.payloadTooLarge, "")) { try QRCode(String(repeating: "x", count: 601)) }
  }

  @Test("the three finder patterns stand in their corners (ISO/IEC 18004 §6.3.3)")
  func finders() throws {
    let code = try QRCode("https://example.cn/verify/1")
    #expect((code.side - 17).isMultiple(of: 4))
    #expect(code.modules.count == code.side * code.side)
    let pattern = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    for (left, top) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
      for row in 0..<7 {
        let line = (0..<7).map { code.modules[(top + row) * code.side + left + $0] ? "1" : "0" }.joined()
        #expect(line == pattern[row])
      }
    }
  }

  @Test("the drawing keeps a quiet zone of four modules and draws every dark module")
  func quietZone() throws {
    let code = try QRCode("合契")
    let drawing = code.drawing(width: 30, background: nil)
    let ink = try #require(drawing.inkBounds)
    let module = 30.0 / Double(code.side + 8)
    #expect(abs(ink.minX - 4 * module) < 1e-9 && abs(ink.maxX - (30 - 4 * module)) < 1e-9)
    let face = try Measured(drawing)
    for row in 0..<code.side {
      for column in 0..<code.side {
        let (x, y) = ((Double(column) + 4.5) * module, (Double(row) + 4.5) * module)
        #expect(face.isInk(x, y) == code.modules[row * code.side + column])
      }
    }
  }

  @Test("the bitmap is what the standard reader sees: every module, its quiet zone, and nothing else", arguments: [1, 3, 5])
  func bitmap(scale: Int) throws {
    let code = try QRCode("https://example.cn/s/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6")
    let bytes = try code.png(scale: scale)
    #expect(bytes.count < 2_000)
    let picture = try ReadBack(png: bytes)
    let side = code.side + 2 * QRCode.quietZone
    #expect(picture.width == side * scale && picture.height == side * scale)
    for row in 0..<(side * scale) {
      for column in 0..<(side * scale) {
        let (y, x) = (row / scale - QRCode.quietZone, column / scale - QRCode.quietZone)
        let isInside = (0..<code.side).contains(x) && (0..<code.side).contains(y)
        #expect(picture.isDark(column, row) == (isInside && code.modules[y * code.side + x]))
      }
    }
  }
}
