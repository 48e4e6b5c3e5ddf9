internal import Glibc

/// Sets text along an ellipse: over the top with the heads outwards, or along the bottom with the heads inwards.
struct ArcText {
  /// Where on the rim the text stands.
  enum Side { case top, bottom }

  let center: Point
  /// Half axes of the ellipse through the middle of the letters, in millimetres.
  let radiusX: Double
  let radiusY: Double
  let side: Side
  /// Height of the letters in millimetres; long texts come out smaller.
  let height: Double
  /// The largest part of the ellipse the text may take, as an angle at the centre in radians.
  let spanMax: Double
  /// Letter width for the height, before squeezing.
  let proportion: Double

  /// Letters are not squeezed below this part of their height; beyond it they become smaller.
  private static let proportionMin = 0.46
  private static let samples = 720

  /// The outlines of all letters of `text`.
  func path(_ text: SealText) throws(GraphicsError) -> Path {
    var letters: [TextOutline] = []
    for character in text.characters { letters.append(try TextOutline(String(character), .serif, bold: true)) }
    let table = lengths()
    let available = table.last ?? 0
    let advances = letters.map { max($0.advance, 0.2) }
    let sum = advances.reduce(0, +)
    let gaps = Double(max(letters.count - 1, 1))
    // Short names stay together, long names take the whole arc.
    let wanted = available * min(1, 0.42 + 0.04 * sum)
    var high = height
    var wide = high * proportion
    var gap = min(max((wanted - sum * wide) / gaps, 0.1 * high), (side == .top ? 0.75 : 0.3) * high)
    let total = sum * wide + gaps * gap
    if total > available {
      let shrink = available / total
      wide *= shrink
      gap *= shrink
      high = min(high, wide / Self.proportionMin)
    }
    var pen = (available - (sum * wide + Double(letters.count - 1) * gap)) / 2
    var path = Path()
    for (letter, advance) in zip(letters, advances) {
      let half = advance * wide / 2
      path.append(place(letter, angle: angle(at: pen + half, table), width: wide, height: high))
      pen += 2 * half + gap
    }
    return path
  }

  /// One letter, its em box centred on the ellipse at `angle`.
  private func place(_ letter: TextOutline, angle: Double, width: Double, height: Double) -> Path {
    let spot = Point(center.x + radiusX * sin(angle), center.y - radiusY * cos(angle))
    // Outward normal of the ellipse; at the bottom the heads look inwards.
    var up = Point(sin(angle) / radiusX, -cos(angle) / radiusY)
    up = up * (1 / up.length) * (side == .top ? 1 : -1)
    return letter.path.transformed(
      Transform.translation(-letter.advance / 2, TextOutline.emAscent - 0.5)
        .then(.scale(width, height))
        .then(.rotation(cosine: -up.y, sine: up.x))
        .then(.translation(spot.x, spot.y)))
  }

  /// Angle of reading step `index`, clockwise from the top of the ellipse.
  private func angle(_ index: Double) -> Double {
    let part = index / Double(Self.samples) - 0.5
    return side == .top ? part * spanMax : .pi - part * spanMax
  }

  /// Arc length from the beginning of the span to each sample.
  private func lengths() -> [Double] {
    var result = [0.0]
    var last = Point(radiusX * sin(angle(0)), -radiusY * cos(angle(0)))
    for index in 1...Self.samples {
      let next = Point(radiusX * sin(angle(Double(index))), -radiusY * cos(angle(Double(index))))
      result.append(result[index - 1] + (next - last).length)
      last = next
    }
    return result
  }

  /// The angle that lies `length` along the arc.
  private func angle(at length: Double, _ table: [Double]) -> Double {
    var low = 0
    var high = table.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if table[middle] <= length { low = middle } else { high = middle }
    }
    let step = table[high] - table[low]
    return angle(Double(low) + (step > 0 ? (length - table[low]) / step : 0))
  }
}
