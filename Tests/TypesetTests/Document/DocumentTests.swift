import Foundation
import Graphics
import Testing

@testable import Typeset

@Suite("Documents as other programs read them")
struct DocumentTests {
  private func judged(_ document: Typeset.Document, _ body: (JudgedPDF) throws -> Void) throws {
    let pdf = try JudgedPDF(document.render())
    defer { pdf.remove() }
    #expect(try pdf.run("qpdf", ["--check", pdf.path]).code == 0)
    try body(pdf)
  }

  @Test("an empty document is one valid empty page")
  func empty() throws {
    try judged(Typeset.Document(title: "", blocks: [])) { (pdf: JudgedPDF) throws in
      #expect(try pdf.pages == 1)
      #expect(try pdf.text().trimmingCharacters(in: .whitespacesAndNewlines) == "")
    }
  }

  @Test("Chinese and Latin text can be searched and copied, and every font is an embedded subset")
  func searchable() throws {
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    let document = Typeset.Document(
      title: "存证报告(测试)",
      blocks: [
        .heading(0, "存证报告"), .paragraph([Run("甲方:"), .bold("合契科技有限公司"), Run(" Heqi Ltd. 𠮷野 ①")]),
        .keyValues([KeyValue("文件哈希", hash, mono: true)]),
      ], createdSeconds: 1_767_225_600)
    try judged(document) { (pdf: JudgedPDF) throws in
      let text = try pdf.text()
      for wanted in ["存证报告", "甲方:合契科技有限公司 Heqi Ltd. 𠮷野 ①", "文件哈希", hash] { #expect(text.contains(wanted), "\(wanted)") }
      let fonts = try pdf.run("pdffonts", [pdf.path]).text.split(separator: "\n").dropFirst(2)
      #expect(fonts.count >= 3)
      for font in fonts { #expect(font.contains("yes yes yes") && font.contains("+"), "\(font)") }
      let info = try pdf.run("pdfinfo", ["-isodates", pdf.path]).text
      #expect(info.contains("存证报告(测试)") && info.contains("2026-01-01T00:00:00Z"))
    }
  }

  @Test("the same document gives the same bytes, on several threads at once")
  func deterministic() async throws {
    let document = Typeset.Document(title: "一", blocks: [.heading(1, "章"), .paragraph("内容 content 123")])
    let expected = try document.render()
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<12 { group.addTask { @concurrent in try document.render() == expected } }
      for try await same in group { #expect(same) }
    }
  }

  @Test("header, footer and page numbers stand on every page; the watermark does not disturb the text")
  func running() throws {
    let document = Typeset.Document(
      title: "t", blocks: [.paragraph("第一"), .pageBreak, .paragraph("第二"), .pageBreak, .paragraph("第三")],
      header: .init(left: "合契", right: "编号 {x}"), footer: .init(centre: "第 {page} 页,共 {pages} 页"),
      watermark: "样本")
    try judged(document) { (pdf: JudgedPDF) throws in
      #expect(try pdf.pages == 3)
      for page in 1...3 {
        let text = try pdf.text(page: page)
        #expect(text.contains("合契") && text.contains("编号 {x}") && text.contains("第 \(page) 页,共 3 页"))
        #expect(!text.contains("样本"))
      }
    }
  }

  @Test("a long table repeats its header on every page and loses no row")
  func longTable() throws {
    let rows = (1...120).map { ["\($0)号", "事件\($0)", "说明"] }
    let table = Table(columns: [.init(), .init(), .init(weight: 3)], header: ["序号", "事件", "说明文字"], rows: rows)
    try judged(Typeset.Document(title: "t", blocks: [.heading(1, "日志"), .table(table)])) { (pdf: JudgedPDF) throws in
      let count = try pdf.pages
      #expect(count >= 3)
      for page in 1...count { #expect(try pdf.text(page: page).contains("说明文字")) }
      let text = try pdf.text()
      for row in 1...120 { #expect(text.contains("事件\(row) ") || text.contains("事件\(row)\n"), "row \(row)") }
    }
  }

  @Test("a cell longer than a page is split between its lines and continues")
  func hugeCell() throws {
    let long = (1...2_500).map { "字\($0)" }.joined(separator: ",")
    let table = Table(columns: [.init(), .init(weight: 4)], header: ["甲", "乙"], rows: [["左", long]])
    try judged(Typeset.Document(title: "t", blocks: [.table(table)])) { (pdf: JudgedPDF) throws in
      #expect(try pdf.pages >= 3)
      let text = try pdf.text().filter { !$0.isWhitespace }
      #expect(text.contains("字2500") && text.contains("字1,字2"))
    }
  }

  @Test("nothing is set outside the margins, and Chinese punctuation never begins a line")
  func margins() throws {
    let text = String(repeating: "双方同意,本合同自双方签署之日起生效;有效期为一年。", count: 30)
    try judged(Typeset.Document(title: "t", blocks: [.paragraph(text), .paragraph([Run(text)], .justified)])) { (pdf: JudgedPDF) throws in
      let words = try pdf.words()
      #expect(words.count > 10)
      for word in words {
        #expect(word.box[0] > 55 && word.box[2] < 595.3 - 55, "\(word)")
        #expect(!",;。".contains(word.text.first ?? "字"), "\(word.text.prefix(4))")
      }
    }
  }

  @Test("a heading is never the last line of a page")
  func headingWithText() throws {
    for lines in 36...46 {
      var blocks = (0..<lines).map { _ in Block.paragraph("行") }
      blocks += [.heading(1, "标题在此"), .paragraph("正文跟随")]
      let pdf = try JudgedPDF(Typeset.Document(title: "t", blocks: blocks).render())
      defer { pdf.remove() }
      for page in 1...(try pdf.pages) {
        let text = try pdf.text(page: page)
        #expect(text.contains("标题在此") == text.contains("正文跟随"))
      }
    }
  }

  @Test("the text is tagged: headings, paragraphs, lists and tables, each word once; rules and repeated heads are none")
  func tagged() throws {
    let rows = (1...70).map { ["\($0)", "事件"] }
    let table = Table(columns: [.init(), .init()], header: ["序号", "说明文字"], rows: rows)
    let document = Typeset.Document(
      title: "t",
      blocks: [
        .heading(0, "题目"), .heading(1, "章"), .paragraph([Run("正文"), Run("下划", underline: true), Run("之后")]), .list(ordered: true, [["项目"]]),
        .keyValues([KeyValue("键", "值")]), .table(table), .grid(Grid(weights: [1, 1], header: [[Grid.Cell(["格头"]), Grid.Cell(["乙"])]], rows: [[Grid.Cell(["格"], columns: 2)]])),
        .rule,
      ], header: .init(left: "页眉"), footer: .init(centre: "{page}"), watermark: "样本")
    try judged(document) { (pdf: JudgedPDF) throws in
      #expect(try pdf.run("pdfinfo", [pdf.path]).text.contains(/Tagged: +yes/))
      let tree = try pdf.run("pdfinfo", ["-struct-text", pdf.path]).text
      for role in ["Document", "H1", "H2", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD"] { #expect(tree.contains("\(role) ") || tree.contains("\(role)\n"), "\(role)") }
      #expect(tree.split(separator: "说明文字").count == 2, "a head that is repeated is read once")
      #expect(tree.contains("题目") && tree.contains("正文下划之后") && tree.contains("格头") && tree.contains("70"))
      #expect(!tree.contains("页眉") && !tree.contains("样本"))
    }
  }

  @Test("right to left and unknown characters do no harm")
  func strange() throws {
    let text = "العربية \u{E001} \u{0}\u{7F}\t é\u{301} \u{1F600} \u{202E}abc\u{202C} 㐀"
    try judged(Typeset.Document(title: "\u{1F600}", blocks: [.paragraph(text)])) { (pdf: JudgedPDF) throws in
      #expect(try pdf.text().contains("㐀"))
    }
  }
}

@Suite("Document refusals")
struct DocumentRefusalTests {
  private func code(_ blocks: [Block]) -> TypesetError.Code? {
    do {
      _ = try Typeset.Document(title: "t", blocks: blocks).render()
      return nil
    } catch { return error.code }
  }

  @Test("a table with a wrong number of cells is refused")
  func table() {
    let columns = [Table.Column(), Table.Column()]
    #expect(code([.table(Table(columns: [], header: [String](), rows: []))]) == .tableMalformed)
    #expect(code([.table(Table(columns: columns, header: ["a"], rows: []))]) == .tableMalformed)
    #expect(code([.table(Table(columns: columns, header: [], rows: [["a"]]))]) == .tableMalformed)
    #expect(code([.table(Table(columns: [.init(weight: .nan)], header: [], rows: [["a"]]))]) == .tableMalformed)
    #expect(code([.table(Table(columns: columns, header: [String](), rows: []))]) == nil)
  }

  @Test("pictures that are none are refused")
  func pictures() {
    for bytes in [[], [0x89, 0x50], [UInt8](repeating: 0xFF, count: 100), [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8]] {
      #expect(code([.image(Picture(.png(bytes)))]) == .imageUnreadable)
      #expect(code([.image(Picture(.jpeg(bytes)))]) == .imageUnreadable)
    }
  }

  @Test("a PNG that claims more than 40 megapixels is refused by its header alone")
  func bomb() {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    bytes += [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 6, 0, 0, 0, 0, 0, 0, 0]
    bytes += [UInt8](repeating: 0, count: 64)
    #expect(code([.image(Picture(.png(bytes)))]) == .imageUnreadable)
  }

  @Test("too many pages and too much text in one block are refused")
  func tooMuch() {
    let breaks = (0...Typeset.Document.pagesMax).flatMap { _ in [Block.paragraph("字"), .pageBreak] }
    #expect(code(breaks) == .tooManyPages)
    #expect(code([.paragraph(String(repeating: "字", count: 400_000))]) == .tooMuchText)
  }
}

@Suite("Pictures in documents")
struct PictureTests {
  @Test("vectors, PNG with alpha and JPEG stand in the file at their width")
  func kinds() throws {
    var face = try NameSeal(name: "李小明").drawing()
    face.opacity = 0.85
    let png = try face.png(dpi: 150)
    let document = Typeset.Document(
      title: "t",
      blocks: [
        .image(Picture(.drawing(face), alignment: .right)), .image(Picture(.png(png), width: 20)),
        .image(Picture(.png(png), width: 20, alignment: .centre)),
      ])
    let pdf = try JudgedPDF(document.render())
    defer { pdf.remove() }
    #expect(try pdf.run("qpdf", ["--check", pdf.path]).code == 0)
    let images = try pdf.run("pdfimages", ["-list", pdf.path]).text.split(separator: "\n").dropFirst(2)
    // One picture used twice is stored once, with its mask.
    #expect(images.contains { $0.contains(" image ") } && images.contains { $0.contains(" smask ") })
    #expect(Set(images.compactMap { $0.split(separator: " ").dropFirst(10).first }).count <= 2)
  }

  @Test("the size of a JPEG is read from its frame header, whatever stands before it")
  func jpegHeader() throws {
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0, 10, 0, 20, 3]
    bytes += [UInt8](repeating: 0, count: 20)
    let image = try PixelImage(jpeg: bytes)
    #expect(image.width == 20 && image.height == 10)
    bytes[18] = 4  // CMYK
    #expect(throws: TypesetError(.imageUnreadable, "")) { try PixelImage(jpeg: bytes) }
  }
}
