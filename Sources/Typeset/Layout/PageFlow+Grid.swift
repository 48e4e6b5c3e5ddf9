internal import Graphics

/// A cell of a grid, set in lines.
private struct GridCell {
  let column: Int
  let columns: Int
  let rows: Int
  let lines: [ShapedLine]
  let shade: Colour?
  var height: Double { lines.reduce(0) { $0 + $1.height } }
}

/// Rows that belong together, with their heights.
private struct GridGroup {
  var rows: [[GridCell]] = []
  var heights: [Double] = []
  var height: Double { heights.reduce(0, +) }
}

/// A grid's columns and padding, points.
private struct GridMeasure {
  /// Left edges of the columns and the right edge of the last.
  let edges: [Double]
  let size: Double
  let paddingSide = 5.0
  var padding: Double { size * 0.36 }
}

extension PageFlow {
  mutating func place(_ grid: Grid) throws(TypesetError) {
    let total = grid.weights.reduce(0, +)
    guard (1...Table.columnsMax).contains(grid.weights.count), grid.weights.allSatisfy({ $0 > 0 }), total.isFinite else {
      throw Self.malformed
    }
    var edges = [left]
    for weight in grid.weights { edges.append((edges.last ?? left) + weight / total * width) }
    let measure = GridMeasure(edges: edges, size: min(max(grid.size ?? style.size * 0.9, 4), 100))
    let header = try groups(grid.header, measure)
    let head = header.reduce(0) { $0 + $1.height }
    let room = bottom - style.marginTop - head
    guard room > measure.size * 3 else { throw Self.malformed }
    let groups = try groups(grid.rows, measure)
    // The header stays with the first row.
    if y + head + min(groups.first?.height ?? 0, room / 2) > bottom, !isAtTop { try newPage() }
    draw(header, measure, as: .headCell)
    for group in groups { try place(group, measure, header: header, room: room) }
    y += style.size * 0.8
  }

  private static let malformed = TypesetError(
    .tableMalformed, "Cells must fill the columns of a grid exactly, and joined rows must fit on a page.")

  private mutating func draw(_ groups: [GridGroup], _ measure: GridMeasure, as role: StructureTree.Role) {
    for group in groups { draw(group, measure, as: role) }
  }

  /// On a further page the header is no content.
  private mutating func repeated(_ header: [GridGroup], _ measure: GridMeasure) {
    artifact { $0.draw(header, measure, as: .headCell) }
  }

  private mutating func place(
    _ group: GridGroup, _ measure: GridMeasure, header: [GridGroup], room: Double
  ) throws(TypesetError) {
    if y + group.height > bottom + 0.01 {
      if group.rows.count == 1, group.height > room / 2 { return try split(group, measure, header: header) }
      guard group.height <= room + 0.01 else { throw Self.malformed }
      try newPage()
      repeated(header, measure)
    }
    draw(group, measure)
  }

  /// A single row higher than half a page goes on where the page ends, between its lines.
  private mutating func split(_ group: GridGroup, _ measure: GridMeasure, header: [GridGroup]) throws(TypesetError) {
    var cells = group.rows[0]
    var isFresh = false
    while true {
      let space = bottom - y - 2 * measure.padding
      var rest: [GridCell] = []
      var part: [GridCell] = []
      var took = false
      for cell in cells {
        var height = 0.0
        let count = cell.lines.prefix { line in
          height += line.height
          return height <= space + 0.01
        }.count
        took = took || count > 0
        part.append(GridCell(column: cell.column, columns: cell.columns, rows: 1, lines: Array(cell.lines.prefix(count)), shade: cell.shade))
        rest.append(GridCell(column: cell.column, columns: cell.columns, rows: 1, lines: Array(cell.lines.dropFirst(count)), shade: cell.shade))
      }
      let isLast = rest.allSatisfy { $0.lines.isEmpty }
      if took {
        let height = (part.map(\.height).max() ?? 0) + 2 * measure.padding
        draw(GridGroup(rows: [part], heights: [height]), measure)
        cells = rest
      } else if isFresh {
        throw Self.malformed
      }
      if isLast { return }
      try newPage()
      repeated(header, measure)
      isFresh = true
    }
  }

  private mutating func draw(_ group: GridGroup, _ measure: GridMeasure, as role: StructureTree.Role = .cell) {
    var tops: [Double] = [y]
    for height in group.heights { tops.append((tops.last ?? y) + height) }
    for (index, row) in group.rows.enumerated() {
      if !isArtifact { openElement(.row) }
      for cell in row {
        let x = measure.edges[cell.column]
        let end = measure.edges[cell.column + cell.columns]
        let top = tops[index]
        let height = tops[min(index + cell.rows, group.rows.count)] - top
        if let shade = cell.shade { box(x: x, top: top, width: end - x, height: height, colour: shade) }
        // Text stands in the middle of a cell over several rows, at the top of any other.
        var line = top + (cell.rows > 1 ? max((height - cell.height) / 2, measure.padding) : measure.padding)
        if !isArtifact { openElement(role) }
        for shaped in cell.lines {
          draw(shaped, x: x + measure.paddingSide, top: line)
          line += shaped.height
        }
        if !isArtifact { closeElement() }
        artifact { $0.frame(x: x, top: top, width: end - x, height: height) }
      }
      if !isArtifact { closeElement() }
    }
    y = tops.last ?? y
  }

  private mutating func frame(x: Double, top: Double, width: Double, height: Double) {
    let page = pages.count - 1
    let colour = Self.lineColour
    pages[page].numbers(colour.red, colour.green, colour.blue)
    pages[page].raw("RG 0.5 w ")
    pages[page].numbers(x, Self.pageHeight - top - height, width, height)
    pages[page].op("re S")
  }

  /// Cells at their columns, rows joined by cells in one group, heights settled.
  private func groups(_ rows: [[Grid.Cell]], _ measure: GridMeasure) throws(TypesetError) -> [GridGroup] {
    var groups: [GridGroup] = []
    var covered = [Int](repeating: 0, count: measure.edges.count - 1)
    var group = GridGroup()
    for row in rows {
      var cells: [GridCell] = []
      var column = 0
      for cell in row {
        while column < covered.count, covered[column] > 0 { column += 1 }
        guard cell.columns > 0, cell.rows > 0, column + cell.columns <= covered.count else { throw Self.malformed }
        let looks = TextShaper.Style(
          family: style.family, size: measure.size, leading: 1.45, bold: cell.bold, alignment: cell.alignment)
        let wide = measure.edges[column + cell.columns] - measure.edges[column] - 2 * measure.paddingSide
        cells.append(
          GridCell(
            column: column, columns: cell.columns, rows: cell.rows, lines: try shaper.lines(cell.runs, width: wide, style: looks),
            shade: cell.shade))
        for place in column..<(column + cell.columns) {
          guard covered[place] == 0 else { throw Self.malformed }
          covered[place] = cell.rows
        }
        column += cell.columns
      }
      guard covered.allSatisfy({ $0 > 0 }) else { throw Self.malformed }
      group.rows.append(cells)
      let single = cells.lazy.filter { $0.rows == 1 }.map(\.height).max() ?? 0
      group.heights.append(max(single, measure.size * 1.45) + 2 * measure.padding)
      for place in covered.indices { covered[place] -= 1 }
      if covered.allSatisfy({ $0 == 0 }) {
        groups.append(Self.settled(group, measure))
        group = GridGroup()
      }
    }
    guard group.rows.isEmpty else { throw Self.malformed }
    return groups
  }

  /// Makes the last of joined rows high enough for the cell over them.
  private static func settled(_ group: GridGroup, _ measure: GridMeasure) -> GridGroup {
    var settled = group
    for (index, row) in group.rows.enumerated() {
      for cell in row where cell.rows > 1 {
        let last = min(index + cell.rows, group.rows.count) - 1
        let lack = cell.height + 2 * measure.padding - settled.heights[index...last].reduce(0, +)
        if lack > 0 { settled.heights[last] += lack }
      }
    }
    return settled
  }
}
