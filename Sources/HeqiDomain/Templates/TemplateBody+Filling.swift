extension TemplateBody {
  /// The body with its values: conditions decided, rows repeated. Values become plain text; nothing in them is read again.
  ///
  /// - Throws: `tooLarge` when rows and values multiply beyond `TemplateLimits`.
  package func filled(with values: TemplateValues) throws(TemplateError) -> TemplateBody {
    let budget = FillBudget()
    let filler = TemplateFiller(values: values, budget: budget)
    var body = self
    body.blocks = filler.blocks(blocks)
    body.header = filler.margin(header)
    body.footer = filler.margin(footer)
    guard !budget.isSpent else {
      throw TemplateError(.tooLarge, at: "variables", "填写后的文件太大，请减少行数或文字。", "The filled document is too large; send fewer rows or less text.")
    }
    return body
  }
}

/// What one filling may still make.
///
/// Shared state: the count, by all fillers of one call; it never leaves the call.
private final class FillBudget {
  private var pieces = TemplateLimits.filledPiecesMax
  private var bytes = TemplateLimits.filledBytesMax
  var isSpent: Bool { pieces < 0 || bytes < 0 }

  /// False when there is no more room: then nothing more is made.
  func take(_ text: String? = nil) -> Bool {
    pieces -= 1
    bytes -= text?.utf8.count ?? 0
    return !isSpent
  }
}

/// Walks a body; inside a repeated row it knows the row.
private struct TemplateFiller {
  struct Turn {
    let key: String
    let row: [String: ShownValue]
    let number: Int
  }

  let values: TemplateValues
  let budget: FillBudget
  var turn: Turn?

  func blocks(_ blocks: [TemplateBlock]) -> [TemplateBlock] {
    var out: [TemplateBlock] = []
    out.reserveCapacity(blocks.count)
    for block in blocks {
      guard budget.take() else { return out }
      switch block {
      case .heading(let level, let inlines, let look): out.append(.heading(level: level, self.inlines(inlines), look))
      case .paragraph(let inlines, let look): out.append(.paragraph(self.inlines(inlines), look))
      case .list(let ordered, let items, let look):
        let filled = items.flatMap { item in turns(item.rule).map { TemplateItem($0.inlines(item.inlines)) } }
        if !filled.isEmpty { out.append(.list(ordered: ordered, filled, look)) }
      case .table(let table): out.append(.table(self.table(table)))
      case .image(let image):
        if let image = self.image(image) { out.append(.image(image)) }
      case .rule, .space, .pageBreak: out.append(block)
      case .when(let condition, let yes, let no): out += self.blocks(holds(condition) ? yes : no)
      }
    }
    return out
  }

  func margin(_ margin: TemplateMargin) -> TemplateMargin {
    var filled = margin
    filled.left = inlines(margin.left)
    filled.centre = inlines(margin.centre)
    filled.right = inlines(margin.right)
    return filled
  }

  private func inlines(_ inlines: [TemplateInline]) -> [TemplateInline] {
    var out: [TemplateInline] = []
    out.reserveCapacity(inlines.count)
    for inline in inlines {
      switch inline {
      case .text(let text, _):
        guard budget.take(text) else { return out }
        out.append(inline)
      case .place: out.append(inline)
      case .reference(let reference, let type):
        guard let text = text(of: reference), !text.isEmpty else { continue }
        guard budget.take(text) else { return out }
        var type = type
        type.isValue = true
        out.append(.text(text, type))
      case .when(let condition, let inner): if holds(condition) { out += self.inlines(inner) }
      }
    }
    return out
  }

  private func image(_ image: TemplateImage) -> TemplateImage? {
    guard case .reference(let reference) = image.source else { return image }
    guard case .picture(let picture)? = values[reference.key] else { return nil }
    var filled = image
    filled.source = .picture(picture)
    return filled
  }

  private func table(_ table: TemplateTable) -> TemplateTable {
    var filled = table
    filled.head = rows(table.head)
    filled.rows = rows(table.rows)
    return filled
  }

  private func rows(_ rows: [TemplateRow]) -> [TemplateRow] {
    rows.flatMap { row in
      turns(row.rule).map { turn in
        var filled = TemplateRow(row.cells, line: row.line)
        for index in filled.cells.indices { filled.cells[index].inlines = turn.inlines(filled.cells[index].inlines) }
        return filled
      }
    }
  }

  /// One filler for each time the item or row stands.
  private func turns(_ rule: TemplateRule) -> [TemplateFiller] {
    guard let repeated = rule.repeated else { return rule.condition.map(holds) ?? true ? [self] : [] }
    guard case .rows(let rows)? = values[repeated.key] else { return [] }
    return rows.enumerated().compactMap { index, row in
      guard budget.take() else { return nil }
      var filler = self
      filler.turn = Turn(key: repeated.key, row: row, number: index + 1)
      return rule.condition.map(filler.holds) ?? true ? filler : nil
    }
  }

  private func shown(_ reference: TemplateReference) -> ShownValue? {
    if let column = reference.column {
      guard let turn, turn.key == reference.key else { return nil }
      return column == "#" ? ShownValue(raw: String(turn.number), text: String(turn.number)) : turn.row[column]
    }
    if case .shown(let value)? = values[reference.key] { return value }
    return nil
  }

  private func text(of reference: TemplateReference) -> String? {
    guard let value = shown(reference) else { return nil }
    return switch reference.form {
    case .plain: value.text
    case .upper: value.upper ?? value.text
    case .boxes: value.boxes ?? value.text
    }
  }

  private func holds(_ condition: TemplateCondition) -> Bool {
    let isGiven: Bool =
      if condition.reference.column != nil { shown(condition.reference) != nil } else {
        switch values[condition.reference.key] {
        case .rows(let rows)?: !rows.isEmpty
        case .shown?, .picture?: true
        case nil: false
        }
      }
    return switch condition.test {
    case .given: isGiven
    case .missing: !isGiven
    case .equal(let text): shown(condition.reference)?.raw == text
    case .unequal(let text): shown(condition.reference)?.raw != text
    }
  }
}

extension TemplateBody {
  /// Pictures in the content itself.
  package var pictures: Set<TemplatePicture> {
    var found: Set<TemplatePicture> = []
    _ = replacing { picture in
      found.insert(picture)
      return picture
    }
    return found
  }

  /// The body with other pictures in the places of some.
  package func replacing(_ pictures: [TemplatePicture: TemplatePicture]) -> TemplateBody { replacing { pictures[$0] ?? $0 } }

  private func replacing(_ change: (TemplatePicture) -> TemplatePicture) -> TemplateBody {
    func blocks(_ old: [TemplateBlock]) -> [TemplateBlock] {
      old.map { block in
        switch block {
        case .image(var image):
          if case .picture(let picture) = image.source { image.source = .picture(change(picture)) }
          return .image(image)
        case .when(let condition, let yes, let no): return .when(condition, blocks(yes), otherwise: blocks(no))
        case .heading, .paragraph, .list, .table, .rule, .space, .pageBreak: return block
        }
      }
    }
    var body = self
    body.blocks = blocks(self.blocks)
    return body
  }
}
