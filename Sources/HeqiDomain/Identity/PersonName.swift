/// A person's name as printed on the card: 2 to 30 characters, letters of any script, inner `·`, `.`, `-`, `'` and spaces.
package struct PersonName: Hashable, Sendable {
  package static let charactersMax = 30

  /// Trimmed; the usual look-alikes of the middle dot become `·` (U+00B7), runs of spaces become one.
  package let text: String

  package init?(_ typed: String) {
    var text = ""
    var wasSpace = false
    for character in typed.trimmingWhitespace {
      if character.isWhitespace {
        if !wasSpace { text.append(" ") }
        wasSpace = true
        continue
      }
      wasSpace = false
      text.append("•‧∙・．●".contains(character) ? "·" : character)
    }
    guard (2...Self.charactersMax).contains(text.count), text.utf8.count <= 120, text.first?.isLetter == true,
      text.allSatisfy({ $0.isLetter || "·.-' ’".contains($0) })
    else { return nil }
    self.text = text
  }

  /// True when both name one person: spaces and dots are ignored, letter case too (OCR against typed text, F-014, F-021).
  package func matches(_ other: String) -> Bool { Self.folded(text) == Self.folded(other) }

  private static func folded(_ name: String) -> String { String(name.lowercased().filter(\.isLetter)) }
}
