/// A cursor over bytes with the lexical rules of ISO 32000-2 §7.2. Reads never leave `position ..< end`.
struct Lexer {
  let bytes: [UInt8]
  /// Next byte to read.
  var position: Int
  /// One past the last readable byte.
  let end: Int

  init(_ bytes: [UInt8], at position: Int = 0, end: Int? = nil) {
    self.bytes = bytes
    self.end = min(max(end ?? bytes.count, 0), bytes.count)
    self.position = min(max(position, 0), self.end)
  }

  @inline(__always)
  var current: UInt8? { position < end ? bytes[position] : nil }
  @inline(__always)
  var isAtEnd: Bool { position >= end }

  @inline(__always)
  func byte(after distance: Int) -> UInt8? {
    position + distance < end ? bytes[position + distance] : nil
  }

  /// Skips whitespace and comments.
  mutating func skipSpace() {
    while position < end {
      let byte = bytes[position]
      if CharacterClass.isWhitespace(byte) {
        position += 1
      } else if byte == 0x25 {
        skipComment()
      } else {
        return
      }
    }
  }

  /// Skips whitespace only, so that `%%EOF` stays visible.
  mutating func skipWhitespace() {
    while position < end, CharacterClass.isWhitespace(bytes[position]) { position += 1 }
  }

  /// Skips to the end of the line, leaving the end-of-line marker.
  mutating func skipComment() {
    while position < end, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
  }

  /// Whether the bytes here are exactly `text`.
  func starts(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard count <= end - position else { return false }
    return text.withUTF8Buffer { text in
      for index in 0..<count where bytes[position + index] != text[index] { return false }
      return true
    }
  }

  /// Consumes `keyword` when it stands here as a whole token.
  mutating func take(_ keyword: StaticString) -> Bool {
    guard starts(with: keyword) else { return false }
    let next = position + keyword.utf8CodeUnitCount
    if next < end, CharacterClass.isRegular(bytes[next]) { return false }
    position = next
    return true
  }

  /// Consumes one end-of-line marker: CR LF, LF or CR.
  @discardableResult
  mutating func takeEndOfLine() -> Bool {
    guard position < end else { return false }
    if bytes[position] == 0x0D {
      position += 1
      if position < end, bytes[position] == 0x0A { position += 1 }
      return true
    }
    if bytes[position] == 0x0A {
      position += 1
      return true
    }
    return false
  }

  /// Consumes an unsigned integer token of at most 15 digits; leaves the cursor alone when there is none.
  mutating func takeUnsigned() -> Int? {
    var index = position
    var value = 0
    while index < end, CharacterClass.isDigit(bytes[index]) {
      guard index - position < 15 else { return nil }
      value = value * 10 + Int(bytes[index] &- 0x30)
      index += 1
    }
    guard index > position else { return nil }
    if index < end, CharacterClass.isRegular(bytes[index]) { return nil }
    position = index
    return value
  }

  func failure(_ message: String) -> PDFError { PDFError(.syntax, message, at: position) }
}
