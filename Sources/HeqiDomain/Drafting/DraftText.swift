/// The notation of drafted texts, for people who write contracts and not markup: a line is a paragraph, `# ` and `## `
/// begin headings, `{{租金}}` is a parameter, `{{租金|upper}}` its capital form (大写).
package enum DraftText {
  /// Parameters in the order of their first mark, each once.
  package static func keys(in text: String) -> [String] {
    var keys: [String] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else { break }
      let mark = String(rest[..<close.lowerBound])
      rest = rest[close.upperBound...]
      let key = String(mark.prefix { $0 != "|" }).trimmingWhitespace
      if !key.isEmpty, !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  /// The same as content that the template engine reads.
  package static func html(_ text: String) -> String {
    var blocks: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = String(line).trimmingWhitespace
      if line.isEmpty { continue }
      if line.hasPrefix("## ") {
        blocks.append("<h2>\(escaped(line.dropFirst(3)))</h2>")
      } else if line.hasPrefix("# ") {
        blocks.append("<h1>\(escaped(line.dropFirst(2)))</h1>")
      } else {
        blocks.append("<p>\(escaped(line[...]))</p>")
      }
    }
    return blocks.joined(separator: "\n")
  }

  private static func escaped(_ text: Substring) -> String {
    var out = ""
    for character in text {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      default: out.append(character)
      }
    }
    return out
  }
}
