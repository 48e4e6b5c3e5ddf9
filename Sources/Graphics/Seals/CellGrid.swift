/// Fills a square field with characters: a grid for Chinese text, balanced rows for everything else.
struct CellGrid {
  let field: Bounds
  let order: SealOrder
  let colour: Colour

  /// Draws `text` into the field of `drawing`.
  func draw(_ text: SealText, into drawing: inout Drawing) throws(GraphicsError) {
    if text.isAllIdeographs {
      for (character, cell) in zip(text.characters, cells(for: text.characters.count)) {
        let outline = try TextOutline(String(character), .serif, bold: true)
        drawing.fill(outline.filling(cell), colour)
      }
    } else {
      try drawRows(of: text, into: &drawing)
    }
  }

  /// The cell of each character in reading order. Columns may hold unequal numbers: three characters stand as a tall
  /// one and two short ones, as on a cut seal.
  private func cells(for count: Int) -> [Bounds] {
    let lanes = count <= 1 ? 1 : count <= 6 ? 2 : count <= 12 ? 3 : 4
    // Few characters: the first lane is the short one (surname alone); the order of lanes follows the reading order.
    let base = count / lanes
    let longer = count % lanes
    let acrossColumns = order == .columnsFromRight || count <= 3
    var cells: [Bounds] = []
    for lane in 0..<lanes {
      let inLane = base + (lane >= lanes - longer ? 1 : 0)
      for index in 0..<inLane {
        let from = Double(index) / Double(inLane)
        let to = Double(index + 1) / Double(inLane)
        let near = Double(lane) / Double(lanes)
        let far = Double(lane + 1) / Double(lanes)
        if acrossColumns {
          let mirrored = order == .columnsFromRight
          cells.append(part(mirrored ? 1 - far : near, from, mirrored ? 1 - near : far, to))
        } else {
          cells.append(part(from, near, to, far))
        }
      }
    }
    return cells
  }

  private func part(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Bounds {
    Bounds(
      minX: field.minX + left * field.width, minY: field.minY + top * field.height,
      maxX: field.minX + right * field.width, maxY: field.minY + bottom * field.height)
  }

  /// Names with a middle dot or Latin letters: one to four rows, broken where the letters come out largest.
  private func drawRows(of text: SealText, into drawing: inout Drawing) throws(GraphicsError) {
    var best: (rows: [TextOutline], em: Double) = ([], 0)
    for count in 1...4 {
      let strings = Self.rows(of: text, count: count)
      if strings.count < count { continue }
      var rows: [TextOutline] = []
      for string in strings { rows.append(try TextOutline(string, .serif, bold: true)) }
      let widest = rows.map(\.advance).max() ?? 1
      // A letter may be squeezed to 0.62 of its width before the whole row has to become smaller.
      let em = min(field.width / max(widest, 0.01) / 0.62, field.height / Double(count), field.height * 0.62)
      if em > best.em { best = (rows, em) }
    }
    let pitch = field.height / Double(max(best.rows.count, 1))
    for (index, row) in best.rows.enumerated() where row.advance > 0 {
      let width = min(field.width, row.advance * best.em)
      let middle = field.minY + (Double(index) + 0.5) * pitch
      let cell = Bounds(
        minX: field.center.x - width / 2, minY: middle - best.em / 2, maxX: field.center.x + width / 2,
        maxY: middle + best.em / 2)
      drawing.fill(row.filling(cell), colour)
    }
  }

  /// `text` in at most `count` rows of nearly equal length: broken at spaces, after dots, and between ideographs.
  static func rows(of text: SealText, count: Int) -> [String] {
    var pieces: [String] = [""]
    for character in text.characters {
      let last = pieces[pieces.count - 1]
      let breaks =
        last.last == " " || last.last == "·"
        || (SealText.isIdeograph(character) && last.last.map(SealText.isIdeograph) == true && count > 2)
      if breaks && !last.isEmpty { pieces.append(String(character)) } else { pieces[pieces.count - 1].append(character) }
    }
    func weight(_ string: String) -> Int {
      string.reduce(0) { $0 + (SealText.isIdeograph($1) ? 2 : 1) }
    }
    var rows: [String] = []
    var rest = pieces.map(weight).reduce(0, +)
    var row = ""
    for piece in pieces {
      let left = count - rows.count
      let goal = Double(rest) / Double(max(left, 1))
      let after = weight(row) + weight(piece)
      if !row.isEmpty, left > 1, Double(after) - goal > goal - Double(weight(row)) {
        rest -= weight(row)
        rows.append(row)
        row = ""
      }
      row += piece
    }
    rows.append(row)
    return rows.map { row in row.last == " " ? String(row.dropLast()) : row }
  }
}

extension TextOutline {
  /// The line stretched so that its em box (advance × 1 em) fills `cell`.
  func filling(_ cell: Bounds) -> Path {
    let sx = cell.width / max(advance, 0.01)
    return path.transformed(
      Transform(a: sx, d: cell.height, tx: cell.minX, ty: cell.minY + Self.emAscent * cell.height))
  }
}
