extension TemplateTable {
  /// Checks that spans fill every row exactly and gives cells the alignment of their column.
  ///
  /// Rows that repeat or may be absent cannot share cells with their neighbours: what is left of them would not be a table.
  mutating func settle(_ alignments: [TemplateAlignment?], line: Int) throws(TemplateError) {
    guard (1...TemplateLimits.columnsMax).contains(weights.count) else {
      throw .refused(line, "表格应有 1 到 \(TemplateLimits.columnsMax) 列。", "A table has 1 to \(TemplateLimits.columnsMax) columns.")
    }
    head = try Self.settled(head, alignments, weights.count)
    rows = try Self.settled(rows, alignments, weights.count)
  }

  private static func settled(
    _ rows: [TemplateRow], _ alignments: [TemplateAlignment?], _ columns: Int
  ) throws(TemplateError) -> [TemplateRow] {
    var settled = rows
    /// Rows still covered from above, for each column.
    var covered = [Int](repeating: 0, count: columns)
    for index in settled.indices {
      let row = settled[index]
      let isFixed = row.rule == TemplateRule()
      if !isFixed, covered.contains(where: { $0 > 0 }) || row.cells.contains(where: { $0.rows > 1 }) {
        throw .refused(row.line, "重复或有条件的行不能用 rowspan。", "A row that repeats or has a condition cannot use rowspan.")
      }
      var column = 0
      for cell in settled[index].cells.indices {
        while column < columns, covered[column] > 0 { column += 1 }
        let shape = settled[index].cells[cell]
        guard column + shape.columns <= columns, covered[column..<(column + shape.columns)].allSatisfy({ $0 == 0 }) else {
          throw .refused(row.line, "这一行的单元格比列多。", "This row has more cells than columns.")
        }
        if shape.alignment == nil, column < alignments.count { settled[index].cells[cell].alignment = alignments[column] }
        for place in column..<(column + shape.columns) { covered[place] = shape.rows }
        column += shape.columns
      }
      guard covered.allSatisfy({ $0 > 0 }) else {
        throw .refused(row.line, "这一行的单元格比列少（共 \(columns) 列）。", "This row has fewer cells than the \(columns) columns.")
      }
      for place in covered.indices { covered[place] -= 1 }
    }
    guard covered.allSatisfy({ $0 == 0 }) else {
      throw .refused(settled.last?.line ?? 1, "rowspan 超出表格。", "A rowspan reaches beyond the table.")
    }
    return settled
  }
}
