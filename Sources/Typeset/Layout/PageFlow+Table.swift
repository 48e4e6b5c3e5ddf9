internal import Graphics

/// Cells of one row, set in lines.
struct TableRow {
  var cells: [[ShapedLine]]
  let padding: Double

  /// Height in points, padding included.
  var height: Double {
    (cells.map { $0.reduce(0) { $0 + $1.height } }.max() ?? 0) + 2 * padding
  }
}

extension PageFlow {
  private static let cellPadding = 5.0

  mutating func place(_ table: Table) throws(TypesetError) {
    guard !table.columns.isEmpty, table.columns.count <= Table.columnsMax,
      table.header.isEmpty || table.header.count == table.columns.count,
      table.rows.allSatisfy({ $0.count == table.columns.count }),
      table.columns.allSatisfy({ $0.weight > 0 && $0.weight.isFinite })
    else {
      throw TypesetError(.tableMalformed, "Every row of a table needs one cell per column, at most \(Table.columnsMax).")
    }
    let total = table.columns.reduce(0) { $0 + $1.weight }
    let widths = table.columns.map { $0.weight / total * width }
    let size = table.size ?? style.size * 0.9
    func shape(_ cells: [[Run]], bold: Bool) throws(TypesetError) -> TableRow {
      var shaped: [[ShapedLine]] = []
      for (index, cell) in cells.enumerated() {
        let looks = TextShaper.Style(
          family: style.family, size: size, leading: 1.45, bold: bold, alignment: table.columns[index].alignment)
        shaped.append(try shaper.lines(cell, width: widths[index] - 2 * Self.cellPadding, style: looks))
      }
      return TableRow(cells: shaped, padding: size * 0.36)
    }
    let header = table.header.isEmpty ? nil : try shape(table.header, bold: true)
    // The header stays with the first row.
    let first = try table.rows.first.map { row throws(TypesetError) in try shape(row, bold: false).height } ?? 0
    if y + (header?.height ?? 0) + min(first, (bottom - style.marginTop) / 2) > bottom, !isAtTop { try newPage() }
    startTable(header, widths, isFirst: true)
    for row in table.rows {
      try place(row: try shape(row, bold: false), widths, header: header)
    }
    y += style.size * 0.8
  }

  /// The header is read once; where it is repeated it is no content.
  private mutating func startTable(_ header: TableRow?, _ widths: [Double], isFirst: Bool = false) {
    if let header {
      box(x: left, top: y, width: width, height: header.height, colour: Self.washColour)
      if isFirst { draw(header, widths, as: .headCell) } else { artifact { $0.draw(header, widths) } }
    } else {
      hairline(from: left, to: left + width, at: y)
    }
  }

  /// One row; when it does not fit it goes to the next page, and when it is higher than half a page it is split.
  private mutating func place(row: TableRow, _ widths: [Double], header: TableRow?) throws(TypesetError) {
    var rest = row
    while y + rest.height > bottom + 0.01 {
      if rest.height > (bottom - style.marginTop) / 2, let part = Self.split(&rest, room: bottom - y) {
        draw(part, widths)
      } else if isAtTop || y <= style.marginTop + (header?.height ?? 0) + 0.01 {
        // Not even one line fits below the header: set it and let it overflow rather than loop.
        break
      }
      try newPage()
      startTable(header, widths)
    }
    draw(rest, widths)
  }

  /// Takes as many lines of every cell as fit into `room`; nil when not a single line fits.
  static func split(_ row: inout TableRow, room: Double) -> TableRow? {
    var part = row
    var rest = row
    var took = false
    for index in row.cells.indices {
      var height = 2 * row.padding
      var count = 0
      for line in row.cells[index] {
        if height + line.height > room { break }
        height += line.height
        count += 1
      }
      took = took || count > 0
      part.cells[index] = Array(row.cells[index].prefix(count))
      rest.cells[index] = Array(row.cells[index].dropFirst(count))
    }
    guard took else { return nil }
    row = rest
    return part
  }

  private mutating func draw(_ row: TableRow, _ widths: [Double], as role: StructureTree.Role = .cell) {
    var x = left
    if !isArtifact { openElement(.row) }
    for (cell, width) in zip(row.cells, widths) {
      if !isArtifact { openElement(role) }
      var top = y + row.padding
      for line in cell {
        draw(line, x: x + Self.cellPadding, top: top)
        top += line.height
      }
      if !isArtifact { closeElement() }
      x += width
    }
    if !isArtifact { closeElement() }
    y += row.height
    hairline(from: left, to: left + width, at: y)
  }

  /// Labels in grey beside their values, one or two pairs on a row.
  mutating func keyValues(_ pairs: [KeyValue], columns: Int) throws(TypesetError) {
    let columns = min(max(columns, 1), 2)
    let looks = TextShaper.Style(family: style.family, size: style.size * 0.95, leading: 1.45)
    let half = width / Double(columns)
    var widest = 0.0
    for pair in pairs {
      let line = try shaper.lines([Run.muted(pair.key)], width: half, style: looks)
      widest = max(widest, line.map(\.width).max() ?? 0)
    }
    let keyWidth = min(widest + 2 * Self.cellPadding + 4, half * 0.4)
    let widths = (0..<columns).flatMap { _ in [keyWidth, half - keyWidth] }
    hairline(from: left, to: left + width, at: y)
    for start in stride(from: 0, to: pairs.count, by: columns) {
      var cells: [[ShapedLine]] = []
      for index in start..<(start + columns) {
        guard index < pairs.count else {
          cells += [[], []]
          continue
        }
        cells.append(
          try shaper.lines([Run.muted(pairs[index].key)], width: keyWidth - 2 * Self.cellPadding, style: looks))
        cells.append(
          try shaper.lines(pairs[index].value, width: half - keyWidth - 2 * Self.cellPadding, style: looks))
      }
      try place(row: TableRow(cells: cells, padding: style.size * 0.32), widths, header: nil)
    }
    y += style.size * 0.8
  }
}
