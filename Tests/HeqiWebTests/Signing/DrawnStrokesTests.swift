import Graphics
@testable import HeqiWeb
import Testing

@Suite("strokes from the pad")
struct DrawnStrokesTests {
  @Test("what is no drawing is refused", arguments: [
    "", "10 20 0 0", "400 200|", "400|1 2 3 0", "0 200|1 2 3 0", "400 -1|1 2 3 0", "400 200|1 2 3", "400 200|nan 2 3 0", "1e9 200|1 2 3 0",
    "400 200|999999999 1 1 0",
  ])
  func refused(text: String) { #expect(DrawnStrokes.read(text) == nil) }

  @Test("samples keep place, time and pressure; no pressure is none")
  func read() throws {
    let drawing = try #require(DrawnStrokes.read("300 400|10 20 0 0 11.5 21 16 0.42;50 60 30 1"))
    #expect(drawing.diagonal == 500)
    #expect(drawing.handwriting.strokes.count == 2)
    let second = drawing.handwriting.strokes[0][1]
    #expect(second.x == 11.5 && second.y == 21 && second.time == 16 && second.pressure == 0.42)
    #expect(drawing.handwriting.strokes[0][0].pressure == nil)
  }

  @Test("a drawing has an end")
  func bounded() {
    #expect(DrawnStrokes.read("300 400|" + String(repeating: "1 2 3 0 ", count: 40_000)) == nil)
  }
}
