extension ObjectParser {
  /// A name with its `#xx` escapes undone (§7.3.5).
  mutating func name() throws(PDFError) -> PDFName {
    lexer.position += 1
    let start = lexer.position
    let bytes = lexer.bytes
    var index = start
    var escaped = false
    while index < lexer.end, CharacterClass.isRegular(bytes[index]) {
      if bytes[index] == 0x23 { escaped = true }
      index += 1
    }
    guard index - start <= limits.nameBytesMax else {
      throw PDFError(.limitExceeded, "A name is longer than \(limits.nameBytesMax) bytes.", at: start)
    }
    lexer.position = index
    if !escaped { return PDFName(bytes[start..<index]) }
    var decoded: [UInt8] = []
    var cursor = start
    while cursor < index {
      if bytes[cursor] == 0x23 {
        guard cursor + 2 < index, let high = CharacterClass.hexValue(bytes[cursor + 1]),
          let low = CharacterClass.hexValue(bytes[cursor + 2]), high << 4 | low != 0
        else {
          guard isTolerant else {
            throw PDFError(.syntax, "A name has a '#' that is not followed by a hexadecimal code.", at: cursor)
          }
          tolerated = true
          decoded.append(0x23)
          cursor += 1
          continue
        }
        decoded.append(high << 4 | low)
        cursor += 3
      } else {
        decoded.append(bytes[cursor])
        cursor += 1
      }
    }
    return PDFName(decoded)
  }

  /// A literal string (§7.3.4.2); parentheses are counted, not recursed into.
  mutating func literalString() throws(PDFError) -> PDFString {
    let start = lexer.position
    let bytes = lexer.bytes
    let end = lexer.end
    var index = start + 1
    var depth = 1
    var result: [UInt8] = []
    while index < end {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x28:
        depth += 1
        result.append(byte)
      case 0x29:
        depth -= 1
        if depth == 0 {
          lexer.position = index
          return PDFString(result)
        }
        result.append(byte)
      case 0x0D:
        if index < end, bytes[index] == 0x0A { index += 1 }
        result.append(0x0A)
      case 0x5C:
        guard index < end else { break }
        let escape = bytes[index]
        index += 1
        switch escape {
        case 0x6E: result.append(0x0A)
        case 0x72: result.append(0x0D)
        case 0x74: result.append(0x09)
        case 0x62: result.append(0x08)
        case 0x66: result.append(0x0C)
        case 0x0A: break
        case 0x0D: if index < end, bytes[index] == 0x0A { index += 1 }
        case 0x30...0x37:
          var value = Int(escape) - 0x30
          var count = 1
          while count < 3, index < end, bytes[index] >= 0x30, bytes[index] <= 0x37 {
            value = value << 3 | (Int(bytes[index]) - 0x30)
            index += 1
            count += 1
          }
          result.append(UInt8(truncatingIfNeeded: value))
        default: result.append(escape)
        }
      default:
        result.append(byte)
      }
    }
    throw PDFError(.syntax, "A string is not closed.", at: start)
  }

  /// Pairs of digits and nothing else, as signature values are written; nil, with the cursor unmoved, otherwise.
  private mutating func plainHexadecimal() -> PDFString? {
    let first = lexer.position + 1
    let (bytes, end) = (lexer.bytes, lexer.end)
    var close = first
    while close < end, CharacterClass.digit(bytes[close]) < 16 { close += 1 }
    guard close < end, bytes[close] == 0x3E, close - first >= 64, (close - first) % 2 == 0 else { return nil }
    let decoded = [UInt8](unsafeUninitializedCapacity: (close - first) / 2) { buffer, count in
      for index in 0..<buffer.count {
        let high = CharacterClass.digit(bytes[first + 2 * index])
        buffer[index] = high << 4 | CharacterClass.digit(bytes[first + 2 * index + 1])
      }
      count = buffer.count
    }
    lexer.position = close + 1
    return PDFString(decoded, form: .hexadecimal)
  }

  /// A hexadecimal string (§7.3.4.3).
  mutating func hexadecimalString() throws(PDFError) -> PDFString {
    let start = lexer.position
    let bytes = lexer.bytes
    let end = lexer.end
    if let plain = plainHexadecimal() { return plain }
    var index = start + 1
    var result: [UInt8] = []
    var high: UInt8?
    while index < end {
      let byte = bytes[index]
      index += 1
      if let digit = CharacterClass.hexValue(byte) {
        if let first = high {
          result.append(first << 4 | digit)
          high = nil
        } else {
          high = digit
        }
      } else if byte == 0x3E {
        if let high { result.append(high << 4) }
        lexer.position = index
        return PDFString(result, form: .hexadecimal)
      } else if !CharacterClass.isWhitespace(byte) {
        throw PDFError(.syntax, "A hexadecimal string holds something else than digits.", at: index - 1)
      }
    }
    throw PDFError(.syntax, "A hexadecimal string is not closed.", at: start)
  }
}
