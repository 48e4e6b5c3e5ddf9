/// Universal and context tags that PKIX structures use, as the identifier octet (X.690 §8.1.2).
public enum DERTag {
  public static let boolean: UInt8 = 0x01
  public static let integer: UInt8 = 0x02
  public static let bitString: UInt8 = 0x03
  public static let octetString: UInt8 = 0x04
  public static let null: UInt8 = 0x05
  public static let objectIdentifier: UInt8 = 0x06
  public static let enumerated: UInt8 = 0x0A
  public static let utf8String: UInt8 = 0x0C
  public static let printableString: UInt8 = 0x13
  public static let teletexString: UInt8 = 0x14
  public static let ia5String: UInt8 = 0x16
  public static let utcTime: UInt8 = 0x17
  public static let generalizedTime: UInt8 = 0x18
  public static let universalString: UInt8 = 0x1C
  public static let bmpString: UInt8 = 0x1E
  public static let sequence: UInt8 = 0x30
  public static let set: UInt8 = 0x31

  /// A constructed context tag `[n]`, n < 31.
  public static func context(_ number: UInt8) -> UInt8 { 0xA0 | number }
  /// A primitive context tag `[n] IMPLICIT`, n < 31.
  public static func contextPrimitive(_ number: UInt8) -> UInt8 { 0x80 | number }
}

/// One tag-length-value inside a shared byte array; nothing below it is read until asked for.
///
/// Reading is lazy and iterative, so hostile nesting costs nothing. Lengths are checked against the enclosing
/// node before any content is touched. DER is required except where `rules` says BER, which some old producers
/// use for whole CMS structures (X.690 §8.1.3.6, indefinite lengths).
public struct DERNode: Sendable {
  /// Which encodings of a length are accepted.
  public enum Rules: Sendable {
    case der
    case ber
  }

  /// Nesting of indefinite lengths that is followed while looking for an end; real CMS uses about six.
  static let indefiniteDepthMax = 64

  let source: [UInt8]
  /// The identifier octet.
  public let tag: UInt8
  let start: Int
  let contentStart: Int
  let contentEnd: Int
  let end: Int
  let rules: Rules

  /// The content octets.
  public var content: ArraySlice<UInt8> { source[contentStart..<contentEnd] }
  /// Tag, length and content octets exactly as received.
  public var encoded: ArraySlice<UInt8> { source[start..<end] }
  /// Where `encoded` lies in the bytes that were parsed.
  public var range: Range<Int> { start..<end }
  var isConstructed: Bool { tag & 0x20 != 0 }

  /// Reads the one node that fills `bytes` completely. Throws `malformedEncoding`.
  public init(_ bytes: [UInt8], rules: Rules = .der) throws(CMSError) {
    try self.init(prefixOf: bytes, rules: rules)
    guard end == bytes.count else { throw .malformed("bytes follow the outermost value") }
  }

  /// Reads the first node and leaves what follows alone, e.g. the zero padding of a PDF `/Contents` string.
  public init(prefixOf bytes: [UInt8], rules: Rules = .der) throws(CMSError) {
    try self.init(bytes, at: 0, limit: bytes.count, rules: rules)
  }

  init(_ source: [UInt8], at start: Int, limit: Int, rules: Rules) throws(CMSError) {
    guard limit - start >= 2, start >= 0, limit <= source.count else { throw .malformed("a value is cut off") }
    let tag = source[start]
    guard tag & 0x1F != 0x1F else { throw .malformed("tag numbers above 30 are not used in PKIX") }
    var position = start + 1
    let first = source[position]
    position += 1
    var length = Int(first)
    if first == 0x80 {
      guard rules == .ber, tag & 0x20 != 0 else { throw .malformed("indefinite length in DER") }
      let contentEnd = try Self.endOfIndefinite(source, from: position, limit: limit)
      self.init(
        source: source, tag: tag, start: start, contentStart: position, contentEnd: contentEnd, end: contentEnd + 2,
        rules: rules)
      return
    }
    if first > 0x80 {
      let count = Int(first & 0x7F)
      guard count <= 4, limit - position >= count else { throw .malformed("a length is cut off or too long") }
      length = 0
      for _ in 0..<count {
        length = length << 8 | Int(source[position])
        position += 1
      }
      if rules == .der {
        guard length >= 0x80, count == 1 || length >> ((count - 1) * 8) != 0 else {
          throw .malformed("a length is not minimal")
        }
      }
    }
    guard length <= limit - position else { throw .malformed("a value is longer than its container") }
    self.init(
      source: source, tag: tag, start: start, contentStart: position, contentEnd: position + length,
      end: position + length, rules: rules)
  }

  private init(
    source: [UInt8], tag: UInt8, start: Int, contentStart: Int, contentEnd: Int, end: Int, rules: Rules
  ) {
    self.source = source
    self.tag = tag
    self.start = start
    self.contentStart = contentStart
    self.contentEnd = contentEnd
    self.end = end
    self.rules = rules
  }

  /// Finds the end-of-contents octets that close an indefinite length opened just before `position`.
  private static func endOfIndefinite(_ source: [UInt8], from position: Int, limit: Int) throws(CMSError) -> Int {
    var position = position
    var open = 1
    while true {
      guard limit - position >= 2 else { throw .malformed("an indefinite length is never closed") }
      if source[position] == 0, source[position + 1] == 0 {
        open -= 1
        if open == 0 { return position }
        position += 2
        continue
      }
      guard source[position] & 0x1F != 0x1F else { throw .malformed("tag numbers above 30 are not used in PKIX") }
      if source[position + 1] == 0x80 {
        open += 1
        guard open <= indefiniteDepthMax else { throw .malformed("indefinite lengths are nested too deeply") }
        position += 2
      } else {
        position = try DERNode(source, at: position, limit: limit, rules: .ber).end
      }
    }
  }
}

extension DERNode {
  /// A cursor over the children. Throws when the node is primitive.
  func children() throws(CMSError) -> DERCursor {
    guard isConstructed else { throw .malformed("a constructed value is required") }
    return DERCursor(source: source, position: contentStart, end: contentEnd, rules: rules)
  }

  /// A cursor over the children after checking the tag.
  func children(_ expected: UInt8) throws(CMSError) -> DERCursor {
    try expect(expected)
    return try children()
  }

  func expect(_ expected: UInt8) throws(CMSError) {
    guard tag == expected else { throw .malformed("tag \(tag) where \(expected) is required") }
  }

  /// The content of INTEGER as two's complement octets, minimal.
  func integerBytes(tag expected: UInt8 = DERTag.integer) throws(CMSError) -> [UInt8] {
    try expect(expected)
    let bytes = Array(content)
    guard let first = bytes.first else { throw .malformed("an INTEGER is empty") }
    if rules == .der, bytes.count > 1 {
      let redundant = (first == 0 && bytes[1] < 0x80) || (first == 0xFF && bytes[1] >= 0x80)
      // Serial numbers of some old certificates are padded; they stay readable because only the bytes matter.
      if redundant && bytes.count > 21 { throw .malformed("an INTEGER is not minimal") }
    }
    return bytes
  }

  /// An INTEGER or ENUMERATED that fits into 32 bits.
  func smallInteger(tag expected: UInt8 = DERTag.integer) throws(CMSError) -> Int {
    let bytes = try integerBytes(tag: expected)
    guard bytes.count <= 4, let first = bytes.first else { throw .malformed("an INTEGER is too large") }
    var value = first >= 0x80 ? -1 : 0
    for byte in bytes { value = value << 8 | Int(byte) }
    return value
  }

  func boolean() throws(CMSError) -> Bool {
    try expect(DERTag.boolean)
    guard content.count == 1, let byte = content.first else { throw .malformed("a BOOLEAN has one octet") }
    return byte != 0
  }

  func objectIdentifier() throws(CMSError) -> ObjectIdentifier {
    try expect(DERTag.objectIdentifier)
    return try ObjectIdentifier(encoded: content)
  }

  /// OCTET STRING octets; under BER also the joined parts of a constructed one.
  func octets(tag expected: UInt8 = DERTag.octetString) throws(CMSError) -> [UInt8] {
    if tag == expected { return Array(content) }
    guard rules == .ber, tag == expected | 0x20 else { throw .malformed("an OCTET STRING is required") }
    var joined: [UInt8] = []
    var parts = try children()
    while let part = try parts.next() {
      try part.expect(DERTag.octetString)
      joined.append(contentsOf: part.content)
    }
    return joined
  }

  /// BIT STRING octets of a string without unused bits.
  func bitStringOctets(tag expected: UInt8 = DERTag.bitString) throws(CMSError) -> [UInt8] {
    try expect(expected)
    guard let unused = content.first, unused == 0 else { throw .malformed("a BIT STRING must have whole octets") }
    return Array(content.dropFirst())
  }

  /// Named bits of a BIT STRING, bit 0 first.
  func namedBits(tag expected: UInt8 = DERTag.bitString) throws(CMSError) -> UInt32 {
    try expect(expected)
    guard let unused = content.first, unused < 8 else { throw .malformed("a BIT STRING is empty") }
    var bits: UInt32 = 0
    for (index, byte) in content.dropFirst().prefix(4).enumerated() {
      for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 { bits |= 1 << UInt32(index * 8 + bit) }
    }
    return bits
  }

  /// The text of any directory or IA5 string type; invalid sequences become U+FFFD.
  var text: String? {
    switch tag & ~0x20 {
    case DERTag.utf8String, DERTag.printableString, DERTag.ia5String, 0x12, 0x1A, 0x80...0x9E:
      return String(decoding: content, as: UTF8.self)
    case DERTag.teletexString:
      return String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
    case DERTag.bmpString:
      let octets = Array(content)
      let units = stride(from: 0, to: octets.count - 1, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
      return String(decoding: units, as: UTF16.self)
    case DERTag.universalString:
      let octets = Array(content)
      let units = stride(from: 0, to: octets.count - 3, by: 4).map { index in
        octets[index..<(index + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
      return String(decoding: units, as: UTF32.self)
    default: return nil
    }
  }
}

/// Walks the values inside one constructed value.
struct DERCursor {
  let source: [UInt8]
  var position: Int
  let end: Int
  let rules: DERNode.Rules

  var isAtEnd: Bool { position >= end }

  /// The next value, or nil at the end.
  mutating func next() throws(CMSError) -> DERNode? {
    guard position < end else { return nil }
    let node = try DERNode(source, at: position, limit: end, rules: rules)
    position = node.end
    return node
  }

  /// The next value, which must exist.
  mutating func required(_ what: StaticString) throws(CMSError) -> DERNode {
    guard let node = try next() else { throw .malformed("\(what) is missing") }
    return node
  }

  /// The next value, which must carry `tag`.
  mutating func required(_ tag: UInt8, _ what: StaticString) throws(CMSError) -> DERNode {
    guard position < end, source[position] == tag else { throw .malformed("\(what) is missing") }
    return try required(what)
  }

  /// The next value if it carries `tag`.
  mutating func optional(_ tag: UInt8) throws(CMSError) -> DERNode? {
    guard position < end, source[position] == tag else { return nil }
    return try next()
  }

  func finish() throws(CMSError) {
    guard position >= end else { throw .malformed("unexpected values at the end of a structure") }
  }
}

/// Swift's standard library has no UTF-32 codec; universal strings are rare enough for a plain loop.
private enum UTF32 {}
extension String {
  fileprivate init(decoding units: [UInt32], as: UTF32.Type) {
    self = String(String.UnicodeScalarView(units.map { Unicode.Scalar($0) ?? "\u{FFFD}" }))
  }
}
