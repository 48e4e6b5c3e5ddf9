import Testing

@testable import HeqiDomain

@Suite("Content of templates: components and HTML (J-018)")
struct TemplateReadingTests {
  static let variables = [
    TemplateVariable(key: "name", name: "姓名"), TemplateVariable(key: "sum", name: "金额", kind: .money),
    TemplateVariable(key: "pay", name: "付款", kind: .choice, isRequired: false, options: ["现金", "转账"]),
    TemplateVariable(key: "logo", name: "标志", kind: .image, isRequired: false),
    TemplateVariable(
      key: "items", name: "明细", kind: .table, isRequired: false,
      columns: [TemplateVariable(key: "what", name: "品名"), TemplateVariable(key: "price", name: "单价", kind: .money)]),
  ]

  static func text(_ body: TemplateBody) -> [String] {
    func text(_ inlines: [TemplateInline]) -> String {
      inlines.map { inline -> String in
        switch inline {
        case .text(let text, _): text
        case .place(let place): "⟨\(place.kind.rawValue):\(place.party)#\(place.number)⟩"
        case .reference(let reference, _): "⟪\(reference.text)⟫"
        case .when(_, let inner): "?" + text(inner)
        }
      }.joined()
    }
    return body.blocks.flatMap { block -> [String] in
      switch block {
      case .heading(let level, let inlines, _): ["h\(level) " + text(inlines)]
      case .paragraph(let inlines, _): [text(inlines)]
      case .list(let ordered, let items, _): items.map { (ordered ? "1. " : "- ") + text($0.inlines) }
      case .table(let table): (table.head + table.rows).map { row in row.cells.map { text($0.inlines) }.joined(separator: "|") }
      case .image: ["image"]
      case .rule: ["rule"]
      case .space: ["space"]
      case .pageBreak: ["break"]
      case .when: ["when"]
      }
    }
  }

  static let components = #"""
    {"header": {"left": "编号 {{name}}", "right": "{page}/{pages}"}, "colours": {"ink": {"light": "#102030", "dark": "#fff"}},
     "components": [
      {"type": "title", "text": "协议"}, {"type": "paragraph", "text": "甲方：{{name}}，共 {{sum}}（{{sum|大写}}）", "indent": true},
      {"type": "paragraph", "runs": ["方式 ", {"text": "{{pay|boxes}}", "bold": true, "colour": "var(--ink)"}]},
      {"type": "if", "test": "pay=转账", "then": [{"type": "paragraph", "text": "转账条款"}], "else": [{"type": "rule"}]},
      {"type": "list", "ordered": true, "items": ["一", {"text": "二 {{items.what}}", "repeat": "items"}]},
      {"type": "table", "columns": [{"title": "序"}, {"title": "品名", "width": 3}, {"title": "价", "align": "right"}],
       "rows": [{"cells": ["{{items.#}}", "{{items.what}}", "{{items.price}}"], "repeat": "items"},
        [{"text": "合计", "colspan": 2}, "{{sum}}"]]},
      {"type": "paragraph", "text": "签署：{{seal:PAYER}} {{date:PAYER#2 100x20}}"}, {"type": "image", "variable": "logo", "width": 30}, {"type": "pageBreak"}]}
    """#

  static let html = """
    <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>x</title>
    <style>:root { --ink: #102030; } @media (prefers-color-scheme: dark) { :root { --ink: #fff; } }</style></head><body>
    <header>编号 {{name}}</header><footer style="text-align:right">{page}/{pages}</footer>
    <h1>协议</h1>
    <p style="text-indent: 2em">甲方：{{name}}，共
    {{sum}}（{{sum|upper}}）</p>
    <p>方式 <strong style="color: var(--ink)">{{pay|boxes}}</strong></p>
    <div data-if="pay=转账"><p>转账条款</p></div><hr>
    <ol><li>一</li><li data-repeat="items">二 {{items.what}}</li></ol>
    <table><colgroup><col style="width:10%"><col style="width:60%"><col style="width:30%"></colgroup>
    <thead><tr><th>序</th><th>品名</th><th>价</th></tr></thead>
    <tbody><tr data-repeat="items"><td>{{items.#}}</td><td>{{items.what}}</td><td style="text-align:right">{{items.price}}</td></tr>
    <tr><td colspan="2">合计</td><td>{{sum}}</td></tr></tbody></table>
    <p>签署：{{seal:PAYER}} {{date:PAYER#2 100x20}}</p><img src="{{logo}}" style="width:30mm" alt="标志">
    <p style="page-break-before: always">A &lt;b&gt; &amp; &#20013;</p></body></html>
    """

  @Test("components are read into blocks")
  func readComponents() throws {
    let body = try TemplateBody.read(Self.components, as: .components)
    try body.check(Self.variables)
    #expect(
      Self.text(body) == [
        "h0 协议", "甲方：⟪name⟫，共 ⟪sum⟫（⟪sum⟫）", "方式 ⟪pay⟫", "when", "1. 一", "1. 二 ⟪items.what⟫", "序|品名|价",
        "⟪items.#⟫|⟪items.what⟫|⟪items.price⟫", "合计|⟪sum⟫", "签署：⟨seal:PAYER#1⟩ ⟨date:PAYER#2⟩", "image", "break",
      ])
    #expect(body.colours == ["ink": TemplateShade(light: 0x102030, dark: 0xFFFFFF)])
    #expect(body.places.map(\.width) == [119, 100])
  }

  @Test("HTML is read into the same blocks")
  func readHTML() throws {
    let body = try TemplateBody.read(Self.html, as: .html)
    try body.check(Self.variables)
    #expect(
      Self.text(body) == [
        "h0 协议", "甲方：⟪name⟫，共 ⟪sum⟫（⟪sum⟫）", "方式 ⟪pay⟫", "when", "rule", "1. 一", "1. 二 ⟪items.what⟫", "序|品名|价",
        "⟪items.#⟫|⟪items.what⟫|⟪items.price⟫", "合计|⟪sum⟫", "签署：⟨seal:PAYER#1⟩ ⟨date:PAYER#2⟩", "image", "break", "A <b> & 中",
      ])
    #expect(body.colours == ["ink": TemplateShade(light: 0x102030, dark: 0xFFFFFF)])
    #expect(body.header.left.count == 2 && body.footer.right.count == 1)
  }

  static let refusedHTML: [(String, Int)] = [
    ("<p>a</p>\n<script>alert(1)</script>", 2), ("<p onclick=\"x\">a</p>", 1), ("<p>\n<a href=\"x\">b</a></p>", 2), ("<p style=\"position:fixed\">a</p>", 1),
    ("<p style=\"background:url(x)\">a</p>", 1), ("<iframe src=\"x\"></iframe>", 1), ("<p>a", 1), ("<p>a</div>", 1), ("<p>a & b</p>", 1),
    ("<p>&bogus;</p>", 1), ("<img src=\"https://example.com/x.png\">", 1), ("<img src=\"file:///etc/passwd\">", 1), ("<p class=\"x\">a</p>", 1),
    ("<p a=b>c</p>", 1), ("<table><tr><td>a</td><td>b</td></tr>\n<tr><td>a</td></tr></table>", 2), ("<table><tr><td rowspan=\"2\">a</td></tr></table>", 1),
    ("<table>x<tr><td>a</td></tr></table>", 1), ("<ul><p>a</p></ul>", 1), ("<style>body{color:red}</style>", 1), ("<style>@import url(x);</style>", 1),
    ("<p style=\"color:var(--none)\">a</p>", 1), ("<p>{{</p>", 1), ("<p>{{a b}}</p>", 1), ("<p>{{seal:}}</p>", 1), ("<p>{{seal:A 9x9}}</p>", 1),
    ("<!ENTITY x><p>a</p>", 1), ("<p><![CDATA[x]]></p>", 1), ("<h1 style=\"margin-top:9pt\">a</h1>", 1), ("<header><span>a</span></header>", 1),
    ("<p style=\"font-size:500pt\">a</p>", 1), ("<td>a</td>", 1), ("<td colspan=\"99\">a</td>", 1), ("<svg></svg>", 1),
  ]

  @Test("HTML outside the subset is refused with its line", arguments: refusedHTML.indices)
  func hostileHTML(_ index: Int) {
    let (content, line) = Self.refusedHTML[index]
    do throws(TemplateError) {
      _ = try TemplateBody.read(content, as: .html)
      Issue.record("\(content) was taken")
    } catch { #expect(error.place == "content" && error.line == line, "\(content): \(error)") }
  }

  static let refusedJSON: [(String, Int)] = [
    ("", 1), ("{\n\"components\": [}", 2), ("{\"components\": [], \"script\": \"x\"}", 1), ("[\n{\"type\": \"iframe\"}]", 2), ("[{\"type\": \"paragraph\"}]", 1),
    ("[{\"type\": \"paragraph\", \"text\": \"a\", \"style\": \"x\"}]", 1), ("[{\"type\": \"image\", \"src\": \"http://x\"}]", 1),
    ("[{\"type\": \"if\", \"then\": []}]", 1), ("[{\"type\": \"table\", \"columns\": [{}], \"rows\": [[\"a\", \"b\"]]}]", 1),
    ("[{\"type\": \"table\", \"columns\": [], \"rows\": []}]", 1), ("[{\"type\": \"title\", \"text\": \"a\", \"text\": \"b\"}]", 1),
    ("[{\"type\": \"title\", \"text\": \"a\"},]", 1), ("[{\"type\": \"space\", \"height\": 1e9}]", 1), ("[01]", 1), ("[\"\\ud800\"]", 1), ("nul", 1),
  ]

  @Test("components outside the list are refused with their line", arguments: refusedJSON.indices)
  func hostileJSON(_ index: Int) {
    let (content, line) = Self.refusedJSON[index]
    do throws(TemplateError) {
      _ = try TemplateBody.read(content, as: .components)
      Issue.record("\(content) was taken")
    } catch { #expect(error.place == "content" && error.line == line, "\(content): \(error)") }
  }

  @Test("depth, size and number of pieces are bounded before anything is built")
  func bounds() {
    func code(_ content: String, _ kind: TemplateBody.Kind) -> TemplateError.Code? {
      do throws(TemplateError) {
        try TemplateBody.read(content, as: kind).check([])
        return nil
      } catch { return error.code }
    }
    #expect(code(String(repeating: "<div>", count: 10_000), .html) == .contentUnreadable)
    #expect(code(String(repeating: "[", count: 100_000), .components) == .contentUnreadable)
    #expect(code(String(repeating: "a", count: TemplateLimits.contentBytesMax + 1), .html) == .tooLarge)
    #expect(code(String(repeating: "<hr>", count: TemplateLimits.piecesMax + 1), .html) == .tooLarge)
  }

  static let misplaced: [(String, TemplateError.Code)] = [
    ("<p>{{unknown}}</p>", .variableUndefined), ("<p>{{items.what}}</p>", .variableUndefined), ("<p>{{items}}</p>", .variableUndefined),
    ("<p>{{logo}}</p>", .variableUndefined), ("<p>{{name|upper}}</p>", .variableUndefined), ("<p>{{sum|boxes}}</p>", .variableUndefined),
    ("<p data-if=\"pay=支票\">a</p>", .variableUndefined), ("<p data-if=\"nobody\">a</p>", .variableUndefined), ("<img src=\"{{name}}\">", .variableUndefined),
    ("<ul><li data-repeat=\"name\">a</li></ul>", .variableUndefined), ("<ul><li data-repeat=\"items\">{{items.none}}</li></ul>", .variableUndefined),
    ("<ul><li data-repeat=\"items\">{{seal:A}}</li></ul>", .contentRefused), ("<footer>{{seal:A}}</footer>", .contentRefused),
  ]

  @Test("a variable that is not defined, or of a kind that cannot stand there, is named with its line", arguments: misplaced.indices)
  func misplacedVariable(_ index: Int) {
    let (content, code) = Self.misplaced[index]
    do throws(TemplateError) {
      try TemplateBody.read(content, as: .html).check(Self.variables)
      Issue.record("\(content) was taken")
    } catch { #expect(error.code == code && error.line == 1, "\(content): \(error)") }
  }

  @Test("filling decides conditions, repeats rows and keeps values literal (drill 25)")
  func filling() throws {
    let body = try TemplateBody.read(Self.components, as: .components)
    let hostile = "{{sum}}<script>{{seal:PAYER}} {page} ={1+1}"
    let values = try TemplateValues(
      ["name": .text(hostile), "sum": .text("3"), "pay": .text("转账"), "items": .rows([["what": .text("{{name}}"), "price": .text("1")], ["what": .text("乙"), "price": .text("2")]])],
      for: Self.variables)
    let filled = try body.filled(with: values)
    #expect(
      Self.text(filled) == [
        "h0 协议", "甲方：\(hostile)，共 3.00（叁元整）", "方式 □现金　■转账", "转账条款", "1. 一", "1. 二 {{name}}", "1. 二 乙", "序|品名|价", "1|{{name}}|1.00",
        "2|乙|2.00", "合计|3.00", "签署：⟨seal:PAYER#1⟩ ⟨date:PAYER#2⟩", "break",
      ])
    #expect(filled.places.count == 2, "no value makes a place")
    guard case .text(_, let type)? = filled.header.left.last else { return #expect(Bool(false)) }
    #expect(type.isValue)
    let bare = try body.filled(with: try TemplateValues(["name": .text("a"), "sum": .text("3")], for: Self.variables))
    #expect(Self.text(bare).contains("rule") && !Self.text(bare).contains("转账条款"))
    #expect(!Self.text(bare).contains("1|"))
  }

  @Test("rows and values that multiply are stopped")
  func multiplied() throws {
    let row = "<tr data-repeat=\"items\"><td>{{items.what}}</td></tr>"
    let body = try TemplateBody.read("<table>" + String(repeating: row, count: 400) + "</table>", as: .html)
    try body.check(Self.variables)
    func values(_ rows: Int, _ text: String) throws(TemplateError) -> TemplateValues {
      let list = [[String: TemplateInput]](repeating: ["what": .text(text), "price": .text("1")], count: rows)
      return try TemplateValues(["name": .text("a"), "sum": .text("1"), "items": .rows(list)], for: Self.variables)
    }
    #expect(try !body.filled(with: values(100, "短")).blocks.isEmpty)
    #expect(throws: TemplateError(.tooLarge, at: "variables", "", "")) { try body.filled(with: values(500, "短")) }
    let long = String(repeating: "长", count: 1_000)
    #expect(throws: TemplateError(.tooLarge, at: "variables", "", "")) { try body.filled(with: values(100, long)) }
  }

  @Test("white space of HTML source is collapsed; a line break between Chinese characters is none")
  func space() {
    #expect(InlineSpace.collapsed("甲\n  乙  a\n b") == "甲乙 a b")
    #expect(InlineSpace.collapsed(" a ") == " a ")
  }

  @Test("\\{{ prints two braces")
  func escaped() throws {
    #expect(Self.text(try TemplateBody.read("<p>a \\{{name}} b</p>", as: .html)) == ["a {{name}} b"])
  }
}
