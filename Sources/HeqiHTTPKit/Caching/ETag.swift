/// A strong entity tag (RFC 9110 §8.8.3).
package struct ETag: Sendable, Equatable, CustomStringConvertible {
  package let value: String

  /// `value` without quotes; characters that a tag may not hold are dropped.
  package init(_ value: String) { self.value = value.filter { $0.isASCII && $0 > " " && $0 != "\"" && $0 != "\u{7F}" } }

  /// The tag of a row's revision.
  package init(revision: Int64) { self.init("r\(revision)") }

  package var description: String { "\"\(value)\"" }

  /// Whether an `If-Match` / `If-None-Match` list names this tag or `*`; weak tags compare by value.
  package func matches(_ header: String?) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains { entry in
      let tag = entry.filter { $0 != " " && $0 != "\t" }
      return tag == "*" || tag == description || tag == "W/\(description)"
    }
  }

  /// The revision an `If-Match` header names; `nil` unless it is exactly one of ours.
  package static func revision(ifMatch header: String?) -> Int64? {
    guard let header, header.hasPrefix("\"r"), header.hasSuffix("\""), header.count > 3 else { return nil }
    return Int64(header.dropFirst(2).dropLast())
  }
}
