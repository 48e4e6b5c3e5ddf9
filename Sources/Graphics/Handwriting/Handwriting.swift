/// A signature drawn by hand: strokes as a finger or pen gave them, turned into smooth outlines of varying width.
public struct Handwriting: Sendable, Equatable {
  /// One sample of the pen; any length unit, y downwards, as long as the whole signature uses the same.
  public struct Sample: Sendable, Equatable {
    public let x: Double
    public let y: Double
    /// Milliseconds since the first sample, or nil.
    public let time: Double?
    /// 0…1 as pointer events give it, or nil.
    public let pressure: Double?

    public init(x: Double, y: Double, time: Double? = nil, pressure: Double? = nil) {
      self.x = x
      self.y = y
      self.time = time
      self.pressure = pressure
    }
  }

  /// Strokes in one signature.
  public static let strokesMax = 200
  /// Samples in one signature: ten minutes of a 60 Hz pen are 36,000; a signature needs a few hundred.
  public static let samplesMax = 20_000
  /// Coordinates beyond this are refused.
  private static let coordinateMax = 100_000.0

  public let strokes: [[Sample]]

  /// - Throws: `handwritingEmpty` without any sample, `handwritingTooLarge` above the limits, `sizeOutOfRange` for
  ///   coordinates that are not finite or beyond ±100,000.
  public init(strokes: [[Sample]]) throws(GraphicsError) {
    let kept = strokes.filter { !$0.isEmpty }
    guard !kept.isEmpty else { throw GraphicsError(.handwritingEmpty, "Nothing was drawn; sign in the field.") }
    let samples = kept.reduce(0) { $0 + $1.count }
    guard kept.count <= Self.strokesMax, samples <= Self.samplesMax else {
      throw GraphicsError(.handwritingTooLarge, "The signature has too many strokes; clear the field and sign again.")
    }
    for stroke in kept {
      for sample in stroke {
        guard abs(sample.x) <= Self.coordinateMax, abs(sample.y) <= Self.coordinateMax,
          sample.time.map(\.isFinite) ?? true, sample.pressure.map(\.isFinite) ?? true
        else { throw GraphicsError(.sizeOutOfRange, "The signature holds impossible coordinates; sign again.") }
      }
    }
    self.strokes = kept
  }

  /// The box around all samples, in the caller's unit.
  var extent: Bounds {
    var box: Bounds?
    for sample in strokes.joined() {
      let dot = Bounds(minX: sample.x, minY: sample.y, maxX: sample.x, maxY: sample.y)
      box = box?.union(dot) ?? dot
    }
    return box ?? Bounds(minX: 0, minY: 0, maxX: 0, maxY: 0)
  }

  /// The signature fitted, undistorted and centred, into `width` × `height` millimetres.
  public func drawing(width: Double = 40, height: Double = 18, colour: Colour = .black) -> Drawing {
    var drawing = Drawing(width: width, height: height)
    let pen = PenLine.radius
    let box = extent
    let room = Point(max(width - 4 * pen, 1), max(height - 4 * pen, 1))
    // A dot or a line has no size in one direction; never enlarge it to fill the field.
    let scale = min(room.x / max(box.width, 1), room.y / max(box.height, 1))
    let move = Transform.translation(-box.center.x, -box.center.y).then(.scale(scale, scale))
      .then(.translation(width / 2, height / 2))
    var path = Path()
    for stroke in strokes { path.append(PenLine(stroke, move).outline()) }
    drawing.fill(path, colour)
    return drawing
  }
}
