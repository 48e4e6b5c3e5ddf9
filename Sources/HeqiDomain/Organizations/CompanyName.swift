/// 企业名称 as printed on the licence: 2 to 100 characters; half-width brackets become the usual full-width ones (G-07).
package struct CompanyName: Hashable, Sendable {
  package static let charactersMax = 100
  package let text: String

  package init?(_ typed: String) {
    var text = ""
    for character in typed.trimmingWhitespace where !character.isNewline {
      switch character {
      case "(": text.append("（")
      case ")": text.append("）")
      default: text.append(character)
      }
    }
    guard (2...Self.charactersMax).contains(text.count), text.utf8.count <= 400,
      text.allSatisfy({ $0.isLetter || $0.isNumber || "（）·.-—&'’、 ".contains($0) }), text.contains(where: \.isLetter)
    else { return nil }
    self.text = text
  }

  /// True when both name one company: spaces, brackets and dots are ignored, letter case too (OCR against typed text, F-014).
  package func matches(_ other: String) -> Bool { Self.folded(text) == Self.folded(other) }

  private static func folded(_ name: String) -> String { String(name.lowercased().filter { $0.isLetter || $0.isNumber }) }
}

/// 对公账号: bank and account number, 8 to 32 digits without a check digit (E-21).
package struct CorporateAccount: Hashable, Sendable {
  package let bank: String
  package let number: String

  package init?(bank typedBank: String, number typedNumber: String) {
    let bank = typedBank.trimmingWhitespace
    let number = typedNumber.filter { !$0.isWhitespace && $0 != "-" }
    guard (2...60).contains(bank.count), (8...32).contains(number.utf8.count), number.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    self.bank = bank
    self.number = number
  }

  /// `****1234`.
  package var maskedNumber: String { "****\(number.suffix(4))" }
}
