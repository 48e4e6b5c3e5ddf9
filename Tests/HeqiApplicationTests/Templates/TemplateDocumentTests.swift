import HeqiDomain
import PDF
import Testing
import Typeset

@testable import HeqiApplication

@Suite("Filled templates as paper and as pages (J-018, J-019)")
struct TemplateDocumentTests {
  static let variables = [
    TemplateVariable(key: "name", name: "姓名"), TemplateVariable(key: "sum", name: "金额", kind: .money),
    TemplateVariable(
      key: "items", name: "明细", kind: .table, columns: [TemplateVariable(key: "what", name: "品名")]),
  ]
  static let hostile = "<script>alert(1)</script>\"' {{sum}} {page} &amp;"

  static func filled(_ content: String, name: String = "张三") throws -> TemplateBody {
    let body = try TemplateBody.read(content, as: .html)
    try body.check(variables)
    let rows: [[String: TemplateInput]] = (1...3).map { ["what": .text("货\($0)")] }
    return try body.filled(with: try TemplateValues(["name": .text(name), "sum": .text("12.3"), "items": .rows(rows)], for: variables))
  }

  @Test("places keep their party, kind and reading order")
  func places() throws {
    let content = "<p>{{seal:A}}</p><table><tr><td>{{date:B#2}}</td><td>{{sum}}</td></tr></table><p style=\"page-break-before:always\">{{handwriting:A}}</p>"
    let document = TemplateDocument(try Self.filled(content), title: "t")
    #expect(document.places.map(\.party) == ["A", "B", "A"] && document.places.map(\.kind) == [.seal, .date, .handwriting])
    let made = try document.document.renderPlaced()
    #expect(made.anchors.map(\.name) == ["0", "1", "2"] && made.anchors.map(\.page) == [1, 1, 2])
    #expect(try PDFDocument(made.bytes).currentView.pages().count == 2)
  }

  @Test("the same values give the same bytes")
  func deterministic() throws {
    let filled = try Self.filled("<h1>协议</h1><p>{{name}} {{sum|upper}}</p><ul><li data-repeat=\"items\">{{items.what}}</li></ul>")
    #expect(try TemplateDocument(filled, title: "t").pdf() == TemplateDocument(filled, title: "t").pdf())
  }

  @Test("a header counts pages by the template's own braces, never by a value's")
  func margins() throws {
    let document = TemplateDocument(try Self.filled("<header>{{name}} {page}</header><p>a</p>", name: "{page}{pages}"), title: "t")
    #expect(document.document.header?.left == "{{page}{{pages} {page}")
  }

  @Test("a page shows values as text, whatever they hold")
  func escaped() throws {
    let html = TemplatePage.html(try Self.filled("<h2>{{name}}</h2><p>{{seal:A}}</p>", name: Self.hostile), title: Self.hostile)
    #expect(!html.contains("<script") && !html.contains("\"' "))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; {{sum}} {page} &amp;amp;"))
    #expect(html.contains("default-src 'none'") && html.contains("seal · A"))
  }

  @Test("a page has light and dark colours, spans and repeated rows")
  func page() throws {
    let content = """
      <style>:root{--ink:#010203;}@media (prefers-color-scheme: dark){:root{--ink:#fafbfc;}}</style>
      <p style="color:var(--ink)">a<br>b</p><table><tr><th colspan="2">头</th></tr><tr data-repeat="items"><td>{{items.#}}</td><td>{{items.what}}</td></tr></table>
      """
    let html = TemplatePage.html(try Self.filled(content), title: "t")
    #expect(html.contains("--ink:#010203;") && html.contains("--ink:#fafbfc;") && html.contains("color:var(--ink);"))
    #expect(html.contains("a</span>") && html.contains("<br>") && html.contains("colspan=\"2\"") && html.contains("<td>3</td><td>货3</td>"))
  }
}
