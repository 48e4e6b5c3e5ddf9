/// Reads a content stream operator by operator (ISO 32000-2 §7.8.2), inline images included.
struct ContentScanner {
  private var parser: ObjectParser
  /// Where the latest operator stands in the data, its operands included; an inline image with its bytes.
  private(set) var range = 0..<0
  /// Operands before an operator; more than this is damage.
  private static let operandsMax = 1024

  init(_ data: [UInt8], limits: PDFLimits) {
    parser = ObjectParser(data, limits: limits, allowsReferences: false)
  }

  /// The next operator with its operands; nil at the end. Throws on what is neither.
  mutating func next() throws(PDFError) -> (operator: PDFName, operands: [PDFObject])? {
    var operands: [PDFObject] = []
    var begin: Int?
    while true {
      parser.lexer.skipSpace()
      guard let byte = parser.lexer.current else { return nil }
      begin = begin ?? parser.lexer.position
      if ContentScanner.beginsOperand(byte), let operand = try operand() {
        guard operands.count < ContentScanner.operandsMax else {
          throw parser.lexer.failure("Too many operands in a content stream.")
        }
        operands.append(operand)
        continue
      }
      let start = parser.lexer.position
      while let byte = parser.lexer.current, CharacterClass.isRegular(byte) { parser.lexer.position += 1 }
      guard parser.lexer.position > start else { throw parser.lexer.failure("A content stream is damaged.") }
      let name = PDFName(parser.lexer.bytes[start..<parser.lexer.position])
      if name == "ID" { skipInlineImage() }
      range = (begin ?? start)..<parser.lexer.position
      return (name, operands)
    }
  }

  private static func beginsOperand(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x2F, 0x28, 0x3C, 0x5B, 0x74, 0x66, 0x6E: true
    default: false
    }
  }

  /// An operand; nil when the letters turn out to be an operator (`f`, `n`, `true` and such share first letters).
  private mutating func operand() throws(PDFError) -> PDFObject? {
    switch parser.lexer.current {
    case 0x74: return parser.lexer.take("true") ? .boolean(true) : nil
    case 0x66: return parser.lexer.take("false") ? .boolean(false) : nil
    case 0x6E: return parser.lexer.take("null") ? .null : nil
    default: return try parser.object()
    }
  }

  /// Skips to `EI` standing alone.
  private mutating func skipInlineImage() {
    parser.lexer.position = min(parser.lexer.position + 1, parser.lexer.end)
    while !parser.lexer.isAtEnd {
      let isSpaced =
        parser.lexer.position == 0 || CharacterClass.isWhitespace(parser.lexer.bytes[parser.lexer.position - 1])
      if isSpaced, parser.lexer.take("EI") { return }
      parser.lexer.position += 1
    }
  }
}
