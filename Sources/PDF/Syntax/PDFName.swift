/// A name object (ISO 32000-2 §7.3.5): up to 16 bytes live inside the value, so keys cost no allocation.
public struct PDFName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  // Zero bytes cannot occur in a name, so zero padding keeps different names different.
  private let low: UInt64
  private let high: UInt64
  private let rest: [UInt8]

  /// A name from its decoded bytes (after `#xx`); a zero byte is not allowed by §7.3.5 and is the caller's error.
  public init(_ bytes: some Collection<UInt8>) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var index = 0
    var rest: [UInt8] = []
    for byte in bytes {
      if index < 8 {
        low |= UInt64(byte) << UInt64(index * 8)
      } else if index < 16 {
        high |= UInt64(byte) << UInt64((index - 8) * 8)
      } else {
        rest.append(byte)
      }
      index += 1
    }
    self.low = low
    self.high = high
    self.rest = rest
  }

  /// A name from text, stored as UTF-8.
  public init(_ text: String) { self.init(text.utf8) }

  public init(stringLiteral text: StaticString) {
    self = text.withUTF8Buffer { PDFName($0) }
  }

  /// The decoded bytes, without the slash.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16 + rest.count)
    forEachByte { bytes.append($0) }
    return bytes
  }

  /// The name as UTF-8 text; broken sequences show as replacement characters.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var description: String { "/" + text }

  /// Whether the name has no bytes (`/` alone, legal by §7.3.5).
  public var isEmpty: Bool { low == 0 }

  @inline(__always)
  func forEachByte(_ body: (UInt8) -> Void) {
    var word = low
    while word != 0 {
      body(UInt8(truncatingIfNeeded: word))
      word >>= 8
    }
    word = high
    while word != 0 {
      body(UInt8(truncatingIfNeeded: word))
      word >>= 8
    }
    for byte in rest { body(byte) }
  }
}
