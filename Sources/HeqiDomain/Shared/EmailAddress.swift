/// An e-mail address as people type it: one `@`, a dotted host, no spaces, at most 254 bytes (RFC 5321 §4.5.3.1.3).
package struct EmailAddress: Hashable, Sendable {
  /// Trimmed text with the host in lower case.
  package let text: String

  package init?(_ typed: String) {
    let trimmed = typed.trimmingWhitespace
    let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count), trimmed.utf8.count <= 254 else { return nil }
    let host = parts[1].lowercased()
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }),
      host.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 || $0 >= 128 }),
      parts[0].utf8.allSatisfy({ $0 > 32 && $0 != 127 && !"<>()[],;:\\\"".utf8.contains($0) })
    else { return nil }
    text = parts[0] + "@" + host
  }
}

extension StringProtocol {
  /// The text without white space at both ends.
  package var trimmingWhitespace: String {
    var slice = Substring(self)
    while let first = slice.first, first.isWhitespace { slice.removeFirst() }
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }
}
