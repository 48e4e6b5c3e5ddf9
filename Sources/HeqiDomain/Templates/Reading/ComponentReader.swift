/// Reads COMPONENT_JSON: `{"components": […], "header"?, "footer"?, "colours"?, "size"?}`, or the bare array.
struct ComponentReader {
  private var names: [String: Int] = [:]

  static func read(_ content: String) throws(TemplateError) -> TemplateBody {
    var reader = ComponentReader()
    let node = try JSONNode.read(content)
    var body = TemplateBody()
    if case .array = node.value {
      body.blocks = try reader.blocks(node, depth: 0)
      return body
    }
    try reader.only(["components", "header", "footer", "colours", "size"], in: node)
    guard let components = node["components"] else {
      throw .refused(node.line, "缺少 components 数组。", "The array components is missing.")
    }
    if let size = node["size"] { body.size = try reader.number(size, 6...24) }
    for (name, colour) in try reader.members(node["colours"]) { body.colours[name] = try reader.shade(name, colour) }
    body.header = try reader.margin(node["header"])
    body.footer = try reader.margin(node["footer"])
    body.blocks = try reader.blocks(components, depth: 0)
    try body.checkColours(reader.names)
    return body
  }

  private func only(_ known: Set<String>, in node: JSONNode) throws(TemplateError) {
    guard case .object(let members) = node.value else { throw .refused(node.line, "应为对象。", "An object is expected.") }
    for member in members where !known.contains(member.key) {
      let words = known.sorted().joined(separator: "、")
      throw .refused(member.value.line, "不认识“\(member.key.prefix(64))”；这里可用：\(words)。", "“\(member.key.prefix(64))” is not known; here may stand: \(words).")
    }
  }

  private func members(_ node: JSONNode?) throws(TemplateError) -> [(key: String, value: JSONNode)] {
    guard let node else { return [] }
    guard case .object(let members) = node.value else { throw .refused(node.line, "应为对象。", "An object is expected.") }
    return members
  }

  private func items(_ node: JSONNode) throws(TemplateError) -> [JSONNode] {
    guard case .array(let items) = node.value else { throw .refused(node.line, "应为数组。", "An array is expected.") }
    return items
  }

  private func number(_ node: JSONNode, _ range: ClosedRange<Double>) throws(TemplateError) -> Double {
    guard case .number(let digits) = node.value, let number = Double(digits), range.contains(number) else {
      throw .refused(node.line, "应为 \(range.lowerBound) 到 \(range.upperBound) 之间的数字。", "A number from \(range.lowerBound) to \(range.upperBound) is expected.")
    }
    return number
  }

  private func flag(_ node: JSONNode?) throws(TemplateError) -> Bool {
    guard let node else { return false }
    guard case .bool(let flag) = node.value else { throw .refused(node.line, "应为 true 或 false。", "true or false is expected.") }
    return flag
  }

  private func text(_ node: JSONNode) throws(TemplateError) -> String {
    guard let text = node.text else { throw .refused(node.line, "应为字符串。", "A string is expected.") }
    return text
  }

  private func shade(_ name: String, _ node: JSONNode) throws(TemplateError) -> TemplateShade {
    let light = node.text ?? node["light"]?.text
    guard StyleText.isName(name), let light, let colour = StyleText.hex(light) else {
      throw .refused(node.line, "颜色应为 #rrggbb，或 {\"light\": \"#rrggbb\", \"dark\": \"#rrggbb\"}。", "A colour is #rrggbb or {\"light\": \"#rrggbb\", \"dark\": \"#rrggbb\"}.")
    }
    return TemplateShade(light: colour, dark: node["dark"]?.text.flatMap(StyleText.hex))
  }

  private mutating func colour(_ node: JSONNode?) throws(TemplateError) -> TemplateColour? {
    guard let node else { return nil }
    guard let colour = node.text.flatMap(StyleText.colour) else {
      throw .refused(node.line, "颜色应为 #rrggbb 或 var(--名称)。", "A colour is #rrggbb or var(--name).")
    }
    if case .named(let name) = colour, names[name] == nil { names[name] = node.line }
    return colour
  }

  private mutating func margin(_ node: JSONNode?) throws(TemplateError) -> TemplateMargin {
    var margin = TemplateMargin()
    guard let node else { return margin }
    try only(["left", "center", "right"], in: node)
    for (key, value) in try members(node) {
      let inlines = try TemplateMarks.read(try text(value), type: TemplateType(), line: value.line)
      switch key {
      case "left": margin.left = inlines
      case "center": margin.centre = inlines
      default: margin.right = inlines
      }
    }
    return margin
  }

  // MARK: components

  private mutating func blocks(_ node: JSONNode, depth: Int) throws(TemplateError) -> [TemplateBlock] {
    guard depth < TemplateLimits.depthMax / 2 else { throw .refused(node.line, "嵌套太深。", "This is nested too deep.") }
    var blocks: [TemplateBlock] = []
    for item in try items(node) { blocks.append(try block(item, depth: depth)) }
    return blocks
  }

  private static let headingMembers: Set = ["type", "text", "runs", "align", "fontSize"]
  private static let lookMembers: Set = ["type", "text", "runs", "align", "indent", "inset", "fontSize", "lineHeight", "before", "after"]

  private mutating func block(_ node: JSONNode, depth: Int) throws(TemplateError) -> TemplateBlock {
    guard case .object = node.value, let type = node["type"]?.text else {
      throw .refused(node.line, "每个组件应为带 type 的对象。", "Each component is an object with a type.")
    }
    switch type {
    case "title":
      try only(Self.headingMembers, in: node)
      return .heading(level: 0, try inlines(node), try look(node))
    case "heading":
      try only(Self.headingMembers.union(["level"]), in: node)
      return .heading(level: Int(try node["level"].map { node throws(TemplateError) in try number(node, 1...3) } ?? 1), try inlines(node), try look(node))
    case "paragraph":
      try only(Self.lookMembers, in: node)
      return .paragraph(try inlines(node), try look(node))
    case "list": return try list(node)
    case "table": return .table(try table(node))
    case "image": return .image(try image(node))
    case "rule", "pageBreak":
      try only(["type"], in: node)
      return type == "rule" ? .rule : .pageBreak
    case "space":
      try only(["type", "height"], in: node)
      return .space(try node["height"].map { node throws(TemplateError) in try number(node, 1...800) } ?? 12)
    case "if":
      try only(["type", "test", "then", "else"], in: node)
      return .when(
        try condition(node, "test"), try node["then"].map { (node) throws(TemplateError) in try blocks(node, depth: depth + 1) } ?? [],
        otherwise: try node["else"].map { (node) throws(TemplateError) in try blocks(node, depth: depth + 1) } ?? [])
    default:
      throw .refused(
        node.line, "没有组件“\(type.prefix(32))”；可用：title、heading、paragraph、list、table、image、rule、space、pageBreak、if。",
        "There is no component “\(type.prefix(32))”; there are title, heading, paragraph, list, table, image, rule, space, pageBreak, if.")
    }
  }

  private func condition(_ node: JSONNode, _ member: String) throws(TemplateError) -> TemplateCondition {
    guard let test = node[member] else { throw .refused(node.line, "缺少条件 \(member)。", "The condition \(member) is missing.") }
    return try TemplateMarks.condition(try text(test), test.line)
  }

  private func look(_ node: JSONNode) throws(TemplateError) -> TemplateLook {
    var look = TemplateLook()
    look.alignment = try alignment(node["align"])
    look.size = try node["fontSize"].map { node throws(TemplateError) in try number(node, 6...48) }
    let em = look.size ?? 11
    if let indent = node["indent"] {
      // true is what Chinese paragraphs use: two characters.
      if case .bool(let flag) = indent.value { look.indent = flag ? 2 * em : nil } else { look.indent = try number(indent, 0...200) }
    }
    look.inset = try node["inset"].map { node throws(TemplateError) in try number(node, 0...300) }
    look.leading = try node["lineHeight"].map { node throws(TemplateError) in try number(node, 1...4) }
    look.before = try node["before"].map { node throws(TemplateError) in try number(node, 0...400) }
    look.after = try node["after"].map { node throws(TemplateError) in try number(node, 0...400) }
    return look
  }

  private func alignment(_ node: JSONNode?) throws(TemplateError) -> TemplateAlignment? {
    guard let node else { return nil }
    guard let alignment = node.text.flatMap(TemplateAlignment.init(rawValue:)) else {
      throw .refused(node.line, "align 应为 left | center | right | justify。", "align is left | center | right | justify.")
    }
    return alignment
  }

  /// `text`, or `runs` of text with looks.
  private mutating func inlines(_ node: JSONNode) throws(TemplateError) -> [TemplateInline] {
    if let text = node["text"] { return try TemplateMarks.read(try self.text(text), type: TemplateType(), line: text.line) }
    guard let runs = node["runs"] else { throw .refused(node.line, "缺少 text 或 runs。", "text or runs is missing.") }
    return try self.runs(runs)
  }

  private mutating func runs(_ node: JSONNode) throws(TemplateError) -> [TemplateInline] {
    var out: [TemplateInline] = []
    for run in try items(node) {
      if let text = run.text {
        out += try TemplateMarks.read(text, type: TemplateType(), line: run.line)
        continue
      }
      try only(["text", "bold", "underline", "colour", "fontSize", "if"], in: run)
      guard let text = run["text"] else { throw .refused(run.line, "缺少 text。", "text is missing.") }
      var type = TemplateType()
      type.isBold = try flag(run["bold"])
      type.isUnderlined = try flag(run["underline"])
      type.colour = try colour(run["colour"])
      type.size = try run["fontSize"].map { node throws(TemplateError) in try number(node, 6...48) }
      let read = try TemplateMarks.read(try self.text(text), type: type, line: text.line)
      out += run["if"] == nil ? read : [.when(try condition(run, "if"), read)]
    }
    return out
  }

  /// A string, an array of runs, or an object with `text` or `runs`.
  private mutating func content(_ node: JSONNode) throws(TemplateError) -> [TemplateInline] {
    if let text = node.text { return try TemplateMarks.read(text, type: TemplateType(), line: node.line) }
    if case .array = node.value { return try runs(node) }
    return try inlines(node)
  }

  private func rule(_ node: JSONNode) throws(TemplateError) -> TemplateRule {
    guard case .object = node.value else { return TemplateRule() }
    var rule = TemplateRule()
    if let repeated = node["repeat"] { rule.repeated = try TemplateMarks.reference(try text(repeated), repeated.line) }
    if node["if"] != nil { rule.condition = try condition(node, "if") }
    return rule
  }

  private mutating func list(_ node: JSONNode) throws(TemplateError) -> TemplateBlock {
    try only(["type", "ordered", "items", "fontSize"], in: node)
    guard let list = node["items"] else { throw .refused(node.line, "缺少 items。", "items is missing.") }
    var items: [TemplateItem] = []
    for item in try self.items(list) {
      if case .object = item.value { try only(["text", "runs", "if", "repeat"], in: item) }
      items.append(TemplateItem(try content(item), rule: try rule(item)))
    }
    return .list(ordered: try flag(node["ordered"]), items, try look(node))
  }

  private func image(_ node: JSONNode) throws(TemplateError) -> TemplateImage {
    try only(["type", "variable", "src", "width", "align", "label"], in: node)
    var image: TemplateImage
    if let variable = node["variable"] {
      image = TemplateImage(.reference(try TemplateMarks.reference(try text(variable), variable.line)))
    } else {
      guard let picture = node["src"]?.text.flatMap(TemplatePicture.init(dataURI:)) else {
        throw .refused(node.line, "图片应为 PNG 或 JPEG 的 data URI（最大 256 KB），或 variable。", "A picture is a data URI of a PNG or JPEG of at most 256 KB, or a variable.")
      }
      image = TemplateImage(.picture(picture))
    }
    image.width = try node["width"].map { node throws(TemplateError) in try number(node, 1...200) }
    image.alignment = try alignment(node["align"]) ?? .left
    image.label = node["label"]?.text ?? ""
    return image
  }

  private mutating func table(_ node: JSONNode) throws(TemplateError) -> TemplateTable {
    try only(["type", "columns", "rows", "fontSize"], in: node)
    guard let columns = node["columns"], let rows = node["rows"] else {
      throw .refused(node.line, "表格需要 columns 和 rows。", "A table needs columns and rows.")
    }
    var table = TemplateTable(weights: [])
    var titles: [TemplateCell] = []
    var alignments: [TemplateAlignment?] = []
    for column in try items(columns) {
      try only(["title", "width", "align"], in: column)
      table.weights.append(try column["width"].map { node throws(TemplateError) in try number(node, 0.1...100) } ?? 1)
      alignments.append(try alignment(column["align"]))
      var title = TemplateCell(try column["title"].map { (node) throws(TemplateError) in try content(node) } ?? [])
      title.isHeader = true
      title.alignment = alignments.last ?? nil
      titles.append(title)
    }
    if titles.contains(where: { !$0.inlines.isEmpty }) { table.head = [TemplateRow(titles, line: columns.line)] }
    for row in try items(rows) {
      var cells = row
      if case .object = row.value {
        try only(["cells", "repeat", "if"], in: row)
        guard let inner = row["cells"] else { throw .refused(row.line, "缺少 cells。", "cells is missing.") }
        cells = inner
      }
      var read = TemplateRow([], line: row.line)
      read.rule = try rule(row)
      for cell in try items(cells) { read.cells.append(try self.cell(cell)) }
      table.rows.append(read)
    }
    table.size = try node["fontSize"].map { node throws(TemplateError) in try number(node, 6...24) }
    try table.settle(alignments, line: node.line)
    return table
  }

  private mutating func cell(_ node: JSONNode) throws(TemplateError) -> TemplateCell {
    guard case .object = node.value else { return TemplateCell(try content(node)) }
    try only(["text", "runs", "colspan", "rowspan", "align", "header", "shade"], in: node)
    var cell = TemplateCell(try inlines(node))
    cell.columns = Int(try node["colspan"].map { node throws(TemplateError) in try number(node, 1...24) } ?? 1)
    cell.rows = Int(try node["rowspan"].map { node throws(TemplateError) in try number(node, 1...100) } ?? 1)
    cell.alignment = try alignment(node["align"])
    cell.isHeader = try flag(node["header"])
    cell.shade = try colour(node["shade"])
    return cell
  }
}
