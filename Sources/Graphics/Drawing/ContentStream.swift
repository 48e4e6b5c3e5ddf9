/// Writes the operators of a PDF content stream (ISO 32000-2 §7.8.2) without Foundation and without strings.
package struct ContentStream: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// A number with at most three decimals (1/3000 mm at page scale), then a space; values beyond ±10⁹ are clamped.
  package mutating func number(_ value: Double) {
    let finite = value.isFinite ? min(max(value, -1e9), 1e9) : 0
    var scaled = Int64((finite * 1000).rounded())
    if scaled < 0 {
      bytes.append(UInt8(ascii: "-"))
      scaled = -scaled
    }
    integerDigits(scaled / 1000)
    let fraction = scaled % 1000
    if fraction > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(UInt8(48 + fraction / 100))
      if fraction % 100 > 0 {
        bytes.append(UInt8(48 + fraction / 10 % 10))
        if fraction % 10 > 0 { bytes.append(UInt8(48 + fraction % 10)) }
      }
    }
    bytes.append(UInt8(ascii: " "))
  }

  package mutating func numbers(_ values: Double...) {
    for value in values { number(value) }
  }

  /// Plain bytes, as they are.
  package mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  package mutating func raw(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// An operator and a line end.
  package mutating func op(_ name: StaticString) {
    raw(name)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Two bytes as four upper-case hexadecimal digits.
  package mutating func hex(_ value: UInt16) {
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8((value >> shift) & 15)
      bytes.append(digit < 10 ? 48 + digit : 55 + digit)
    }
  }

  private mutating func integerDigits(_ value: Int64) {
    if value >= 10 { integerDigits(value / 10) }
    bytes.append(UInt8(48 + value % 10))
  }
}

extension ContentStream {
  /// Path construction operators (§8.5.2) for `path` sent through `transform`.
  package mutating func path(_ path: Path, _ transform: Transform) {
    for element in path.elements {
      switch element {
      case .move(let point):
        pair(transform.apply(point))
        op("m")
      case .line(let point):
        pair(transform.apply(point))
        op("l")
      case .curve(let first, let second, let point):
        pair(transform.apply(first))
        pair(transform.apply(second))
        pair(transform.apply(point))
        op("c")
      case .close: op("h")
      }
    }
  }

  /// Paints every shape of `drawing`; `transform` takes millimetres (y down) to the target space.
  package mutating func drawing(_ drawing: Drawing, _ transform: Transform) {
    let scale = (abs(transform.a * transform.d - transform.b * transform.c)).squareRoot()
    for shape in drawing.shapes {
      switch shape.paint {
      case .fill(let colour):
        fillColour(colour)
        path(shape.path, transform)
        op("f")
      case .stroke(let colour, let width):
        numbers(colour.red, colour.green, colour.blue)
        op("RG")
        number(width * scale)
        op("w 1 J 1 j")
        path(shape.path, transform)
        op("S")
      }
    }
  }

  package mutating func fillColour(_ colour: Colour) {
    numbers(colour.red, colour.green, colour.blue)
    op("rg")
  }

  private mutating func pair(_ point: Point) {
    number(point.x)
    number(point.y)
  }
}
