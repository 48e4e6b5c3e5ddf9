extension Handwriting {
  /// Why a drawing cannot be taken for a signature.
  public enum Simplicity: String, Sendable, CaseIterable {
    /// All ink within a spot.
    case dot
    /// All ink on one straight line.
    case straightLine
    /// One stroke that hardly bends: a tick, an arc.
    case singleCurve
    /// Less ink than a character needs.
    case tooShort

    /// What to tell the signer, Chinese first.
    public var message: (zh: String, en: String) {
      switch self {
      case .dot: ("只有一个点,请写下您的姓名。", "Only a dot was drawn; please write your name.")
      case .straightLine: ("只有一条直线,请写下您的姓名。", "Only a straight line was drawn; please write your name.")
      case .singleCurve: ("笔迹过于简单,请写下您的姓名。", "The strokes are too simple; please write your name.")
      case .tooShort: ("笔迹太少,请写下完整的姓名。", "There is too little ink; please write your whole name.")
      }
    }
  }

  /// Why this drawing is too simple to be a signature; nil when it may stand.
  ///
  /// Measured on shapes only, so it is the same for every screen size: extent, distance from the best line, sum of
  /// turns, and length of ink against the diagonal of the field it was drawn in.
  /// - Parameter fieldDiagonal: the diagonal of the drawing field in the unit of the samples.
  public func simplicity(fieldDiagonal: Double) -> Simplicity? {
    let box = extent
    let diagonal = Point(box.width, box.height).length
    let field = max(fieldDiagonal, 1)
    if diagonal < field * 0.02 { return .dot }
    let points = strokes.map { stroke in stroke.map { Point($0.x, $0.y) } }
    if Self.offLine(points.flatMap(\.self)) < diagonal * 0.04 { return .straightLine }
    let ink = points.reduce(0.0) { $0 + Self.length($1) }
    if ink < field * 0.15 { return .tooShort }
    // Half a turn and a quarter: less than a loop, a hook or a corner with a return.
    if points.count == 1, Self.turns(points[0], step: diagonal / 24) < 4 { return .singleCurve }
    return nil
  }

  /// The greatest distance of a point from the line of least squares through all points.
  static func offLine(_ points: [Point]) -> Double {
    let count = Double(max(points.count, 1))
    let sum = points.reduce(Point(0, 0), +)
    let mean = sum * (1 / count)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for point in points {
      let d = point - mean
      xx += d.x * d.x
      xy += d.x * d.y
      yy += d.y * d.y
    }
    // Direction of the larger principal axis.
    let difference = xx - yy
    let root = (difference * difference + 4 * xy * xy).squareRoot()
    var axis = xx >= yy ? Point(difference + root, 2 * xy) : Point(2 * xy, root - difference)
    guard axis.length > 0 else { return 0 }
    axis = axis * (1 / axis.length)
    return points.reduce(0.0) { farthest, point in
      let d = point - mean
      return max(farthest, abs(d.x * axis.y - d.y * axis.x))
    }
  }

  static func length(_ points: [Point]) -> Double {
    zip(points, points.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
  }

  /// The sum of all changes of direction in radians, measured on points at least `step` apart so that a trembling hand
  /// does not count.
  static func turns(_ points: [Point], step: Double) -> Double {
    var sparse: [Point] = []
    for point in points where sparse.last.map({ (point - $0).length >= step }) ?? true { sparse.append(point) }
    guard sparse.count >= 3 else { return 0 }
    var sum = 0.0
    for index in 1..<(sparse.count - 1) {
      let before = sparse[index] - sparse[index - 1]
      let after = sparse[index + 1] - sparse[index]
      let cosine = (before.x * after.x + before.y * after.y) / max(before.length * after.length, 1e-9)
      sum += PenLine.angle(cosine: cosine)
    }
    return sum
  }
}
