extension Drawing {
  /// The picture as a stand-alone SVG 1.1 file in UTF-8: real size in millimetres, no scripts, no style attributes
  /// (fit for a strict content security policy), nothing but paths.
  public func svg() -> [UInt8] {
    let size = "width=\"\(decimal(width))mm\" height=\"\(decimal(height))mm\""
    let box = "viewBox=\"0 0 \(decimal(width)) \(decimal(height))\""
    var text = ContentStream()
    text.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(box)>\n".utf8)
    if opacity < 1 { text.raw("<g opacity=\"\(decimal(opacity))\">\n".utf8) }
    for shape in shapes {
      switch shape.paint {
      case .fill(let colour): text.raw("<path fill=\"\(Self.hex(colour))\" d=\"".utf8)
      case .stroke(let colour, let width):
        let line = "stroke-width=\"\(decimal(width))\" stroke-linecap=\"round\" stroke-linejoin=\"round\""
        text.raw("<path fill=\"none\" stroke=\"\(Self.hex(colour))\" \(line) d=\"".utf8)
      }
      text.svgPath(shape.path)
      text.raw("\"/>\n")
    }
    if opacity < 1 { text.raw("</g>\n") }
    text.raw("</svg>\n")
    return text.bytes
  }

  private static func hex(_ colour: Colour) -> String {
    let value = [colour.red, colour.green, colour.blue].map { component in
      let text = String(Int((component * 255).rounded()), radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return "#" + value.joined()
  }
}

extension ContentStream {
  /// The path data of SVG 1.1 §8.3, absolute coordinates.
  fileprivate mutating func svgPath(_ path: Path) {
    for element in path.elements {
      switch element {
      case .move(let point):
        raw("M")
        numbers(point.x, point.y)
      case .line(let point):
        raw("L")
        numbers(point.x, point.y)
      case .curve(let first, let second, let point):
        raw("C")
        numbers(first.x, first.y, second.x, second.y, point.x, point.y)
      case .close: raw("Z")
      }
    }
  }
}
