/// Text as the search box compares it: lower case, full-width letters and digits as half-width, one space between words.
package enum SearchText {
  /// Longer text is cut: what stands behind is not found. Keeps index entries below PostgreSQL's 2,704 bytes.
  package static let charactersMax = 300

  package static func fold(_ text: String) -> String {
    var result = ""
    var isSpace = true
    for character in text.lowercased() {
      if character.isWhitespace {
        if !isSpace { result.append(" ") }
        isSpace = true
        continue
      }
      isSpace = false
      result.append(halfWidth(character))
    }
    if result.last == " " { result.removeLast() }
    return String(result.prefix(charactersMax))
  }

  /// U+FF01…U+FF5E stand for U+0021…U+007E.
  private static func halfWidth(_ character: Character) -> Character {
    guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first,
      (0xFF01...0xFF5E).contains(scalar.value), let half = UnicodeScalar(scalar.value - 0xFEE0)
    else { return character }
    return Character(Character(half).lowercased())
  }
}
