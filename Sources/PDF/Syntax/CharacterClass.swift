/// Character classes of ISO 32000-2 §7.2.3, tables 1 and 2.
enum CharacterClass {
  /// NUL, TAB, LF, FF, CR, SPACE.
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x00 || byte == 0x0C
  }
  /// `( ) < > [ ] { } / %`
  @inline(__always)
  static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x28, 0x29, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D, 0x2F, 0x25: true
    default: false
    }
  }
  /// Neither whitespace nor delimiter.
  @inline(__always)
  static func isRegular(_ byte: UInt8) -> Bool { !isWhitespace(byte) && !isDelimiter(byte) }
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  /// The value of a hexadecimal digit; 255 for anything else. Without an optional it stays in registers.
  @inline(__always)
  static func digit(_ byte: UInt8) -> UInt8 {
    let number = byte &- 0x30
    let letter = (byte | 0x20) &- 0x61
    return number < 10 ? number : letter < 6 ? letter + 10 : 255
  }
  /// The value of a hexadecimal digit, or nil.
  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
