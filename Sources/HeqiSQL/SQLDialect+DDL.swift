extension SQLDialect {
  /// Turns the portable type words of one DDL statement into this engine's types; quoted text is left alone.
  ///
  /// SQLite tables become STRICT, so that a wrong type is refused on both engines; PostgreSQL text columns sort by
  /// code unit as SQLite's do, so that keyset pages are equal.
  package func translateDDL(_ statement: String) -> String {
    var out: [UInt8] = []
    var word: [UInt8] = []
    var isQuoted = false
    for byte in statement.utf8 {
      if !isQuoted, byte.isWordByte {
        word.append(byte)
        continue
      }
      out += translated(word)
      word = []
      if byte == UInt8(ascii: "'") { isQuoted.toggle() }
      out.append(byte)
    }
    out += translated(word)
    var text = String(decoding: out, as: UTF8.self)
    if self == .sqlite, text.hasPrefix("CREATE TABLE"), text.hasSuffix(")") { text += " STRICT" }
    return text
  }

  private func translated(_ word: [UInt8]) -> [UInt8] {
    guard let type = PortableType(rawValue: String(decoding: word, as: UTF8.self)) else { return word }
    switch (self, type) {
    case (.sqlite, .bigint), (.sqlite, .smallint): return Array("INTEGER".utf8)
    case (.postgres, .blob): return Array("BYTEA".utf8)
    case (.postgres, .real): return Array("DOUBLE PRECISION".utf8)
    case (.postgres, .text): return Array("TEXT COLLATE \"C\"".utf8)
    case (.sqlite, _), (.postgres, _): return word
    }
  }
}

/// The type words that migrations may use; upper case only.
private enum PortableType: String {
  case bigint = "BIGINT"
  case smallint = "SMALLINT"
  case text = "TEXT"
  case blob = "BLOB"
  case real = "REAL"
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
