/// A vector outline: subpaths of lines and cubic curves, as a value.
public struct Path: Sendable, Equatable {
  /// One step of a path.
  public enum Element: Sendable, Equatable {
    case move(Point)
    case line(Point)
    case curve(Point, Point, Point)
    case close
  }

  public private(set) var elements: [Element] = []

  public init() {}

  public var isEmpty: Bool { elements.isEmpty }

  public mutating func move(to point: Point) { elements.append(.move(point)) }
  public mutating func line(to point: Point) { elements.append(.line(point)) }
  public mutating func curve(_ first: Point, _ second: Point, to point: Point) {
    elements.append(.curve(first, second, point))
  }
  public mutating func close() { elements.append(.close) }
  public mutating func append(_ other: Path) { elements.append(contentsOf: other.elements) }

  /// Every point sent through `transform`.
  public func transformed(_ transform: Transform) -> Path {
    var result = Path()
    result.elements = elements.map { element in
      switch element {
      case .move(let point): .move(transform.apply(point))
      case .line(let point): .line(transform.apply(point))
      case .curve(let first, let second, let point):
        .curve(transform.apply(first), transform.apply(second), transform.apply(point))
      case .close: .close
      }
    }
    return result
  }

  /// The tight box around lines and curves; nil when the path is empty.
  public var bounds: Bounds? {
    var box: Bounds?
    var pen = Point(0, 0)
    func take(_ point: Point) {
      let dot = Bounds(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y)
      box = box?.union(dot) ?? dot
    }
    for element in elements {
      switch element {
      case .move(let point), .line(let point):
        take(point)
        pen = point
      case .curve(let first, let second, let point):
        take(point)
        for t in Self.turns(pen.x, first.x, second.x, point.x) + Self.turns(pen.y, first.y, second.y, point.y) {
          let u = 1 - t
          take(pen * (u * u * u) + first * (3 * u * u * t) + second * (3 * u * t * t) + point * (t * t * t))
        }
        pen = point
      case .close: break
      }
    }
    return box
  }

  /// Where one coordinate of a cubic turns back, strictly between its ends.
  private static func turns(_ p0: Double, _ p1: Double, _ p2: Double, _ p3: Double) -> [Double] {
    let (low, high) = (min(p0, p3), max(p0, p3))
    if p1 >= low, p1 <= high, p2 >= low, p2 <= high { return [] }
    let a = p3 - 3 * p2 + 3 * p1 - p0
    let b = 2 * (p2 - 2 * p1 + p0)
    let c = p1 - p0
    if abs(a) < 1e-12 { return abs(b) < 1e-12 ? [] : [-c / b].filter { $0 > 0 && $0 < 1 } }
    let root = b * b - 4 * a * c
    guard root >= 0 else { return [] }
    return [(-b + root.squareRoot()) / (2 * a), (-b - root.squareRoot()) / (2 * a)].filter { $0 > 0 && $0 < 1 }
  }
}

extension Path {
  /// How far a control point stands off so that four cubics look like a circle (error < 0.03 %).
  private static let circleHandle = 0.552_284_749_830_793_4

  public static func rectangle(_ box: Bounds) -> Path {
    polygon([
      Point(box.minX, box.minY), Point(box.maxX, box.minY), Point(box.maxX, box.maxY), Point(box.minX, box.maxY),
    ])
  }

  /// A rectangle whose corners are quarter circles of `radius`.
  public static func roundedRectangle(_ box: Bounds, radius: Double) -> Path {
    let r = min(radius, box.width / 2, box.height / 2)
    if r <= 0 { return rectangle(box) }
    let k = r * (1 - circleHandle)
    var path = Path()
    path.move(to: Point(box.minX + r, box.minY))
    path.line(to: Point(box.maxX - r, box.minY))
    path.curve(Point(box.maxX - k, box.minY), Point(box.maxX, box.minY + k), to: Point(box.maxX, box.minY + r))
    path.line(to: Point(box.maxX, box.maxY - r))
    path.curve(Point(box.maxX, box.maxY - k), Point(box.maxX - k, box.maxY), to: Point(box.maxX - r, box.maxY))
    path.line(to: Point(box.minX + r, box.maxY))
    path.curve(Point(box.minX + k, box.maxY), Point(box.minX, box.maxY - k), to: Point(box.minX, box.maxY - r))
    path.line(to: Point(box.minX, box.minY + r))
    path.curve(Point(box.minX, box.minY + k), Point(box.minX + k, box.minY), to: Point(box.minX + r, box.minY))
    path.close()
    return path
  }

  public static func ellipse(center: Point, radiusX: Double, radiusY: Double) -> Path {
    let hx = radiusX * circleHandle
    let hy = radiusY * circleHandle
    let (x, y) = (center.x, center.y)
    var path = Path()
    path.move(to: Point(x + radiusX, y))
    path.curve(Point(x + radiusX, y + hy), Point(x + hx, y + radiusY), to: Point(x, y + radiusY))
    path.curve(Point(x - hx, y + radiusY), Point(x - radiusX, y + hy), to: Point(x - radiusX, y))
    path.curve(Point(x - radiusX, y - hy), Point(x - hx, y - radiusY), to: Point(x, y - radiusY))
    path.curve(Point(x + hx, y - radiusY), Point(x + radiusX, y - hy), to: Point(x + radiusX, y))
    path.close()
    return path
  }

  public static func polygon(_ points: [Point]) -> Path {
    var path = Path()
    guard let first = points.first else { return path }
    path.move(to: first)
    for point in points.dropFirst() { path.line(to: point) }
    path.close()
    return path
  }

  /// A five-pointed star, one point upwards, its tips on the circle of `radius` around `center`.
  public static func star(center: Point, radius: Double) -> Path {
    // cos and sin of 0°, 36°, … around the clock, starting at the top; the inner radius is that of the pentagram.
    let inner = radius * 0.381_966_011_250_105
    let unit: [(Double, Double)] = [
      (0, -1), (0.587_785_252_292_473, -0.809_016_994_374_947), (0.951_056_516_295_154, -0.309_016_994_374_947),
      (0.951_056_516_295_154, 0.309_016_994_374_947), (0.587_785_252_292_473, 0.809_016_994_374_947), (0, 1),
      (-0.587_785_252_292_473, 0.809_016_994_374_947), (-0.951_056_516_295_154, 0.309_016_994_374_947),
      (-0.951_056_516_295_154, -0.309_016_994_374_947), (-0.587_785_252_292_473, -0.809_016_994_374_947),
    ]
    return polygon(
      unit.enumerated().map { index, direction in
        let r = index.isMultiple(of: 2) ? radius : inner
        return Point(center.x + direction.0 * r, center.y + direction.1 * r)
      })
  }
}
