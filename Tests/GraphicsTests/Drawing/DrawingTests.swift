import Foundation
import Testing

@testable import Graphics

@Suite("Drawing")
struct DrawingTests {
  private var dot: Drawing {
    var drawing = Drawing(width: 20, height: 10)
    drawing.fill(.rectangle(Bounds(minX: 5, minY: 2, maxX: 15, maxY: 4)), .red)
    return drawing
  }

  @Test("an empty picture has no ink and still makes valid files")
  func empty() throws {
    let drawing = Drawing(width: 10, height: 10)
    #expect(drawing.inkBounds == nil)
    #expect(drawing.pdf().starts(with: Array("%PDF-1.7".utf8)))
    #expect(try drawing.png().starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test("a picture beyond 40 megapixels is refused before memory is taken", arguments: [20_000.0, .infinity, .nan])
  func tooLarge(dpi: Double) {
    #expect(throws: GraphicsError(.sizeOutOfRange, "")) { try Drawing(width: 500, height: 500).png(dpi: dpi) }
  }

  @Test("a millimetre is the same length in pixels, points and SVG units")
  func units() throws {
    let raster = try Canvas.coverage(dot, dpi: 254)
    #expect(raster.width == 200 && raster.height == 100)
    #expect(raster.alpha[30 * 200 + 100] == 255)
    #expect(raster.alpha[15 * 200 + 100] == 0)
    #expect(raster.alpha[30 * 200 + 45] == 0)
    #expect(abs(dot.sizeInPoints.width - 56.693) < 0.001)
    let svg = String(decoding: dot.svg(), as: UTF8.self)
    #expect(svg.contains("viewBox=\"0 0 20 10\"") && svg.contains("width=\"20mm\""))
  }

  @Test("a stroke widens the ink by half its width on each side")
  func strokeBounds() throws {
    var drawing = Drawing(width: 20, height: 20)
    drawing.stroke(.ellipse(center: Point(10, 10), radiusX: 9, radiusY: 9), .red, width: 2)
    let ink = try #require(drawing.inkBounds)
    #expect(abs(ink.minX) < 1e-9 && abs(ink.width - 20) < 1e-9)
  }

  @Test("form content has the y axis of PDF, keeps to the box asked for, and names an opacity state only when needed")
  func formContent() {
    let plain = String(decoding: dot.pdfContent(width: 20, height: 10), as: UTF8.self)
    #expect(plain.hasPrefix("q\n") && plain.hasSuffix("Q\n"))
    #expect(plain.contains("5 8 m"))
    #expect(!plain.contains("gs"))
    var faint = dot
    faint.opacity = 0.8
    #expect(String(decoding: faint.pdfContent(width: 20, height: 10), as: UTF8.self).contains("/GS0 gs"))
    #expect(String(decoding: faint.pdf(), as: UTF8.self).contains("/ca 0.8/CA 0.8"))
    #expect(String(decoding: faint.svg(), as: UTF8.self).contains("opacity=\"0.8\""))
  }

  @Test(
    "numbers are written short and never in scientific notation",
    arguments: [
      (0.0, "0 "), (-0.0001, "0 "), (1.5, "1.5 "), (-2.25, "-2.25 "), (0.001, "0.001 "), (12.0499, "12.05 "),
      (1e300, "1000000000 "), (.nan, "0 "),
    ])
  func numbers(value: Double, text: String) {
    var stream = ContentStream()
    stream.number(value)
    #expect(String(decoding: stream.bytes, as: UTF8.self) == text)
  }

  @Test("transforms compose in the order they are written")
  func transforms() {
    let point = Transform.translation(1, 0).then(.scale(2, 3)).then(.rotation(cosine: 0, sine: 1)).apply(Point(1, 1))
    #expect(abs(point.x + 3) < 1e-12 && abs(point.y - 4) < 1e-12)
  }
}

@Suite("Path bounds")
struct PathTests {
  @Test("the box of a curve is its ink, not its control points")
  func tight() throws {
    var path = Path()
    path.move(to: Point(0, 0))
    path.curve(Point(0, 4), Point(3, 4), to: Point(3, 0))
    let box = try #require(path.bounds)
    #expect(abs(box.maxY - 3) < 1e-9 && box.minX == 0 && box.maxX == 3)
    #expect(Path().bounds == nil)
  }

  @Test("a star has ten corners and its tips on the circle")
  func star() throws {
    let star = Path.star(center: Point(7, 7), radius: 7)
    #expect(star.elements.count == 11)
    let box = try #require(star.bounds)
    #expect(box.minY == 0 && abs(box.center.x - 7) < 1e-9)
  }
}
