extension HTMLReader {
  /// `caption` stands as a centred line above; `data-repeat` and `data-if` belong to `tr`.
  mutating func table(_ node: HTMLNode, _ style: InlineStyle) throws(TemplateError) -> [TemplateBlock] {
    var caption: [TemplateInline] = []
    var shares: [Double?] = []
    var head: [TemplateRow] = []
    var rows: [TemplateRow] = []
    for part in try elements(of: node) {
      switch part.name {
      case "caption":
        let (look, _) = try attributes(part, styles: InlineStyle.text, type: style.type)
        caption = try inlines(part.children, look.type)
      case "colgroup":
        _ = try attributes(part)
        for column in try elements(of: part) {
          guard column.name == "col" else { throw refused(column) }
          let (look, _) = try attributes(column, styles: ["width"])
          shares.append(look.share ?? look.width)
        }
      case "thead", "tbody":
        _ = try attributes(part)
        for row in try elements(of: part) {
          guard row.name == "tr" else { throw refused(row) }
          let read = try self.row(row, style.type)
          if part.name == "thead" { head.append(read) } else { rows.append(read) }
        }
      case "tr": rows.append(try row(part, style.type))
      default: throw refused(part)
      }
    }
    let widest = (head + rows).map { $0.cells.reduce(0) { $0 + $1.columns } }.max() ?? 0
    guard shares.isEmpty || shares.count == widest else {
      throw .refused(node.line, "<col> 的个数（\(shares.count)）与列数（\(widest)）不同。", "There are \(shares.count) <col> for \(widest) columns.")
    }
    let known = shares.compactMap { $0 }
    let rest = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    var table = TemplateTable(weights: shares.isEmpty ? [Double](repeating: 1, count: widest) : shares.map { $0 ?? rest })
    table.head = head
    table.rows = rows
    table.size = style.look.size
    try table.settle([], line: node.line)
    var look = TemplateLook()
    look.alignment = .center
    return (caption.isEmpty ? [] : [.paragraph(caption, look)]) + [.table(table)]
  }

  private mutating func row(_ node: HTMLNode, _ type: TemplateType) throws(TemplateError) -> TemplateRow {
    let (style, values) = try attributes(node, ["data-repeat"], styles: InlineStyle.cell, type: type)
    var row = TemplateRow([], line: node.line)
    row.rule = try rule(values, node.line)
    for child in try elements(of: node) {
      guard child.name == "td" || child.name == "th" else { throw refused(child) }
      let (look, values) = try attributes(child, ["colspan", "rowspan", "scope"], styles: InlineStyle.cell, type: style.type)
      guard values["data-if"] == nil else {
        throw .refused(child.line, "条件请写在 <tr> 上。", "Put the condition on the <tr>.")
      }
      var cell = TemplateCell(try inlines(child.children, look.type))
      cell.columns = try span(values["colspan"], TemplateLimits.columnsMax, child.line)
      cell.rows = try span(values["rowspan"], 100, child.line)
      cell.alignment = look.look.alignment ?? style.look.alignment
      cell.isHeader = child.name == "th"
      cell.shade = look.background ?? style.background
      row.cells.append(cell)
    }
    return row
  }

  private func span(_ text: String?, _ max: Int, _ line: Int) throws(TemplateError) -> Int {
    guard let text else { return 1 }
    guard let number = Int(text), (1...max).contains(number) else {
      throw .refused(line, "colspan 和 rowspan 应为 1 到 \(max) 的整数。", "colspan and rowspan are integers from 1 to \(max).")
    }
    return number
  }
}
