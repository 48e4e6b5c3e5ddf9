/// Reads block YAML line by line; what it does not know it refuses, so that nothing is read differently from other readers.
package struct YAMLReader {
  private struct Line {
    let number: Int
    let indent: Int
    let text: Substring
    var isBlank: Bool { text.isEmpty || text.hasPrefix("#") }
  }

  private var lines: [Line]
  private var index = 0

  /// Throws `YAMLError`.
  package static func read(_ text: String) throws(YAMLError) -> YAMLValue {
    var reader = YAMLReader(text)
    let value = try reader.node()
    reader.skipBlank()
    if let line = reader.line { throw YAMLError(line: line.number, reason: "unexpected indentation") }
    return value
  }

  private init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { number, line in
      let body = line.drop { $0 == " " }
      return Line(number: number + 1, indent: line.utf8.count - body.utf8.count, text: body)
    }
  }

  private var line: Line? { index < lines.count ? lines[index] : nil }

  private mutating func skipBlank() { while let line, line.isBlank { index += 1 } }

  private mutating func node() throws(YAMLError) -> YAMLValue {
    skipBlank()
    guard let line else { return .null }
    return try isItem(line) ? list(line.indent) : map(line.indent)
  }

  private func isItem(_ line: Line) -> Bool { line.text == "-" || line.text.hasPrefix("- ") }

  private mutating func list(_ indent: Int) throws(YAMLError) -> YAMLValue {
    var items: [YAMLValue] = []
    skipBlank()
    while let line, line.indent == indent, isItem(line) {
      let rest = line.text.dropFirst(2)
      if rest.isEmpty {
        index += 1
        items.append(try node())
      } else if !"{['".contains(rest[rest.startIndex]), key(of: rest) != nil {
        // A mapping that begins behind the dash.
        lines[index] = Line(number: line.number, indent: indent + 2, text: rest)
        items.append(try map(indent + 2))
      } else {
        index += 1
        items.append(try scalar(rest, line.number))
      }
      skipBlank()
    }
    return .list(items)
  }

  private mutating func map(_ indent: Int) throws(YAMLError) -> YAMLValue {
    var members: [(key: String, value: YAMLValue)] = []
    skipBlank()
    while let line, line.indent == indent, !isItem(line) {
      guard let (key, rest) = key(of: line.text) else { throw YAMLError(line: line.number, reason: "a key and a colon are needed") }
      guard !members.contains(where: { $0.key == key }) else { throw YAMLError(line: line.number, reason: "\(key) occurs twice") }
      index += 1
      members.append((key, try value(rest, of: line)))
      skipBlank()
    }
    if let line, line.indent > indent { throw YAMLError(line: line.number, reason: "unexpected indentation") }
    return .map(members)
  }

  private mutating func value(_ rest: Substring, of parent: Line) throws(YAMLError) -> YAMLValue {
    switch rest {
    case "|": return .text(literal(parent.indent))
    case "":
      skipBlank()
      guard let line, line.indent > parent.indent || line.indent == parent.indent && isItem(line) else { return .null }
      return try node()
    default: return try scalar(rest, parent.number)
    }
  }

  /// A literal block (YAML 1.2.2 §8.1.2) that ends with one line break.
  private mutating func literal(_ parent: Int) -> String {
    var texts: [String] = []
    var indent: Int?
    while let line, line.text.isEmpty || line.indent > parent {
      if line.text.isEmpty {
        texts.append("")
      } else {
        let own = indent ?? line.indent
        indent = own
        texts.append(String(repeating: " ", count: line.indent - own) + line.text)
      }
      index += 1
    }
    while texts.last == "" { texts.removeLast() }
    return texts.joined(separator: "\n") + "\n"
  }

  /// `key: rest`, with the key plain or in single quotes.
  private func key(of text: Substring) -> (String, Substring)? {
    if text.hasPrefix("'") {
      let body = text.dropFirst()
      guard let end = body.firstIndex(of: "'") else { return nil }
      let rest = body[body.index(after: end)...]
      guard rest == ":" || rest.hasPrefix(": ") else { return nil }
      return (String(body[..<end]), rest.dropFirst(2))
    }
    if text.hasSuffix(":"), !text.contains(": ") { return (String(text.dropLast()), "") }
    guard let colon = text.firstRange(of: ": ") else { return nil }
    return (String(text[..<colon.lowerBound]), text[colon.upperBound...])
  }

  private func scalar(_ text: Substring, _ number: Int) throws(YAMLError) -> YAMLValue {
    if let first = text.first, "{['".contains(first) {
      var flow = YAMLFlow(text, line: number)
      return try flow.whole()
    }
    if let first = text.first, "\"&*!|>%@`".contains(first) || text.contains(" #") || text.contains(": ") {
      throw YAMLError(line: number, reason: "quote this text in single quotes")
    }
    return YAMLValue(plain: String(text))
  }
}
