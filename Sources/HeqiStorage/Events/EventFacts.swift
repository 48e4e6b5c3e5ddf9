import HeqiDomain
import HeqiSQL

/// Facts as JSON text: an array of `["name","value"]` pairs, because their order is part of the log line (RFC 8259).
enum EventFacts {
  /// Compact JSON; control characters escaped, everything else as UTF-8.
  static func encode(_ facts: [Event.Fact]) -> String {
    var out: [UInt8] = [UInt8(ascii: "[")]
    for (index, fact) in facts.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append(UInt8(ascii: "["))
      append(fact.name, to: &out)
      out.append(UInt8(ascii: ","))
      append(fact.value, to: &out)
      out.append(UInt8(ascii: "]"))
    }
    out.append(UInt8(ascii: "]"))
    return String(decoding: out, as: UTF8.self)
  }

  /// Reads what `encode` writes; throws `.decoding` for anything else.
  static func decode(_ text: String) throws(SQLError) -> [Event.Fact] {
    var reader = Reader(bytes: Array(text.utf8))
    return try reader.facts()
  }

  private static func append(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: out += Array("\\u00".utf8) + [Hex.digit(byte >> 4), Hex.digit(byte & 15)]
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func facts() throws(SQLError) -> [Event.Fact] {
      var facts: [Event.Fact] = []
      try expect("[")
      if peek != UInt8(ascii: "]") {
        repeat {
          try expect("[")
          let name = try string()
          try expect(",")
          facts.append(Event.Fact(name, try string()))
          try expect("]")
        } while take(",")
      }
      try expect("]")
      guard position == bytes.count else { throw Self.damaged }
      return facts
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard peek == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(SQLError) {
      guard take(character) else { throw Self.damaged }
    }

    private mutating func string() throws(SQLError) -> String {
      try expect("\"")
      var out: [UInt8] = []
      while let byte = peek {
        position += 1
        if byte == UInt8(ascii: "\"") { return String(decoding: out, as: UTF8.self) }
        out.append(byte == UInt8(ascii: "\\") ? try escaped() : byte)
      }
      throw Self.damaged
    }

    private mutating func escaped() throws(SQLError) -> UInt8 {
      guard let byte = peek else { throw Self.damaged }
      position += 1
      guard byte == UInt8(ascii: "u") else { return byte }
      guard position + 4 <= bytes.count,
        let value = Hex.decode(String(decoding: bytes[position..<position + 4], as: UTF8.self)), value[0] == 0
      else { throw Self.damaged }
      position += 4
      return value[1]
    }

    private static var damaged: SQLError { .decoding("event.facts is not a list of pairs") }
  }
}

extension Hex {
  fileprivate static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
