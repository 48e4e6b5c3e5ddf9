/// A string object (ISO 32000-2 §7.3.4): decoded bytes and how they are written.
public struct PDFString: Sendable, Equatable {
  /// The written form.
  public enum Form: Sendable {
    /// `( … )`
    case literal
    /// `< … >`
    case hexadecimal
  }
  /// The decoded bytes.
  public let bytes: [UInt8]
  /// The written form.
  public let form: Form

  /// A string with these bytes.
  public init(_ bytes: [UInt8], form: Form = .literal) {
    self.bytes = bytes
    self.form = form
  }

  /// A text string (§7.9.2.2): printable ASCII as it is, else UTF-16BE with byte order mark.
  public init(text: String) {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      self.init(Array(text.utf8))
    } else {
      var bytes: [UInt8] = [0xFE, 0xFF]
      for unit in text.utf16 {
        bytes.append(UInt8(unit >> 8))
        bytes.append(UInt8(unit & 0xFF))
      }
      self.init(bytes, form: .hexadecimal)
    }
  }

  /// The text of a text string: UTF-16BE, UTF-8 (2.0) or PDFDocEncoding, by its mark.
  public var text: String {
    if bytes.count >= 2, bytes[0] == 0xFE, bytes[1] == 0xFF {
      var units: [UInt16] = []
      units.reserveCapacity(bytes.count / 2)
      var index = 2
      while index + 1 < bytes.count {
        units.append(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]))
        index += 2
      }
      return String(decoding: units, as: UTF16.self)
    }
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      return String(decoding: bytes.dropFirst(3), as: UTF8.self)
    }
    var text = ""
    for byte in bytes { text.unicodeScalars.append(PDFString.documentEncoding(byte)) }
    return text
  }

  public static func == (left: PDFString, right: PDFString) -> Bool { left.bytes == right.bytes }

  /// The text in PDFDocEncoding; nil when a character has no place there.
  static func documentEncoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard let byte = (0...255 as ClosedRange<UInt8>).first(where: { documentEncoding($0) == scalar }) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// PDFDocEncoding, ISO 32000-2 Annex D.2; undefined codes give U+FFFD.
  private static func documentEncoding(_ byte: UInt8) -> Unicode.Scalar {
    switch byte {
    case 0x18...0x1F: return accents[Int(byte) - 0x18]
    case 0x80...0xA0: return punctuation[Int(byte) - 0x80]
    case 0x7F, 0xAD: return "\u{FFFD}"
    default: return Unicode.Scalar(byte)
    }
  }
  private static let accents: [Unicode.Scalar] = [
    "\u{02D8}", "\u{02C7}", "\u{02C6}", "\u{02D9}", "\u{02DD}", "\u{02DB}", "\u{02DA}", "\u{02DC}",
  ]
  private static let punctuation: [Unicode.Scalar] = [
    "\u{2022}", "\u{2020}", "\u{2021}", "\u{2026}", "\u{2014}", "\u{2013}", "\u{0192}", "\u{2044}",
    "\u{2039}", "\u{203A}", "\u{2212}", "\u{2030}", "\u{201E}", "\u{201C}", "\u{201D}", "\u{2018}",
    "\u{2019}", "\u{201A}", "\u{2122}", "\u{FB01}", "\u{FB02}", "\u{0141}", "\u{0152}", "\u{0160}",
    "\u{0178}", "\u{017D}", "\u{0131}", "\u{0142}", "\u{0153}", "\u{0161}", "\u{017E}", "\u{FFFD}",
    "\u{20AC}",
  ]
}
