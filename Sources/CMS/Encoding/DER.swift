/// Writes DER (X.690 §10) by plain byte assembly; parts that repeat are encoded once and reused.
enum DER {
  /// Tag, minimal length, content.
  static func tlv(_ tag: UInt8, _ content: some Collection<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(content.count + 6)
    appendHeader(tag, content.count, to: &out)
    out.append(contentsOf: content)
    return out
  }

  /// Tag and minimal length for content of `count` octets.
  static func appendHeader(_ tag: UInt8, _ count: Int, to out: inout [UInt8]) {
    out.append(tag)
    if count < 0x80 {
      out.append(UInt8(count))
    } else if count < 0x100 {
      out.append(0x81)
      out.append(UInt8(count))
    } else if count < 0x1_0000 {
      out.append(0x82)
      out.append(UInt8(count >> 8))
      out.append(UInt8(count & 0xFF))
    } else if count < 0x100_0000 {
      out.append(0x83)
      out.append(UInt8(count >> 16))
      out.append(UInt8(count >> 8 & 0xFF))
      out.append(UInt8(count & 0xFF))
    } else {
      precondition(count <= 0xFFFF_FFFF, "a DER value of more than 4 GiB")
      out.append(0x84)
      for shift in [24, 16, 8, 0] { out.append(UInt8(count >> shift & 0xFF)) }
    }
  }

  /// Octets that a header takes for content of `count` octets.
  static func headerCount(_ count: Int) -> Int {
    count < 0x80 ? 2 : count < 0x100 ? 3 : count < 0x1_0000 ? 4 : count < 0x100_0000 ? 5 : 6
  }

  /// A constructed value of already encoded parts.
  static func constructed(_ tag: UInt8, _ parts: [[UInt8]]) -> [UInt8] {
    var count = 0
    for part in parts { count += part.count }
    var out: [UInt8] = []
    out.reserveCapacity(count + 6)
    appendHeader(tag, count, to: &out)
    for part in parts { out.append(contentsOf: part) }
    return out
  }

  /// SEQUENCE of encoded parts.
  static func sequence(_ parts: [UInt8]...) -> [UInt8] { constructed(DERTag.sequence, parts) }

  /// SET OF, sorted by encoded octets (X.690 §11.6).
  static func setOf(_ parts: [[UInt8]], tag: UInt8 = DERTag.set) -> [UInt8] {
    constructed(tag, parts.sorted { $0.lexicographicallyPrecedes($1) })
  }

  /// `[n] EXPLICIT` around encoded parts.
  static func explicit(_ number: UInt8, _ parts: [UInt8]...) -> [UInt8] {
    constructed(DERTag.context(number), parts)
  }

  /// A non-negative INTEGER.
  static func integer(_ value: Int) -> [UInt8] {
    precondition(value >= 0, "only non-negative numbers are written")
    var octets: [UInt8] = []
    var rest = value
    repeat {
      octets.insert(UInt8(rest & 0xFF), at: 0)
      rest >>= 8
    } while rest > 0
    return unsignedInteger(octets)
  }

  /// An INTEGER from big-endian magnitude octets.
  static func unsignedInteger(_ magnitude: some Collection<UInt8>, tag: UInt8 = DERTag.integer) -> [UInt8] {
    var octets = Array(magnitude.drop { $0 == 0 })
    if octets.isEmpty { octets = [0] }
    if octets[0] >= 0x80 { octets.insert(0, at: 0) }
    return tlv(tag, octets)
  }

  /// ENUMERATED below 128.
  static func enumerated(_ value: UInt8) -> [UInt8] { [DERTag.enumerated, 1, value & 0x7F] }

  /// OBJECT IDENTIFIER.
  static func oid(_ value: ObjectIdentifier) -> [UInt8] { tlv(DERTag.objectIdentifier, value.encoded) }

  /// OCTET STRING.
  static func octetString(_ octets: some Collection<UInt8>) -> [UInt8] { tlv(DERTag.octetString, octets) }

  /// BIT STRING without unused bits.
  static func bitString(_ octets: some Collection<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(octets.count + 7)
    appendHeader(DERTag.bitString, octets.count + 1, to: &out)
    out.append(0)
    out.append(contentsOf: octets)
    return out
  }

  /// A BIT STRING of named bits, trailing zero bits removed (X.690 §11.2.2).
  static func namedBits(_ bits: UInt32, tag: UInt8 = DERTag.bitString) -> [UInt8] {
    guard bits != 0 else { return [tag, 1, 0] }
    let highest = 31 - bits.leadingZeroBitCount
    var octets = [UInt8](repeating: 0, count: highest / 8 + 1)
    for bit in 0...highest where bits & (1 << UInt32(bit)) != 0 { octets[bit / 8] |= 0x80 >> UInt8(bit % 8) }
    return tlv(tag, [UInt8(7 - highest % 8)] + octets)
  }

  static let null: [UInt8] = [DERTag.null, 0]
  static let booleanTrue: [UInt8] = [DERTag.boolean, 1, 0xFF]

  /// UTF8String.
  static func utf8(_ text: String) -> [UInt8] { tlv(DERTag.utf8String, Array(text.utf8)) }
  static func printable(_ text: String) -> [UInt8] { tlv(DERTag.printableString, Array(text.utf8)) }

  /// UTCTime through 2049, GeneralizedTime after (RFC 5280 §4.1.2.5); whole seconds.
  static func time(_ value: PKITime) -> [UInt8] {
    let year = CivilTime(value).year
    return (1950...2049).contains(year)
      ? tlv(DERTag.utcTime, calendarDigits(value, yearDigits: 2) + [UInt8(ascii: "Z")]) : generalizedTime(value)
  }

  /// GeneralizedTime; a fraction of a second is written without trailing zeros (X.690 §11.7).
  static func generalizedTime(_ value: PKITime) -> [UInt8] {
    var text = calendarDigits(value, yearDigits: 4)
    var micros = value.microsecondOfSecond
    if micros > 0 {
      text.append(UInt8(ascii: "."))
      var unit = 100_000
      while micros > 0 {
        text.append(UInt8(48 + micros / unit))
        micros %= unit
        unit /= 10
      }
    }
    text.append(UInt8(ascii: "Z"))
    return tlv(DERTag.generalizedTime, text)
  }

  private static func calendarDigits(_ value: PKITime, yearDigits: Int) -> [UInt8] {
    let civil = CivilTime(value)
    var out: [UInt8] = []
    func put(_ number: Int, _ count: Int) {
      var unit = count == 4 ? 1000 : 10
      for _ in 0..<count {
        out.append(UInt8(48 + number / unit % 10))
        unit /= 10
      }
    }
    put(yearDigits == 2 ? civil.year % 100 : civil.year, yearDigits)
    put(civil.month, 2)
    put(civil.day, 2)
    put(civil.hour, 2)
    put(civil.minute, 2)
    put(civil.second, 2)
    return out
  }
}
