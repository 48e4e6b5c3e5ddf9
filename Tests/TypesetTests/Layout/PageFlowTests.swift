import Graphics
import Testing

@testable import Typeset

@Suite("Lines and pages")
struct PageFlowTests {
  private func shape(_ text: String, width: Double = 400, alignment: Alignment = .left) throws -> [ShapedLine] {
    let shaper = try TextShaper(language: .chinese)
    return try shaper.lines(
      [Run(text)], width: width,
      style: TextShaper.Style(family: .sans, size: 10, leading: 1.6, alignment: alignment))
  }

  @Test("Chinese characters are one em wide and lines one leading high")
  func metrics() throws {
    let lines = try shape("合同合同")
    #expect(lines.count == 1)
    #expect(abs(lines[0].width - 40) < 0.05 && abs(lines[0].height - 16) < 0.01)
    #expect(lines[0].runs.flatMap(\.glyphs).count == 4)
  }

  @Test("text wider than the line is broken, a word longer than the line too, line feeds break")
  func breaking() throws {
    #expect(try shape(String(repeating: "字", count: 41)).count == 2)
    #expect(try shape(String(repeating: "f", count: 300)).count > 2)
    #expect(try shape("甲\n乙\n丙").count == 3)
    #expect(try shape("").count == 1)
  }

  @Test("alignment moves the line, not its width", arguments: [(Alignment.centre, 180.0), (.right, 360.0)])
  func alignment(alignment: Alignment, x: Double) throws {
    let line = try #require(try shape("合同合同", alignment: alignment).first)
    #expect(abs((line.runs.first?.x ?? 0) - x) < 0.05)
  }

  @Test("placeholders of running lines are replaced, other braces stay")
  func placeholders() {
    #expect(PageFlow.fill("{page}/{pages} {a} {", page: 2, of: 9) == "2/9 {a} {")
  }

  @Test("a row is split at whole lines, and not at all when none fits")
  func split() {
    let line = ShapedLine(runs: [], width: 0, height: 10, baseline: 8)
    var row = TableRow(cells: [[line, line, line], [line]], padding: 2)
    let none = TableRow(cells: [[line]], padding: 2)
    var copy = none
    #expect(PageFlow.split(&copy, room: 13) == nil)
    let part = PageFlow.split(&row, room: 25)
    #expect(part?.cells.map(\.count) == [2, 1])
    #expect(row.cells.map(\.count) == [1, 0])
  }
}
