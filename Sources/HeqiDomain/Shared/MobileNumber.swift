/// A mainland mobile number, 11 digits (E-21). `+86`, `0086` and `86` prefixes, spaces and hyphens are dropped.
package struct MobileNumber: Hashable, Sendable {
  /// Eleven digits.
  package let text: String

  /// `nil` unless the text is a personal mobile number; 13-digit IoT numbers are refused.
  package init?(_ typed: String) {
    var digits = typed.filter { !$0.isWhitespace && $0 != "-" }
    for prefix in ["+86", "0086"] where digits.hasPrefix(prefix) { digits = String(digits.dropFirst(prefix.count)) }
    if digits.utf8.count == 13, digits.hasPrefix("86") { digits = String(digits.dropFirst(2)) }
    let bytes = Array(digits.utf8)
    guard bytes.count == 11, bytes[0] == 49, (51...57).contains(bytes[1]), bytes.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    text = digits
  }
}
