/// Reads the HTML subset into blocks. What is not in the list is refused with its line: nothing is dropped in silence.
struct HTMLReader {
  var body = TemplateBody()
  private var names: [String: Int] = [:]

  static let elements =
    "h1–h4、p、div、section、ul、ol、li、table、caption、colgroup、col、thead、tbody、tr、th、td、img、hr、br、span、strong、b、u、header、footer、style"

  static func read(_ content: String) throws(TemplateError) -> TemplateBody {
    var reader = HTMLReader()
    let blocks = try reader.blocks(try HTMLNode.read(content), TemplateType(), TemplateLook(), isTop: true)
    reader.body.blocks = blocks
    try reader.body.checkColours(reader.names)
    return reader.body
  }

  func refused(_ node: HTMLNode) -> TemplateError {
    .refused(
      node.line, "这里不能用 <\((node.name ?? "").prefix(24))>。可用：\(Self.elements)。",
      "<\((node.name ?? "").prefix(24))> cannot stand here. There are \(Self.elements.replacing("、", with: ", ")).")
  }

  /// Attributes by name; any but `known`, `style` and `data-if` is refused.
  mutating func attributes(
    _ node: HTMLNode, _ known: Set<String> = [], styles: Set<String> = [], type: TemplateType = TemplateType()
  ) throws(TemplateError) -> (style: InlineStyle, values: [String: String]) {
    guard case .element(let name, let list, _) = node.content else { return (try InlineStyle("", known: [], line: node.line), [:]) }
    var values: [String: String] = [:]
    for (attribute, value) in list {
      guard attribute == "style" || attribute == "data-if" || known.contains(attribute) else {
        let words = (known.union(["style", "data-if"])).sorted().joined(separator: "、")
        throw .refused(node.line, "<\(name)> 不能有属性 \(attribute.prefix(32))；可用：\(words)。", "<\(name)> cannot have the attribute \(attribute.prefix(32)); it may have \(words.replacing("、", with: ", ")).")
      }
      values[attribute] = value
    }
    let style = try InlineStyle(values["style"] ?? "", type: type, known: styles, line: node.line)
    for colour in style.names where names[colour] == nil { names[colour] = node.line }
    return (style, values)
  }

  private static let blockNames: Set = [
    "html", "head", "body", "main", "div", "section", "article", "h1", "h2", "h3", "h4", "p", "ul", "ol", "table", "hr", "img",
    "style", "title", "meta", "header", "footer",
  ]

  /// Text between blocks becomes paragraphs.
  mutating func blocks(
    _ nodes: [HTMLNode], _ type: TemplateType, _ look: TemplateLook, isTop: Bool = false
  ) throws(TemplateError) -> [TemplateBlock] {
    var out: [TemplateBlock] = []
    var loose: [HTMLNode] = []
    func isBlank(_ node: HTMLNode) -> Bool {
      if case .text(let text) = node.content { text.allSatisfy(\.isWhitespace) } else { false }
    }
    for node in nodes {
      if let name = node.name, Self.blockNames.contains(name) {
        if !loose.allSatisfy(isBlank) { out.append(.paragraph(try inlines(loose, type), look)) }
        loose = []
        out += try block(node, name, type, look, isTop: isTop)
      } else {
        loose.append(node)
      }
    }
    if !loose.allSatisfy(isBlank) { out.append(.paragraph(try inlines(loose, type), look)) }
    return out
  }

  private mutating func block(
    _ node: HTMLNode, _ name: String, _ type: TemplateType, _ outer: TemplateLook, isTop: Bool
  ) throws(TemplateError) -> [TemplateBlock] {
    var made: [TemplateBlock]
    let style: InlineStyle
    var values: [String: String]
    switch name {
    case "html", "body", "main":
      (_, values) = try attributes(node, ["lang"])
      return try blocks(node.children, type, outer, isTop: isTop)
    case "head": return try blocks(node.children, type, outer, isTop: isTop)
    case "title": return []
    case "meta":
      _ = try attributes(node, ["charset"])
      return []
    case "style" where isTop:
      if case .text(let text)? = node.children.first?.content { try StyleSheet.read(text, into: &body.colours, line: node.line) }
      return []
    case "header", "footer":
      guard isTop else { throw refused(node) }
      try margin(node, name)
      return []
    case "div", "section", "article":
      (style, values) = try attributes(node, styles: InlineStyle.container, type: type)
      made = try blocks(node.children, style.type, Self.merged(outer, style.look))
    case "h1", "h2", "h3", "h4":
      (style, values) = try attributes(node, styles: InlineStyle.heading)
      let level = min(Int(name.dropFirst()) ?? 1, 4) - 1
      made = [.heading(level: level, try inlines(node.children, style.type), style.look)]
    case "p":
      (style, values) = try attributes(node, styles: InlineStyle.paragraph, type: type)
      made = [.paragraph(try inlines(node.children, style.type), Self.merged(outer, style.look))]
    case "ul", "ol":
      (style, values) = try attributes(node, styles: InlineStyle.text.union(InlineStyle.breaks), type: type)
      made = [.list(ordered: name == "ol", try items(node, style.type), style.look)]
    case "table":
      (style, values) = try attributes(node, styles: InlineStyle.text.union(InlineStyle.breaks), type: type)
      made = try table(node, style)
    case "hr":
      (style, values) = try attributes(node, styles: InlineStyle.breaks)
      made = [.rule]
    case "img":
      (style, values) = try attributes(node, ["src", "alt"], styles: InlineStyle.breaks.union(["width", "text-align"]))
      made = [.image(try image(node, style, values))]
    default: throw refused(node)
    }
    if style.breaksBefore { made.insert(.pageBreak, at: 0) }
    if style.breaksAfter { made.append(.pageBreak) }
    if let test = values["data-if"] { made = [.when(try TemplateMarks.condition(test, node.line), made, otherwise: [])] }
    return made
  }

  private static func merged(_ outer: TemplateLook, _ inner: TemplateLook) -> TemplateLook {
    var look = inner
    look.alignment = inner.alignment ?? outer.alignment
    look.indent = inner.indent ?? outer.indent
    look.inset = inner.inset ?? outer.inset
    look.size = inner.size ?? outer.size
    look.leading = inner.leading ?? outer.leading
    return look
  }

  /// Side of the page by `text-align`.
  private mutating func margin(_ node: HTMLNode, _ name: String) throws(TemplateError) {
    let (style, values) = try attributes(node, styles: ["text-align"])
    // The line is set in one small grey type.
    guard values["data-if"] == nil, node.children.allSatisfy({ $0.name == nil }) else {
      throw .refused(node.line, "<\(name)> 中只能写文字、变量、{page} 和 {pages}。", "<\(name)> holds text, variables, {page} and {pages} only.")
    }
    let inlines = try inlines(node.children, TemplateType())
    var margin = name == "header" ? body.header : body.footer
    switch style.look.alignment ?? .left {
    case .left, .justify: margin.left = inlines
    case .center: margin.centre = inlines
    case .right: margin.right = inlines
    }
    if name == "header" { body.header = margin } else { body.footer = margin }
  }

  private mutating func items(_ node: HTMLNode, _ type: TemplateType) throws(TemplateError) -> [TemplateItem] {
    var items: [TemplateItem] = []
    for child in try elements(of: node) {
      guard child.name == "li" else { throw refused(child) }
      let (style, values) = try attributes(child, ["data-repeat"], styles: InlineStyle.text, type: type)
      items.append(TemplateItem(try inlines(child.children, style.type), rule: try rule(values, child.line)))
    }
    return items
  }

  func rule(_ values: [String: String], _ line: Int) throws(TemplateError) -> TemplateRule {
    var rule = TemplateRule()
    if let key = values["data-repeat"] { rule.repeated = try TemplateMarks.reference(key.trimmingWhitespace, line) }
    if let test = values["data-if"] { rule.condition = try TemplateMarks.condition(test, line) }
    return rule
  }

  /// Children that are elements; text between them must be blank.
  func elements(of node: HTMLNode) throws(TemplateError) -> [HTMLNode] {
    var elements: [HTMLNode] = []
    for child in node.children {
      if case .text(let text) = child.content {
        guard text.allSatisfy(\.isWhitespace) else {
          throw .refused(child.line, "<\(node.name ?? "")> 中不能直接放文字。", "Text cannot stand directly in <\(node.name ?? "")>.")
        }
      } else {
        elements.append(child)
      }
    }
    return elements
  }

  private func image(_ node: HTMLNode, _ style: InlineStyle, _ values: [String: String]) throws(TemplateError) -> TemplateImage {
    let source = values["src"] ?? ""
    var image: TemplateImage
    if source.hasPrefix("{{"), source.hasSuffix("}}") {
      image = TemplateImage(.reference(try TemplateMarks.reference(String(source.dropFirst(2).dropLast(2)).trimmingWhitespace, node.line)))
    } else {
      guard let picture = TemplatePicture(dataURI: source) else {
        throw .refused(node.line, "图片应为 PNG 或 JPEG 的 data URI（最大 256 KB），或 {{变量}}。", "A picture is a data URI of a PNG or JPEG of at most 256 KB, or {{variable}}.")
      }
      image = TemplateImage(.picture(picture))
    }
    image.width = style.width ?? style.share.map { $0 / 100 * 160 }
    image.alignment = style.look.alignment ?? .left
    image.label = values["alt"] ?? ""
    return image
  }

  // MARK: inline

  /// Text with looks; white space is collapsed as browsers do, between Chinese characters it is dropped with the line break.
  mutating func inlines(_ nodes: [HTMLNode], _ type: TemplateType) throws(TemplateError) -> [TemplateInline] {
    var out: [TemplateInline] = []
    try gather(nodes, type, into: &out)
    return InlineSpace.trimmed(out)
  }

  private mutating func gather(_ nodes: [HTMLNode], _ type: TemplateType, into out: inout [TemplateInline]) throws(TemplateError) {
    for (index, node) in nodes.enumerated() {
      switch node.content {
      case .text(let text): out += try TemplateMarks.read(InlineSpace.collapsed(text), type: type, line: node.line)
      case .element(let name, _, let children):
        switch name {
        case "br":
          _ = try attributes(node)
          out.append(.text("\n", type))
        case "p":
          // Paragraphs of a cell or item stand below each other.
          let (style, values) = try attributes(node, styles: InlineStyle.text, type: type)
          guard values["data-if"] == nil else { throw .refused(node.line, "条件请写在 <span>、<li> 或 <tr> 上。", "Put the condition on a <span>, <li> or <tr>.") }
          if index > 0, !out.isEmpty { out.append(.text("\n", type)) }
          out += try inlines(children, style.type)
        case "span", "strong", "b", "u":
          let (style, values) = try attributes(node, styles: InlineStyle.text, type: type)
          var inner = style.type
          if name == "strong" || name == "b" { inner.isBold = true }
          if name == "u" { inner.isUnderlined = true }
          var read: [TemplateInline] = []
          try gather(children, inner, into: &read)
          if let test = values["data-if"] { read = [.when(try TemplateMarks.condition(test, node.line), read)] }
          out += read
        default: throw refused(node)
        }
      }
    }
  }
}

/// White space in HTML text (CSS Text §4.1).
enum InlineSpace {
  static func collapsed(_ text: String) -> String {
    var out = ""
    var gap = false
    var hasBreak = false
    for character in text {
      if character == " " || character == "\t" || character == "\n" || character == "\r\n" || character == "\r" {
        gap = true
        hasBreak = hasBreak || character != " " && character != "\t"
        continue
      }
      if gap, !(hasBreak && isWide(character) && (out.last.map(isWide) ?? false)) { out.append(" ") }
      gap = false
      hasBreak = false
      out.append(character)
    }
    if gap { out.append(" ") }
    return out
  }

  /// Chinese characters and punctuation.
  private static func isWide(_ character: Character) -> Bool {
    guard let value = character.unicodeScalars.first?.value else { return false }
    return (0x2E80...0x9FFF).contains(value) || (0xF900...0xFAFF).contains(value) || (0xFF00...0xFFEF).contains(value)
      || (0x20000...0x3FFFF).contains(value)
  }

  /// Without space at both ends, around line breaks and after other space.
  static func trimmed(_ inlines: [TemplateInline]) -> [TemplateInline] {
    var out: [TemplateInline] = []
    var isOpen = true
    for inline in inlines {
      guard case .text(let text, let type) = inline else {
        out.append(inline)
        isOpen = false
        continue
      }
      if text == "\n" {
        trimEnd(&out)
        out.append(inline)
        isOpen = true
        continue
      }
      let kept = isOpen ? String(text.drop { $0 == " " }) : text
      guard !kept.isEmpty else { continue }
      out.append(.text(kept, type))
      isOpen = kept.last == " "
    }
    trimEnd(&out)
    return out
  }

  private static func trimEnd(_ out: inout [TemplateInline]) {
    guard case .text(let text, let type)? = out.last, text != "\n", text.last == " " else { return }
    out.removeLast()
    var kept = text
    while kept.last == " " { kept.removeLast() }
    if !kept.isEmpty { out.append(.text(kept, type)) }
  }
}
