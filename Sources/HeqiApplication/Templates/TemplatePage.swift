package import HeqiDomain

/// A filled template as one HTML page that needs nothing else (J-018, J-019): for previews, light and dark.
package enum TemplatePage {
  package static func html(_ filled: TemplateBody, title: String) -> String {
    var page = TemplatePageWriter()
    let names = filled.colours.keys.sorted()
    let light = names.map { "--\($0):\(hex(filled.colours[$0]?.light ?? 0));" }.joined()
    let dark = names.compactMap { name in filled.colours[name]?.dark.map { "--\(name):\(hex($0));" } }.joined()
    page.out = """
      <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">\
      <title>\(escaped(title))</title><style>:root{color-scheme:light dark;\(light)}\
      @media (prefers-color-scheme:dark){:root{\(dark)}body{background:#1d1b19;color:#e8e4dc}th{background:#2c2926}}\
      body{font:16px/1.75 "Noto Serif CJK SC",serif;max-width:46em;margin:2em auto;padding:0 1em;overflow-wrap:anywhere}\
      h1{text-align:center}table{border-collapse:collapse;width:100%}td,th{border:1px solid #b9b1a4;padding:.3em .5em;text-align:left;vertical-align:top}\
      th{background:#f4f1ea}img{max-width:100%}.place{display:inline-block;border:1px dashed #a33;color:#a33;vertical-align:middle;\
      text-align:center}.margin{color:#777;display:flex;justify-content:space-between;font-size:.8em}.break{border:0;border-top:2px dashed #b9b1a4}\
      @media (prefers-color-scheme:dark){th{background:#2c2926}}</style></head><body>
      """
    page.margin(filled.header, "header")
    for block in filled.blocks { page.block(block) }
    page.margin(filled.footer, "footer")
    return page.out + "</body></html>\n"
  }

  static func hex(_ colour: UInt32) -> String {
    let digits = String(colour & 0xFF_FFFF, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Text for content and quoted attributes.
  static func escaped(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": break
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

private struct TemplatePageWriter {
  var out = ""

  mutating func block(_ block: TemplateBlock) {
    switch block {
    case .heading(let level, let text, let look):
      element("h\(level + 1)", look) { $0.inlines(text) }
    case .paragraph(let text, let look): element("p", look) { $0.inlines(text) }
    case .list(let ordered, let items, let look):
      element(ordered ? "ol" : "ul", look) { page in
        for item in items { page.element("li", TemplateLook()) { $0.inlines(item.inlines) } }
      }
    case .table(let table): self.table(table)
    case .image(let image):
      guard case .picture(let picture) = image.source else { return }
      let width = image.width.map { " style=\"width:\($0)mm\"" } ?? ""
      out += "<p style=\"text-align:\(image.alignment.rawValue)\"><img src=\"\(picture.dataURI)\" alt=\"\(TemplatePage.escaped(image.label))\"\(width)></p>"
    case .rule: out += "<hr>"
    case .space(let height): out += "<div style=\"height:\(height)pt\"></div>"
    case .pageBreak: out += "<hr class=\"break\">"
    case .when: break
    }
  }

  mutating func margin(_ margin: TemplateMargin, _ name: String) {
    guard !margin.isEmpty else { return }
    out += "<\(name) class=\"margin\">"
    for text in [margin.left, margin.centre, margin.right] {
      out += "<span>"
      inlines(text)
      out += "</span>"
    }
    out += "</\(name)>"
  }

  private mutating func table(_ table: TemplateTable) {
    let total = table.weights.reduce(0, +)
    let size = table.size.map { " style=\"font-size:\($0)pt\"" } ?? ""
    out += "<table\(size)><colgroup>"
    for weight in table.weights { out += "<col style=\"width:\((weight / total * 1000).rounded() / 10)%\">" }
    out += "</colgroup>"
    for (part, rows) in [("thead", table.head), ("tbody", table.rows)] where !rows.isEmpty {
      out += "<\(part)>"
      for row in rows {
        out += "<tr>"
        for cell in row.cells { self.cell(cell) }
        out += "</tr>"
      }
      out += "</\(part)>"
    }
    out += "</table>"
  }

  private mutating func cell(_ cell: TemplateCell) {
    var style = ""
    if let alignment = cell.alignment { style += "text-align:\(alignment.rawValue);" }
    if let shade = cell.shade { style += "background:\(Self.css(shade));" }
    let name = cell.isHeader ? "th" : "td"
    out += "<\(name)"
    if cell.columns > 1 { out += " colspan=\"\(cell.columns)\"" }
    if cell.rows > 1 { out += " rowspan=\"\(cell.rows)\"" }
    out += style.isEmpty ? ">" : " style=\"\(style)\">"
    inlines(cell.inlines)
    out += "</\(name)>"
  }

  private mutating func element(_ name: String, _ look: TemplateLook, _ body: (inout TemplatePageWriter) -> Void) {
    var style = ""
    if let alignment = look.alignment { style += "text-align:\(alignment.rawValue);" }
    if let indent = look.indent { style += "text-indent:\(indent)pt;" }
    if let inset = look.inset { style += "margin-left:\(inset)pt;" }
    if let size = look.size { style += "font-size:\(size)pt;" }
    if let leading = look.leading { style += "line-height:\(leading);" }
    if let before = look.before { style += "margin-top:\(before)pt;" }
    if let after = look.after { style += "margin-bottom:\(after)pt;" }
    out += style.isEmpty ? "<\(name)>" : "<\(name) style=\"\(style)\">"
    body(&self)
    out += "</\(name)>"
  }

  private mutating func inlines(_ inlines: [TemplateInline]) {
    for inline in inlines {
      switch inline {
      case .text(let text, let type): self.text(text, type)
      case .place(let place):
        let name = TemplatePage.escaped("\(place.kind.rawValue) · \(place.party)")
        out += "<span class=\"place\" style=\"width:\(place.width)pt;height:\(place.height)pt\">\(name)</span>"
      case .reference, .when: break
      }
    }
  }

  private mutating func text(_ text: String, _ type: TemplateType) {
    var style = ""
    if type.isBold { style += "font-weight:bold;" }
    if type.isUnderlined { style += "text-decoration:underline;" }
    if let colour = type.colour { style += "color:\(Self.css(colour));" }
    if let size = type.size { style += "font-size:\(size)pt;" }
    let lines = TemplatePage.escaped(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>")
    out += style.isEmpty ? lines : "<span style=\"\(style)\">\(lines)</span>"
  }

  private static func css(_ colour: TemplateColour) -> String {
    switch colour {
    case .fixed(let hex): TemplatePage.hex(hex)
    case .named(let name): "var(--\(name))"
    }
  }
}
