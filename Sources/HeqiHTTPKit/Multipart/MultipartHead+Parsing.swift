extension MultipartHead {
  /// Reads a part's header block (RFC 7578 §4.2). `nil` without `form-data` and a name.
  init?(block: ArraySlice<UInt8>) {
    var disposition: String?
    var type: String?
    for line in block.split(separator: 10) {
      let text = String(decoding: line.filter { $0 != 13 && $0 != 0 }, as: UTF8.self)
      guard let colon = text.firstIndex(of: ":") else { return nil }
      let value = String(text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
      switch text[..<colon].lowercased() {
      case "content-disposition": disposition = value
      case "content-type": type = String(value.prefix(255))
      default: break
      }
    }
    guard let disposition, disposition.lowercased().hasPrefix("form-data"),
      let name = Self.parameter("name", of: disposition), !name.isEmpty, name.utf8.count <= 256
    else { return nil }
    self.name = name
    fileName = Self.parameter("filename", of: disposition).map(Self.display)
    contentType = type
  }

  /// A quoted or bare parameter; browsers write `"` inside a name as `%22` (WHATWG HTML "multipart/form-data").
  private static func parameter(_ wanted: String, of text: String) -> String? {
    var rest = text[...]
    while let semicolon = rest.firstIndex(of: ";") {
      rest = rest[rest.index(after: semicolon)...].drop { $0 == " " }
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let name = rest[..<equals].lowercased()
      rest = rest[rest.index(after: equals)...]
      let value: Substring
      if rest.first == "\"" {
        rest = rest.dropFirst()
        guard let quote = rest.firstIndex(of: "\"") else { return nil }
        value = rest[..<quote]
        rest = rest[rest.index(after: quote)...]
      } else {
        value = rest.prefix { $0 != ";" }
        rest = rest[value.endIndex...]
      }
      if name == wanted { return value.split(separator: "%22", omittingEmptySubsequences: false).joined(separator: "\"") }
    }
    return nil
  }

  /// The last path component without control and direction characters, at most 200 characters (drill 27).
  private static func display(_ raw: String) -> String {
    let tail = raw.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let scalars = tail.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
      default: true
      }
    }
    return String(String(String.UnicodeScalarView(scalars)).prefix(200))
  }
}
