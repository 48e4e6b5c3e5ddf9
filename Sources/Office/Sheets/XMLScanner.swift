/// The tags and texts of an XML file in order; enough for sheets, and nothing that could reach outside: document types and
/// their entities are refused (drill 23).
struct XMLScanner {
  enum Token: Equatable {
    /// Local name, attributes by local name, and whether the tag closes itself.
    case open(String, [String: String], Bool)
    case close(String)
    case text(String)
  }

  private let bytes: [UInt8]
  private let isStrict: Bool
  private var position = 0

  /// - Parameter isStrict: whether a tag with anything but well-formed attributes is refused; otherwise its rest is left out.
  init(_ bytes: [UInt8], isStrict: Bool = false) {
    self.bytes = bytes
    self.isStrict = isStrict
  }

  /// The next token; nil at the end. Throws `.unreadable`.
  mutating func next() throws(OfficeError) -> Token? {
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return .text(Self.decoded(bytes[start..<position]))
      }
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: ">")) else { throw Self.malformed }
      let tag = bytes[(position + 1)..<end]
      switch tag.first {
      case UInt8(ascii: "?")?: position = end + 1
      case UInt8(ascii: "!")?:
        guard tag.starts(with: Array("!--".utf8)) else { throw Self.malformed }
        try skipComment()
      case UInt8(ascii: "/")?:
        position = end + 1
        return .close(Self.localName(tag.dropFirst()))
      default:
        position = end + 1
        let (token, isWhole) = Self.tag(tag)
        guard isWhole || !isStrict else { throw Self.malformed }
        return token
      }
    }
    return nil
  }

  private mutating func skipComment() throws(OfficeError) {
    while position + 2 < bytes.count {
      if bytes[position] == UInt8(ascii: "-"), bytes[position + 1] == UInt8(ascii: "-"), bytes[position + 2] == UInt8(ascii: ">") {
        position += 3
        return
      }
      position += 1
    }
    throw Self.malformed
  }

  private static let malformed = OfficeError(.unreadable, "The sheet is not well formed; save the file again and retry.")

  private static func tag(_ tag: ArraySlice<UInt8>) -> (Token, isWhole: Bool) {
    let isEmpty = tag.last == UInt8(ascii: "/")
    let body = isEmpty ? tag.dropLast() : tag
    let name = body.prefix { !isBlank($0) }
    var attributes: [String: String] = [:]
    var rest = body.dropFirst(name.count)
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")), equals + 1 < rest.endIndex {
      let key = rest[rest.startIndex..<equals].filter { !isBlank($0) }
      guard let open = rest[(equals + 1)...].firstIndex(where: { !isBlank($0) }),
        rest[open] == UInt8(ascii: "\"") || rest[open] == UInt8(ascii: "'"),
        let close = rest[(open + 1)...].firstIndex(of: rest[open])
      else { break }
      attributes[localName(key[...])] = decoded(rest[(open + 1)..<close])
      rest = rest[(close + 1)...]
    }
    return (.open(localName(name), attributes, isEmpty), rest.allSatisfy(isBlank))
  }

  private static func localName(_ name: ArraySlice<UInt8>) -> String {
    let trimmed = name.prefix { !isBlank($0) }
    return String(decoding: trimmed.split(separator: UInt8(ascii: ":")).last ?? [], as: UTF8.self)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  /// The five entities of XML and character references.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("&") else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      guard let end = rest[start...].firstIndex(of: ";") else { return result + rest[start...] }
      result += entity(rest[rest.index(after: start)..<end])
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func entity(_ name: Substring) -> String {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
      return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
    }
  }
}
