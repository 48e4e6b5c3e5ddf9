import Foundation
import Testing

@testable import Graphics

@Suite("Handwriting")
struct HandwritingTests {
  static func stroke(_ count: Int = 40, _ place: (Double) -> (Double, Double)) -> [Handwriting.Sample] {
    (0..<count).map { index in
      let (x, y) = place(Double(index) / Double(max(count - 1, 1)))
      return Handwriting.Sample(x: x, y: y, time: Double(index) * 16)
    }
  }
  static let name: [[Handwriting.Sample]] = [
    stroke { t in (20 + 60 * t, 40 - 5 * t) }, stroke { t in (50 - 2 * t, 20 + 80 * t) },
    stroke { t in (50 - 35 * t, 50 + 45 * t * t) }, stroke { t in (50 + 40 * t, 50 + 45 * t) },
  ]

  @Test("nothing, too much and impossible coordinates are refused")
  func refusals() {
    #expect(throws: GraphicsError(.handwritingEmpty, "")) { try Handwriting(strokes: [[], []]) }
    let one = [Handwriting.Sample(x: 1, y: 1)]
    #expect(throws: GraphicsError(.handwritingTooLarge, "")) {
      try Handwriting(strokes: Array(repeating: one, count: 201))
    }
    #expect(throws: GraphicsError(.handwritingTooLarge, "")) {
      try Handwriting(strokes: [Array(repeating: one[0], count: 20_001)])
    }
    for bad in [Double.nan, .infinity, 1e6] {
      #expect(throws: GraphicsError(.sizeOutOfRange, "")) { try Handwriting(strokes: [[.init(x: bad, y: 0)]]) }
    }
    #expect(throws: GraphicsError(.sizeOutOfRange, "")) {
      try Handwriting(strokes: [[.init(x: 0, y: 0, time: .nan)]])
    }
  }

  @Test("drawings that are no signature are refused with their reason")
  func simple() throws {
    let cases: [([[Handwriting.Sample]], Handwriting.Simplicity?)] = [
      ([[.init(x: 5, y: 5)]], .dot),
      ([Self.stroke { t in (t, t) }], .dot),
      ([Self.stroke { t in (300 * t, 100) }], .straightLine),
      ([Self.stroke { t in (300 * t, 100 + 50 * t) }], .straightLine),
      ([Self.stroke { t in (100 + sin(t * 40), 200 * t) }], .straightLine),
      ([Self.stroke { t in (150 * t, 0) }, Self.stroke { t in (160 + 100 * t, 1) }], .straightLine),
      ([Self.stroke { t in (200 * t, 60 * sin(t * .pi)) }], .singleCurve),
      ([Self.stroke { t in (t < 0.4 ? 80 * t : 200 * t - 48, t < 0.4 ? 100 * t : 40 - 120 * (t - 0.4)) }], .singleCurve),
      ([Self.stroke { t in (20 * t, 0) }, Self.stroke { t in (10, 15 * t - 7) }], .tooShort),
      (Self.name, nil),
      ([Self.stroke(120) { t in (200 * t, 40 * sin(t * 20)) }], nil),
      ([Self.stroke(80) { t in (60 * cos(t * 9) + 30 * t, 60 * sin(t * 9)) }], nil),
    ]
    for (index, (strokes, expected)) in cases.enumerated() {
      let verdict = try Handwriting(strokes: strokes).simplicity(fieldDiagonal: 400)
      #expect(verdict == expected, "case \(index)")
    }
  }

  @Test("the same drawing gets the same verdict on every screen size", arguments: [0.5, 1, 3])
  func scaleFree(scale: Double) throws {
    let strokes = Self.name.map { $0.map { Handwriting.Sample(x: $0.x * scale, y: $0.y * scale, time: $0.time) } }
    #expect(try Handwriting(strokes: strokes).simplicity(fieldDiagonal: 400 * scale) == nil)
  }

  @Test("the ink is fitted into the field undistorted and centred")
  func fitted() throws {
    let drawing = try Handwriting(strokes: Self.name).drawing(width: 40, height: 18)
    let ink = try #require(drawing.inkBounds)
    #expect(ink.minX >= 0 && ink.maxX <= 40 && ink.minY >= 0 && ink.maxY <= 18)
    #expect(ink.height > 15)
    #expect(abs(ink.center.x - 20) < 0.5 && abs(ink.center.y - 9) < 0.5)
    #expect(abs(ink.width / ink.height - 76.0 / 80) < 0.12)
  }

  @Test("a slow line is heavier than a quick one, and pressure wins over speed")
  func width() throws {
    func weight(_ milliseconds: Double, pressure: Double? = nil) throws -> Double {
      let samples = (0..<30).map { index in
        Handwriting.Sample(x: Double(index) * 10, y: 0, time: Double(index) * milliseconds, pressure: pressure)
      }
      let ink = try #require(Handwriting(strokes: [samples]).drawing().inkBounds)
      return ink.height
    }
    #expect(try weight(60) > weight(4) * 1.3)
    #expect(try weight(16, pressure: 1) > weight(16, pressure: 0.1) * 1.5)
  }

  @Test("crossing and returning strokes leave no holes: the whole pen line is ink")
  func solid() throws {
    let loop = Self.stroke(60) { t in (50 * cos(t * 12.6), 50 * sin(t * 12.6)) }
    let drawing = try Handwriting(strokes: [loop]).drawing(width: 20, height: 20)
    let face = try Measured(drawing)
    for step in 0..<36 {
      let angle = Double(step) / 36 * 2 * .pi
      let radius = (20 - 4 * PenLine.radius) / 2
      #expect(face.isInk(10 + radius * cos(angle), 10 + radius * sin(angle)))
    }
  }

  @Test("a signature stays small as vectors")
  func size() throws {
    #expect(try Handwriting(strokes: Self.name).drawing().pdf().count < 20_000)
  }
}
