internal import Glibc

/// One stroke as an outline: smoothed centre line, width from pressure or speed, round ends.
struct PenLine {
  /// Half the width of a calm line, in millimetres: a 0.7 mm fibre pen.
  static let radius = 0.36
  /// Distance between outline points in millimetres.
  private static let step = 0.45

  private var points: [Point] = []
  private var radii: [Double] = []

  /// `samples` sent through `transform` into millimetres.
  init(_ samples: [Handwriting.Sample], _ transform: Transform) {
    let (places, weights) = Self.thin(samples, transform)
    guard places.count > 1 else {
      points = places
      radii = places.map { _ in Self.radius * 1.3 }
      return
    }
    let calm = Self.smooth(places)
    let even = Self.smooth(Self.smooth(weights))
    for index in 0..<(calm.count - 1) {
      let p0 = calm[max(index - 1, 0)]
      let (p1, p2) = (calm[index], calm[index + 1])
      let p3 = calm[min(index + 2, calm.count - 1)]
      let steps = max(1, Int(((p2 - p1).length / Self.step).rounded()))
      for part in 0..<steps {
        let t = Double(part) / Double(steps)
        points.append(Self.catmullRom(p0, p1, p2, p3, t))
        radii.append(even[index] + (even[index + 1] - even[index]) * t)
      }
    }
    points.append(calm[calm.count - 1])
    radii.append(even[even.count - 1])
  }

  /// The filled outline; every part runs clockwise so that the non-zero rule unites them.
  func outline() -> Path {
    var path = Path()
    guard let first = points.first, let last = points.last else { return path }
    path.append(.ellipse(center: first, radiusX: radii[0], radiusY: radii[0]))
    guard points.count > 1 else { return path }
    var left: [Point] = []
    var right: [Point] = []
    var previous = Point(0, 0)
    for index in points.indices {
      let before = points[max(index - 1, 0)]
      let after = points[min(index + 1, points.count - 1)]
      var direction = after - before
      if direction.length < 1e-6 { direction = previous.length > 0 ? previous : Point(1, 0) }
      direction = direction * (1 / direction.length)
      let normal = Point(direction.y, -direction.x) * radii[index]
      left.append(points[index] + normal)
      right.append(points[index] - normal)
      if previous.length > 0, previous.x * direction.x + previous.y * direction.y < 0.8 {
        path.append(.ellipse(center: points[index], radiusX: radii[index], radiusY: radii[index]))
      }
      previous = direction
    }
    let end = radii[radii.count - 1]
    path.append(.ellipse(center: last, radiusX: end, radiusY: end))
    path.move(to: left[0])
    for point in left.dropFirst() { path.line(to: point) }
    for point in right.reversed() { path.line(to: point) }
    path.close()
    return path
  }

  /// Angle in radians from its cosine, rounding errors forgiven.
  static func angle(cosine: Double) -> Double { acos(min(max(cosine, -1), 1)) }

  /// Samples at least a tenth of a millimetre apart, with the line radius each asks for.
  private static func thin(_ samples: [Handwriting.Sample], _ transform: Transform) -> ([Point], [Double]) {
    var places: [Point] = []
    var weights: [Double] = []
    var lastTime: Double?
    for sample in samples {
      let place = transform.apply(Point(sample.x, sample.y))
      guard let last = places.last else {
        places.append(place)
        weights.append(radius)
        lastTime = sample.time
        continue
      }
      let distance = (place - last).length
      if distance < 0.1 { continue }
      // Real pressure wins; a mouse reports a constant 0.5, which means none.
      if let pressure = sample.pressure, pressure > 0, pressure != 0.5 {
        weights.append(radius * (0.55 + 0.9 * min(pressure, 1)))
      } else {
        // Speed in millimetres per second of paper: slow strokes are heavy.
        let elapsed = max((sample.time ?? 0) - (lastTime ?? 0), 0)
        let speed = elapsed > 0 ? distance / elapsed * 1000 : 60
        weights.append(radius * min(max(1.35 - speed / 220, 0.6), 1.35))
      }
      places.append(place)
      lastTime = sample.time
    }
    // The first sample has no speed of its own.
    if weights.count > 1 { weights[0] = weights[1] }
    return (places, weights)
  }

  private static func smooth(_ points: [Point]) -> [Point] {
    guard points.count > 2 else { return points }
    var result = points
    for index in 1..<(points.count - 1) {
      result[index] = points[index - 1] * 0.25 + points[index] * 0.5 + points[index + 1] * 0.25
    }
    return result
  }

  private static func smooth(_ values: [Double]) -> [Double] {
    guard values.count > 2 else { return values }
    var result = values
    for index in 1..<(values.count - 1) {
      result[index] = values[index - 1] * 0.25 + values[index] * 0.5 + values[index + 1] * 0.25
    }
    return result
  }

  /// A point of the curve through `p1` and `p2`.
  private static func catmullRom(_ p0: Point, _ p1: Point, _ p2: Point, _ p3: Point, _ t: Double) -> Point {
    let square = t * t
    let cube = square * t
    let first = p1 * 2 + (p2 - p0) * t
    let second = (p0 * 2 - p1 * 5 + p2 * 4 - p3) * square
    let third = (p1 * 3 - p0 - p2 * 3 + p3) * cube
    return (first + second + third) * 0.5
  }
}
