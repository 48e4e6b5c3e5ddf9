/// A decimal number kept digit by digit: sums of money never pass through binary fractions.
package struct DecimalText: Equatable, Sendable {
  /// Digits before and after the point.
  package static let wholeDigitsMax = 24
  package static let fractionDigitsMax = 12

  package let isNegative: Bool
  /// Without leading zeros; empty for 0.
  package let whole: [UInt8]
  /// Without trailing zeros.
  package let fraction: [UInt8]

  /// Reads `-12.50`; nil for anything else (no exponent, no sign +, no grouping).
  package init?(_ text: String) {
    var digits = Array(text.utf8)
    let minus = digits.first == UInt8(ascii: "-")
    if minus { digits.removeFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty, first.count <= Self.wholeDigitsMax, parts.allSatisfy({ !$0.isEmpty }),
      parts.joined().allSatisfy({ (48...57).contains($0) })
    else { return nil }
    whole = Array(first.map { $0 - 48 }.drop { $0 == 0 })
    var rest = parts.count > 1 ? parts[1].map { $0 - 48 } : []
    guard rest.count <= Self.fractionDigitsMax else { return nil }
    while rest.last == 0 { rest.removeLast() }
    fraction = rest
    isNegative = minus && !(whole.isEmpty && rest.isEmpty)
  }

  package var isZero: Bool { whole.isEmpty && fraction.isEmpty }

  /// The number as it is compared: `12.5`.
  package var plain: String {
    let digits = whole.isEmpty ? "0" : Self.text(whole)
    return (isNegative ? "-" : "") + digits + (fraction.isEmpty ? "" : "." + Self.text(fraction))
  }

  static func text(_ digits: some Sequence<UInt8>) -> String { String(decoding: digits.map { $0 + 48 }, as: UTF8.self) }
}

/// How a number is written: text, `#`, `0`, `,` and `.`, text – as in `¥#,##0.00` or `0.##%`.
package struct NumberFormat: Equatable, Sendable {
  package static let money = "#,##0.00"
  package static let number = "#,##0.############"

  private let before: String
  private let after: String
  private let isGrouped: Bool
  private let wholeMin: Int
  /// Least and most digits after the point; a value with more is refused rather than rounded.
  package let decimals: ClosedRange<Int>

  /// nil when there is no digit, or the digits stand in an order that means nothing.
  package init?(_ pattern: String) {
    let marks: Set<Character> = ["#", "0", ",", "."]
    guard pattern.count <= 64, let first = pattern.firstIndex(where: marks.contains),
      let last = pattern.lastIndex(where: marks.contains)
    else { return nil }
    let core = pattern[first...last]
    guard core.allSatisfy(marks.contains) else { return nil }
    let parts = core.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = parts[0].filter { $0 != "," }
    let fraction = parts.count > 1 ? parts[1] : ""
    // #…#0…0 before the point, 0…0#…# behind it.
    guard !whole.isEmpty, !whole.drop(while: { $0 == "#" }).contains("#"), !fraction.drop(while: { $0 == "0" }).contains("0"),
      !fraction.contains(","), !fraction.contains("."), parts.count == 1 || !fraction.isEmpty,
      fraction.count <= DecimalText.fractionDigitsMax
    else { return nil }
    before = String(pattern[..<first])
    after = String(pattern[pattern.index(after: last)...])
    isGrouped = parts[0].contains(",")
    wholeMin = whole.count { $0 == "0" }
    decimals = fraction.count { $0 == "0" }...fraction.count
  }

  /// nil when the number has more decimals than the format.
  package func text(_ number: DecimalText) -> String? {
    guard number.fraction.count <= decimals.upperBound else { return nil }
    let whole = [UInt8](repeating: 0, count: max(0, wholeMin - number.whole.count)) + number.whole
    var digits = ""
    for (index, digit) in whole.enumerated() {
      if isGrouped, index > 0, (whole.count - index).isMultiple(of: 3) { digits += "," }
      digits += DecimalText.text([digit])
    }
    let fraction = number.fraction + [UInt8](repeating: 0, count: max(0, decimals.lowerBound - number.fraction.count))
    return (number.isNegative ? "-" : "") + before + digits + (fraction.isEmpty ? "" : "." + DecimalText.text(fraction)) + after
  }
}
