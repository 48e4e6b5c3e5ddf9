extension TemplateBody {
  /// Checks every reference against the definitions. - Throws: `variableUndefined` with the line, `tooLarge`.
  package func check(_ variables: [TemplateVariable]) throws(TemplateError) {
    var checker = TemplateChecker(variables: Dictionary(variables.map { ($0.key, $0) }) { first, _ in first })
    try checker.blocks(blocks)
    for inlines in [header.left, header.centre, header.right, footer.left, footer.centre, footer.right] {
      try checker.inlines(inlines, isMargin: true)
    }
  }

  /// Places of signers, in reading order; in a filled body those that are really printed.
  package var places: [TemplatePlace] { blocks.flatMap(\.places) }

  /// Every colour name in use is defined. - Throws: `contentRefused`.
  package func checkColours(_ names: [String: Int]) throws(TemplateError) {
    for (name, line) in names.sorted(by: { $0.value < $1.value }) where colours[name] == nil {
      throw .refused(line, "颜色 --\(name) 没有定义。", "The colour --\(name) is not defined.")
    }
  }
}

extension TemplateBlock {
  fileprivate var places: [TemplatePlace] {
    switch self {
    case .heading(_, let inlines, _), .paragraph(let inlines, _): inlines.flatMap(\.places)
    case .list(_, let items, _): items.flatMap { $0.inlines.flatMap(\.places) }
    case .table(let table): (table.head + table.rows).flatMap { row in row.cells.flatMap { $0.inlines.flatMap(\.places) } }
    case .image, .rule, .space, .pageBreak: []
    case .when(_, let yes, let no): (yes + no).flatMap(\.places)
    }
  }
}

extension TemplateInline {
  fileprivate var places: [TemplatePlace] {
    switch self {
    case .place(let place): [place]
    case .when(_, let inlines): inlines.flatMap(\.places)
    case .text, .reference: []
    }
  }
}

private struct TemplateChecker {
  let variables: [String: TemplateVariable]
  /// The table whose rows are being repeated.
  var repeated: String?
  var pieces = 0

  private mutating func count(_ line: Int?) throws(TemplateError) {
    pieces += 1
    guard pieces <= TemplateLimits.piecesMax else {
      throw TemplateError(.tooLarge, at: "content", line: line, "内容最多 \(TemplateLimits.piecesMax) 个段落、单元格和文字片段。", "The content holds more than \(TemplateLimits.piecesMax) blocks, cells and pieces of text.")
    }
  }

  mutating func blocks(_ blocks: [TemplateBlock]) throws(TemplateError) {
    for block in blocks {
      try count(nil)
      switch block {
      case .heading(_, let inlines, _), .paragraph(let inlines, _): try self.inlines(inlines)
      case .list(_, let items, _):
        for item in items { try part(item.rule) { (checker) throws(TemplateError) in try checker.inlines(item.inlines) } }
      case .table(let table):
        for row in table.head where row.rule.repeated != nil {
          throw .refused(row.line, "表头不能重复。", "A row of the head cannot repeat.")
        }
        for row in table.head + table.rows {
          try part(row.rule) { (checker) throws(TemplateError) in
            for cell in row.cells { try checker.inlines(cell.inlines) }
          }
        }
      case .image(let image):
        if case .reference(let reference) = image.source { _ = try defined(reference, [.image]) }
      case .rule, .space, .pageBreak: break
      case .when(let condition, let yes, let no):
        try check(condition)
        try self.blocks(yes)
        try self.blocks(no)
      }
    }
  }

  private mutating func part(
    _ rule: TemplateRule, _ body: (inout TemplateChecker) throws(TemplateError) -> Void
  ) throws(TemplateError) {
    try count(nil)
    if let repeated = rule.repeated {
      let variable = try defined(repeated, [.table])
      self.repeated = variable.key
    }
    if let condition = rule.condition { try check(condition) }
    try body(&self)
    repeated = nil
  }

  mutating func inlines(_ inlines: [TemplateInline], isMargin: Bool = false) throws(TemplateError) {
    for inline in inlines {
      try count(nil)
      switch inline {
      case .text: break
      case .place(let place):
        if isMargin { throw .refused(place.line, "页眉页脚中不能放签署位置。", "Nobody can sign in a header or footer.") }
        if repeated != nil { throw .refused(place.line, "重复的行中不能放签署位置。", "Nobody can sign in a repeated row.") }
      case .reference(let reference, _): try check(reference)
      case .when(let condition, let inner):
        try check(condition)
        try self.inlines(inner, isMargin: isMargin)
      }
    }
  }

  private func check(_ condition: TemplateCondition) throws(TemplateError) {
    let reference = condition.reference
    switch condition.test {
    case .given, .missing: _ = try defined(reference, reference.column == nil ? TemplateVariable.Kind.allCases : Self.plain)
    case .equal(let text), .unequal(let text):
      let variable = try defined(reference, Self.plain)
      if variable.kind == .choice, !variable.options.contains(text) {
        throw TemplateError(.variableUndefined, at: "content", line: reference.line, "条件中的“\(text)”不是 \(reference.text) 的选项。", "“\(text)” in a condition is no option of \(reference.text).")
      }
    }
  }

  private static let plain: [TemplateVariable.Kind] = [.text, .number, .money, .date, .choice]

  private func check(_ reference: TemplateReference) throws(TemplateError) {
    if reference.column == "#", repeated == reference.key, reference.form == .plain { return }
    let variable = try defined(reference, Self.plain)
    let fits =
      switch reference.form {
      case .plain: true
      case .upper: variable.kind == .money || variable.kind == .date
      case .boxes: variable.kind == .choice
      }
    guard fits else {
      throw TemplateError(.variableUndefined, at: "content", line: reference.line, "\(reference.text) 的类型没有 |\(reference.form.rawValue) 写法。", "A variable of the type of \(reference.text) has no |\(reference.form.rawValue).")
    }
  }

  private func defined(_ reference: TemplateReference, _ kinds: [TemplateVariable.Kind]) throws(TemplateError) -> TemplateVariable {
    var found = variables[reference.key]
    if let column = reference.column {
      guard repeated == reference.key else {
        throw TemplateError(.variableUndefined, at: "content", line: reference.line, "\(reference.text) 只能在重复 \(reference.key) 的行中使用。", "\(reference.text) stands outside a row that repeats \(reference.key).")
      }
      found = found?.columns.first { $0.key == column }
    }
    guard let found else {
      throw TemplateError(.variableUndefined, at: "content", line: reference.line, "变量 \(reference.text) 没有定义。请在 variableDefinitions 中定义它。", "\(reference.text) is not defined. Define it in variableDefinitions.")
    }
    guard kinds.contains(found.kind) else {
      throw TemplateError(.variableUndefined, at: "content", line: reference.line, "变量 \(reference.text) 的类型 \(found.kind.rawValue) 不能用在这里。", "\(reference.text) is of type \(found.kind.rawValue), which cannot stand here.")
    }
    return found
  }
}
