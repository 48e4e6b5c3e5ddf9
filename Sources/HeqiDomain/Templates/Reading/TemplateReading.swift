extension TemplateBody {
  /// The two kinds of content (M-016 `content_type`).
  package enum Kind: String, Sendable, CaseIterable {
    case html = "HTML"
    case components = "COMPONENT_JSON"
  }

  /// Reads content. - Throws: `TemplateError` naming `content` and the line.
  package static func read(_ content: String, as kind: Kind) throws(TemplateError) -> TemplateBody {
    guard content.utf8.count <= TemplateLimits.contentBytesMax else {
      throw TemplateError(.tooLarge, at: "content", "内容最大 512 KB，请缩小图片。", "The content is larger than 512 KB; make its pictures smaller.")
    }
    return switch kind {
    case .html: try HTMLReader.read(content)
    case .components: try ComponentReader.read(content)
    }
  }
}

/// Values of styles, the same words in both kinds of content.
enum StyleText {
  /// `#rgb`, `#rrggbb`, `var(--name)`.
  static func colour(_ text: String) -> TemplateColour? {
    if text.hasPrefix("var(--"), text.hasSuffix(")") {
      let name = String(text.dropFirst(6).dropLast())
      return isName(name) ? .named(name) : nil
    }
    return hex(text).map(TemplateColour.fixed)
  }

  static func hex(_ text: String) -> UInt32? {
    guard text.hasPrefix("#") else { return nil }
    var digits = Array(text.utf8.dropFirst())
    if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
    guard digits.count == 6 else { return nil }
    var number: UInt32 = 0
    for digit in digits {
      guard let value = Hex.value(of: digit) else { return nil }
      number = number << 4 | UInt32(value)
    }
    return number
  }

  /// Letters, digits, `-` and `_`, at most 32.
  static func isName(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }

  /// Points from `12pt`, `16px`, `2em`, `5mm`, or a bare number of points; `em` is the size of type.
  static func length(_ text: String, em: Double = 11) -> Double? {
    for (unit, points) in [("pt", 1.0), ("px", 0.75), ("em", em), ("mm", 72 / 25.4), ("", 1)] where text.hasSuffix(unit) {
      let digits = text.dropLast(unit.count)
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }), let number = Double(digits),
        number <= 2_000
      else { continue }
      return number * points
    }
    return nil
  }
}
