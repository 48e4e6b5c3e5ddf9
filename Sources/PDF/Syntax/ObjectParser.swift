/// Parses direct objects and `n g obj … endobj` by the strict grammar of ISO 32000-2 §7.3.
struct ObjectParser {
  var lexer: Lexer
  let limits: PDFLimits
  /// Whether `n g R` may occur (not inside content streams).
  let allowsReferences: Bool
  /// Values left to read; bounds the memory that one object can take, which is many times its bytes.
  private var valuesLeft: Int
  /// Whether a `#` that begins no escape stands for itself. Only for repair, never for reading what is judged.
  var isTolerant = false
  /// Whether that happened.
  var tolerated = false
  /// The highest object number referred to so far.
  private(set) var highestReference = 0

  init(_ bytes: [UInt8], at position: Int = 0, end: Int? = nil, limits: PDFLimits, allowsReferences: Bool = true) {
    lexer = Lexer(bytes, at: position, end: end)
    self.limits = limits
    self.allowsReferences = allowsReferences
    valuesLeft = limits.objectValuesMax
  }

  /// One direct object after optional space.
  mutating func object(depth: Int = 0) throws(PDFError) -> PDFObject {
    lexer.skipSpace()
    guard let byte = lexer.current else { throw lexer.failure("The data ends where an object should be.") }
    valuesLeft -= 1
    guard valuesLeft >= 0 else {
      throw PDFError(.limitExceeded, "An object holds more than \(limits.objectValuesMax) values.", at: lexer.position)
    }
    switch byte {
    case 0x2F:
      return .name(try name())
    case 0x30...0x39:
      return try numberOrReference()
    case 0x2B, 0x2D, 0x2E:
      return try number()
    case 0x28:
      return .string(try literalString())
    case 0x3C:
      if lexer.byte(after: 1) == 0x3C { return .dictionary(try dictionary(depth: depth)) }
      return .string(try hexadecimalString())
    case 0x5B:
      return .array(try array(depth: depth))
    case 0x74 where lexer.take("true"): return .boolean(true)
    case 0x66 where lexer.take("false"): return .boolean(false)
    case 0x6E where lexer.take("null"): return .null
    default:
      throw lexer.failure("This is not the beginning of a PDF object.")
    }
  }

  private mutating func array(depth: Int) throws(PDFError) -> [PDFObject] {
    guard depth < limits.depthMax else { throw tooDeep() }
    lexer.position += 1
    var elements: [PDFObject] = []
    while true {
      lexer.skipSpace()
      if lexer.current == 0x5D {
        lexer.position += 1
        return elements
      }
      elements.append(try object(depth: depth + 1))
    }
  }

  private mutating func dictionary(depth: Int) throws(PDFError) -> PDFDictionary {
    guard depth < limits.depthMax else { throw tooDeep() }
    let start = lexer.position
    lexer.position += 2
    var entries: [PDFDictionary.Entry] = []
    var seen: Set<PDFName> = []
    while true {
      lexer.skipSpace()
      guard let byte = lexer.current else { throw lexer.failure("A dictionary is not closed.") }
      if byte == 0x3E {
        guard lexer.byte(after: 1) == 0x3E else { throw lexer.failure("A dictionary ends with a single '>'.") }
        lexer.position += 2
        return PDFDictionary(distinct: entries)
      }
      guard byte == 0x2F else { throw lexer.failure("A dictionary key must be a name.") }
      let key = try name()
      let value = try object(depth: depth + 1)
      if try isRepeated(key, value, in: entries, seen: &seen, start: start) { continue }
      entries.append(PDFDictionary.Entry(key: key, value: value))
    }
  }

  /// A repeated key is refused when the values differ: two readers would see two documents.
  private func isRepeated(
    _ key: PDFName, _ value: PDFObject, in entries: [PDFDictionary.Entry], seen: inout Set<PDFName>, start: Int
  ) throws(PDFError) -> Bool {
    if entries.count < 24 {
      guard let old = entries.first(where: { $0.key == key }) else { return false }
      guard old.value == value else { throw repeated(key, start) }
      return true
    }
    if seen.isEmpty { seen = Set(entries.map(\.key)) }
    guard !seen.insert(key).inserted else { return false }
    guard entries.first(where: { $0.key == key })?.value == value else { throw repeated(key, start) }
    return true
  }

  private func repeated(_ key: PDFName, _ start: Int) -> PDFError {
    PDFError(.duplicateKey, "A dictionary has the key \(key) twice with different values.", at: start)
  }
  private func tooDeep() -> PDFError {
    PDFError(.depthExceeded, "Objects are nested deeper than \(limits.depthMax) levels.", at: lexer.position)
  }

  // MARK: numbers

  private mutating func numberOrReference() throws(PDFError) -> PDFObject {
    guard let first = lexer.takeUnsigned() else { return try number() }
    guard allowsReferences, first <= limits.objectCountMax else { return .integer(first) }
    let afterFirst = lexer.position
    lexer.skipSpace()
    if lexer.position > afterFirst, let digit = lexer.current, CharacterClass.isDigit(digit),
      let generation = lexer.takeUnsigned(), generation <= 65535
    {
      let afterSecond = lexer.position
      lexer.skipSpace()
      if lexer.position > afterSecond, lexer.take("R") {
        // Object 0 is always free (§7.5.4), and a reference to a free object is the null object (§7.3.10).
        guard first > 0 else { return .null }
        if first > highestReference { highestReference = first }
        return .reference(PDFReference(first, generation))
      }
    }
    lexer.position = afterFirst
    return .integer(first)
  }

  private mutating func number() throws(PDFError) -> PDFObject {
    let start = lexer.position
    var index = start
    let bytes = lexer.bytes
    let end = lexer.end
    var negative = false
    if index < end, bytes[index] == 0x2B || bytes[index] == 0x2D {
      negative = bytes[index] == 0x2D
      index += 1
    }
    var mantissa = 0
    var digits = 0
    var decimals = 0
    var fraction = false
    var scale = 1.0
    var value = 0.0
    while index < end {
      let byte = bytes[index]
      if CharacterClass.isDigit(byte) {
        digits += 1
        if digits <= 17 {
          mantissa = mantissa * 10 + Int(byte &- 0x30)
          if fraction { decimals += 1 }
        } else if !fraction {
          scale *= 10
        }
      } else if byte == 0x2E, !fraction {
        fraction = true
      } else {
        break
      }
      index += 1
    }
    guard digits > 0, index - start <= 512, index == end || !CharacterClass.isRegular(bytes[index]) else {
      throw PDFError(.syntax, "This is not a PDF number.", at: start)
    }
    lexer.position = index
    // An integer too large for any use is kept as a real with its text: Quartz writes such boxes.
    if !fraction, digits <= 17 { return .integer(negative ? -mantissa : mantissa) }
    value = Double(mantissa) * scale / ObjectParser.powersOfTen[decimals]
    return .real(PDFReal(negative ? -value : value, source: Array(bytes[start..<index])))
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  ]
}
