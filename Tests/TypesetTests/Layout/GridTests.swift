import Graphics
import Testing

@testable import Typeset

@Suite("Grids, anchors and styled paragraphs")
struct GridTests {
  private func code(_ grid: Grid) -> TypesetError.Code? {
    do throws(TypesetError) {
      _ = try Typeset.Document(title: "t", blocks: [.grid(grid)]).render()
      return nil
    } catch { return error.code }
  }

  @Test("cells that do not fill the grid, or reach beyond it, are refused")
  func malformed() {
    let cell = Grid.Cell(["a"])
    #expect(code(Grid(weights: [], rows: [])) == .tableMalformed)
    #expect(code(Grid(weights: [1, .nan], rows: [])) == .tableMalformed)
    #expect(code(Grid(weights: [1, 1], rows: [[cell]])) == .tableMalformed)
    #expect(code(Grid(weights: [1], rows: [[cell, cell]])) == .tableMalformed)
    #expect(code(Grid(weights: [1], rows: [[Grid.Cell(["a"], rows: 2)]])) == .tableMalformed)
    #expect(code(Grid(weights: [1, 1], rows: [[Grid.Cell(["a"], columns: 3)]])) == .tableMalformed)
    let long = Grid.Cell([Run(String(repeating: "字", count: 9_000))], rows: 2)
    #expect(code(Grid(weights: [1, 1], rows: [[long, cell], [cell]])) == .tableMalformed, "joined rows higher than a page")
    #expect(code(Grid(weights: [1, 1], rows: [[cell, cell]])) == nil)
  }

  @Test("cells over columns and rows stand where they belong, and the header on every page")
  func spans() throws {
    var rows: [[Grid.Cell]] = [
      [Grid.Cell(["左"], rows: 2), Grid.Cell(["上右"], columns: 2)], [Grid.Cell(["下中"]), Grid.Cell(["下右"], alignment: .right)],
    ]
    for row in 1...80 { rows.append(["甲\(row)", "乙", "丙"].map { Grid.Cell([Run($0)]) }) }
    let header = [["头一", "头二", "头三"].map { Grid.Cell([Run($0)], bold: true, shade: Colour(hex: 0xEEEEEE)) }]
    let pdf = try JudgedPDF(Typeset.Document(title: "t", blocks: [.grid(Grid(weights: [1, 2, 1], header: header, rows: rows))]).render())
    defer { pdf.remove() }
    #expect(try pdf.run("qpdf", ["--check", pdf.path]).code == 0)
    let pages = try pdf.pages
    #expect(pages >= 2)
    for page in 1...pages { #expect(try pdf.text(page: page).contains("头二")) }
    let text = try pdf.text()
    for row in 1...80 { #expect(text.contains("甲\(row) ") || text.contains("甲\(row)\n"), "row \(row)") }
    let words = try pdf.words()
    let left = try #require(words.first { $0.text == "左" }), under = try #require(words.first { $0.text == "下中" })
    let above = try #require(words.first { $0.text == "上右" })
    #expect(left.box[1] > above.box[1] && left.box[1] < under.box[1], "a joined cell's text stands in its middle")
    #expect(abs(above.box[0] - under.box[0]) < 1)
  }

  @Test("a cell higher than a page goes on, without losing a word")
  func splitting() throws {
    let long = (1...2_500).map { "字\($0)" }.joined(separator: ",")
    let pdf = try JudgedPDF(Typeset.Document(title: "t", blocks: [.grid(Grid(weights: [1, 4], rows: [[Grid.Cell(["左"]), Grid.Cell([Run(long)])]]))]).render())
    defer { pdf.remove() }
    #expect(try pdf.pages >= 3)
    let text = try pdf.text().filter { !$0.isWhitespace }
    #expect(text.contains("字2500") && text.contains("字1,字2"))
  }

  @Test("an anchor takes its room in the text, and its place is told")
  func anchors() throws {
    let runs: [Run] = ["甲方（盖章）：", .anchor(Run.Anchor("seal", width: 119, height: 100)), " 之后"]
    let document = Typeset.Document(
      title: "t",
      blocks: [
        .pageBreak, .paragraph("第一页"), .pageBreak, .styled(Paragraph(runs)),
        .grid(Grid(weights: [1, 1], rows: [[Grid.Cell(["x"]), Grid.Cell([.anchor(Run.Anchor("date", width: 50, height: 20))], alignment: .right)]])),
      ])
    let rendered = try document.renderPlaced()
    #expect(rendered.pageCount == 2 && rendered.anchors.map(\.name) == ["seal", "date"] && rendered.anchors.map(\.page) == [2, 2])
    let pdf = try JudgedPDF(rendered.bytes)
    defer { pdf.remove() }
    let words = try pdf.words()
    let before = try #require(words.first { $0.text.hasPrefix("甲方") }), after = try #require(words.first { $0.text.hasPrefix("之后") })
    let seal = rendered.anchors[0]
    let middle = 841.89 - (before.box[1] + before.box[3]) / 2
    #expect(abs(seal.x - before.box[2]) < 2 && after.box[0] >= seal.x + 119, "\(seal) \(before) \(after)")
    #expect(seal.y < middle && middle < seal.y + 100 && abs(seal.y + 50 - middle) < 8)
    #expect(try !pdf.text().contains("\u{FFFC}"), "the room is no character")
    let date = rendered.anchors[1]
    #expect(abs(date.x + date.width - (595.276 - 56 - 5)) < 1)
  }

  @Test("an indent moves the first line by two characters and no other")
  func indent() throws {
    let shaper = try TextShaper(language: .chinese)
    let looks = TextShaper.Style(family: .serif, size: 10, leading: 1.6, indent: 20)
    let lines = try shaper.lines([Run(String(repeating: "字", count: 60))], width: 200, style: looks)
    #expect(lines.map { $0.runs.first?.x ?? -1 } == [20, 0, 0, 0])
    #expect(lines[0].runs.flatMap(\.glyphs).count == 18)
  }

  @Test("braces of users count no pages")
  func literal() {
    let typed = "{page} {{x}} {"
    #expect(PageFlow.fill(Typeset.Document.RunningLine.literal(typed) + " {page}", page: 3, of: 9) == typed + " 3")
  }

  @Test("a line is drawn below underlined text")
  func underline() throws {
    let plain = try Typeset.Document(title: "t", blocks: [.paragraph([Run("空白")])]).render()
    let lined = try Typeset.Document(title: "t", blocks: [.paragraph([Run("空白", underline: true)])]).render()
    #expect(lined.count > plain.count)
  }
}
