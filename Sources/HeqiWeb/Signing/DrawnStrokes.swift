import Graphics

/// What the handwriting pad sends: samples `x y milliseconds pressure`, strokes parted by `;`, after the size of the
/// field as `width height|`.
enum DrawnStrokes {
  /// Bytes of the whole text.
  static let bytesMax = 200_000
  private static let sideMax = 10_000.0

  struct Drawing: Sendable, Equatable {
    let handwriting: Handwriting
    /// Diagonal of the field, in the unit of its samples.
    let diagonal: Double
  }

  /// nil for anything that is no drawing.
  static func read(_ text: String) -> Drawing? {
    guard text.utf8.count <= bytesMax, let bar = text.firstIndex(of: "|") else { return nil }
    let size = text[..<bar].split(separator: " ").compactMap { Double($0) }
    guard size.count == 2, size.allSatisfy({ $0.isFinite && $0 > 0 && $0 <= sideMax }) else { return nil }
    var strokes: [[Handwriting.Sample]] = []
    for part in text[text.index(after: bar)...].split(separator: ";") {
      let numbers = part.split(separator: " ").compactMap { Double($0) }
      guard numbers.count.isMultiple(of: 4), numbers.allSatisfy(\.isFinite) else { return nil }
      var stroke: [Handwriting.Sample] = []
      for at in stride(from: 0, to: numbers.count, by: 4) {
        let pressure: Double? = numbers[at + 3] > 0 ? numbers[at + 3] : nil
        stroke.append(Handwriting.Sample(x: numbers[at], y: numbers[at + 1], time: numbers[at + 2], pressure: pressure))
      }
      strokes.append(stroke)
    }
    guard let handwriting = try? Handwriting(strokes: strokes) else { return nil }
    return Drawing(handwriting: handwriting, diagonal: (size[0] * size[0] + size[1] * size[1]).squareRoot())
  }
}
