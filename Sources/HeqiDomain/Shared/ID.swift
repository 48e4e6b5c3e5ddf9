/// Identifier of one `Entity`: a UUID version 7 (RFC 9562 §5.7), 128 bits, time ordered.
/// The phantom parameter keeps a contract's id from being passed where an account's is asked.
package struct ID<Entity>: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  /// Makes a version 7 identifier from a time and 80 random bits (10 bytes are used; fewer read as zero).
  package init(at instant: Instant, random: [UInt8]) {
    let milliseconds = UInt64(max(0, instant.microseconds / 1000)) & 0xFFFF_FFFF_FFFF
    var bits: UInt64 = 0
    var tail: UInt64 = 0
    for index in 0..<2 { bits = bits << 8 | UInt64(index < random.count ? random[index] : 0) }
    for index in 2..<10 { tail = tail << 8 | UInt64(index < random.count ? random[index] : 0) }
    high = milliseconds << 16 | 0x7000 | (bits & 0x0FFF)
    low = 0x8000_0000_0000_0000 | (tail & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// Reads the canonical text form (36 characters, any letter case); `nil` for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    for (index, byte) in bytes.enumerated() {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let value = Hex.value(of: byte) else { return nil }
      if digits < 16 { high = high << 4 | UInt64(value) } else { low = low << 4 | UInt64(value) }
      digits += 1
    }
    self.high = high
    self.low = low
  }

  /// Canonical lower-case text, 36 characters.
  package var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(UInt8(ascii: "-")) }
      let word = index < 16 ? high : low
      let shift = UInt64(60 - 4 * (index % 16))
      bytes.append(Hex.digits[Int(word >> shift & 0xF)])
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package static func < (left: ID, right: ID) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// The same 128 bits as the identifier of another entity; for edges where the entity kind is data (events, jobs).
  package func cast<Other>(to: Other.Type) -> ID<Other> { ID<Other>(high: high, low: low) }

  fileprivate init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}
