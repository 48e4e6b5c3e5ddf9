public import Graphics

/// A table ruled on all sides whose cells may reach over columns and rows. The header is repeated on every page; rows
/// joined by a cell stay on one page.
public struct Grid: Sendable, Equatable {
  /// One cell; `columns` × `rows` of the grid.
  public struct Cell: Sendable, Equatable {
    public var runs: [Run]
    public var columns: Int
    public var rows: Int
    public var alignment: Alignment
    public var bold: Bool
    /// Behind the text.
    public var shade: Colour?

    public init(
      _ runs: [Run], columns: Int = 1, rows: Int = 1, alignment: Alignment = .left, bold: Bool = false,
      shade: Colour? = nil
    ) {
      self.runs = runs
      self.columns = columns
      self.rows = rows
      self.alignment = alignment
      self.bold = bold
      self.shade = shade
    }
  }

  /// Shares of the width, one a column.
  public var weights: [Double]
  public var header: [[Cell]]
  public var rows: [[Cell]]
  /// Points; nil takes nine tenths of the document's size.
  public var size: Double?

  public init(weights: [Double], header: [[Cell]] = [], rows: [[Cell]], size: Double? = nil) {
    self.weights = weights
    self.header = header
    self.rows = rows
    self.size = size
  }
}
