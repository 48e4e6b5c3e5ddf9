import Testing

@testable import Graphics

@Suite("text in a box")
struct TextBoxTests {
  private func ink(_ box: TextBox) throws -> Bounds { try #require(try box.drawing().inkBounds) }
  private let unit = Drawing.pointsPerMillimetre

  @Test("a line stands where it is asked to and keeps its size")
  func line() throws {
    let left = try ink(TextBox("Hello", width: 200, height: 20, size: 12))
    let right = try ink(TextBox("Hello", width: 200, height: 20, size: 12, alignment: .right))
    let center = try ink(TextBox("Hello", width: 200, height: 20, size: 12, alignment: .center))
    #expect(left.minX * unit < 5 && right.maxX * unit > 195)
    #expect(abs((center.minX + center.maxX) / 2 * unit - 100) < 2)
    #expect(abs((left.maxX - left.minX) - (right.maxX - right.minX)) < 0.01)
  }

  @Test("text that does not fit is made smaller, never cut", arguments: [true, false])
  func fits(_ isMultiline: Bool) throws {
    let text = String(repeating: "甲方 contract ", count: 5)
    let box = try ink(TextBox(text, width: 150, height: 40, size: 30, isMultiline: isMultiline))
    #expect(box.minX >= 0 && box.maxX * unit <= 150 && box.minY >= 0 && box.maxY * unit <= 40)
  }

  @Test("lines break between words and between Chinese characters")
  func lines() throws {
    let one = try ink(TextBox("one two three four", width: 60, height: 90, size: 10, isMultiline: true))
    let wide = try ink(TextBox("one two three four", width: 300, height: 90, size: 10, isMultiline: true))
    #expect(one.height > wide.height * 1.8)
    let chinese = try ink(TextBox("合同甲方乙方签署日期", width: 55, height: 90, size: 10, isMultiline: true))
    #expect(chinese.maxX * unit <= 55 && chinese.height * unit > 20)
    let broken = try ink(TextBox("a\n\nb", width: 300, height: 90, size: 10, isMultiline: true))
    #expect(broken.height * unit > 24)
  }

  @Test("cells hold one character each, at the side that is asked for")
  func cells() throws {
    let left = try ink(TextBox("123", width: 80, height: 20, size: 12, cellCount: 8))
    let right = try ink(TextBox("123", width: 80, height: 20, size: 12, alignment: .right, cellCount: 8))
    #expect(left.maxX * unit < 30 && right.minX * unit > 50)
  }

  @Test(
    "no text, too much of it, no room and unknown characters are refused",
    arguments: [
      (TextBox("", width: 9, height: 9), GraphicsError.Code.sizeOutOfRange),
      (TextBox(String(repeating: "a", count: 5001), width: 9, height: 9), .sizeOutOfRange),
      (TextBox("a", width: 3, height: 9), .sizeOutOfRange), (TextBox(String(repeating: "M", count: 900), width: 50, height: 9), .sizeOutOfRange),
      (TextBox("\u{10F7AB}", width: 90, height: 9), .glyphMissing),
    ])
  func refused(_ box: TextBox, _ code: GraphicsError.Code) {
    #expect(throws: GraphicsError(code, "")) { try box.drawing() }
  }
}
