/// Flow collections and single-quoted text on one line (YAML 1.2.2 §7.3, §7.4).
struct YAMLFlow {
  private let characters: [Character]
  private let line: Int
  private var index = 0

  init(_ text: Substring, line: Int) {
    characters = Array(text)
    self.line = line
  }

  /// All of the line. Throws `YAMLError`.
  mutating func whole() throws(YAMLError) -> YAMLValue {
    let value = try value()
    skipSpace()
    guard index == characters.count else { throw fault("something follows the value") }
    return value
  }

  private var current: Character? { index < characters.count ? characters[index] : nil }

  private func fault(_ reason: String) -> YAMLError { YAMLError(line: line, reason: reason) }

  private mutating func skipSpace() { while current == " " { index += 1 } }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard current == character else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(YAMLError) -> YAMLValue {
    skipSpace()
    switch current {
    case "{": return try map()
    case "[": return try list()
    case "'": return .text(try quoted())
    case "\"", "&", "*", "!", nil: throw fault("quote this text in single quotes")
    default: return YAMLValue(plain: try plain())
    }
  }

  private mutating func list() throws(YAMLError) -> YAMLValue {
    index += 1
    var items: [YAMLValue] = []
    if take("]") { return .list(items) }
    while true {
      items.append(try value())
      if take("]") { return .list(items) }
      guard take(",") else { throw fault("a comma or ] is needed") }
    }
  }

  private mutating func map() throws(YAMLError) -> YAMLValue {
    index += 1
    var members: [(key: String, value: YAMLValue)] = []
    if take("}") { return .map(members) }
    while true {
      skipSpace()
      let key = current == "'" ? try quoted() : try plain()
      guard take(":"), current == " " else { throw fault("a colon and a space are needed behind \(key)") }
      guard !members.contains(where: { $0.key == key }) else { throw fault("\(key) occurs twice") }
      members.append((key, try value()))
      if take("}") { return .map(members) }
      guard take(",") else { throw fault("a comma or } is needed") }
    }
  }

  /// Two quotes stand for one.
  private mutating func quoted() throws(YAMLError) -> String {
    index += 1
    var text = ""
    while let character = current {
      index += 1
      guard character == "'" else {
        text.append(character)
        continue
      }
      guard current == "'" else { return text }
      text.append("'")
      index += 1
    }
    throw fault("a quote is not closed")
  }

  /// Up to a comma, a closing bracket or a colon with a space behind it.
  private mutating func plain() throws(YAMLError) -> String {
    var text = ""
    while let character = current, !",]}[{".contains(character) {
      if character == ":", index + 1 == characters.count || characters[index + 1] == " " { break }
      if character == "#", text.hasSuffix(" ") { throw fault("quote this text in single quotes") }
      text.append(character)
      index += 1
    }
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}
