internal import Foundation

/// One form of a page, as a browser without scripts would send it back.
struct WebForm {
  /// Where it is sent, without a fragment.
  let action: String
  private(set) var fields: [(name: String, value: String)] = []

  /// The first form whose address begins with `action`. Throws `LoadError` when the page has none.
  init(in page: WebAnswer, action prefix: String) throws(LoadError) {
    var rest = page.text[...]
    while let start = rest.range(of: "<form ") {
      rest = rest[start.upperBound...]
      guard let end = rest.range(of: "</form>") else { break }
      let form = rest[..<end.lowerBound]
      rest = rest[end.upperBound...]
      let head = form.prefix { $0 != ">" }
      guard let action = Self.attribute("action", of: head), action.hasPrefix(prefix) else { continue }
      self.action = action.prefix { $0 != "#" }.description
      fields = Self.fields(of: form)
      return
    }
    throw LoadError("\(page.path) has no form for \(prefix) (status \(page.status)): \(page.gist)")
  }

  /// Sets every field of that name, or adds one.
  mutating func set(_ name: String, _ value: String) {
    guard fields.contains(where: { $0.name == name }) else { return fields.append((name, value)) }
    for index in fields.indices where fields[index].name == name { fields[index].value = value }
  }

  /// The value of a field.
  func value(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

  /// application/x-www-form-urlencoded.
  var encoded: String { fields.map { "\(Self.escape($0.name))=\(Self.escape($0.value))" }.joined(separator: "&") }

  private static func fields(of form: Substring) -> [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    var rest = form
    while let start = rest.range(of: "<input ") {
      rest = rest[start.upperBound...]
      let tag = rest.prefix { $0 != ">" }
      guard let name = attribute("name", of: tag) else { continue }
      let type = attribute("type", of: tag) ?? "text"
      if type == "file" { continue }
      if type == "radio" || type == "checkbox", !tag.contains(" checked") { continue }
      found.append((name, attribute("value", of: tag) ?? ""))
    }
    return found
  }

  private static func attribute(_ name: String, of tag: Substring) -> String? {
    guard let start = tag.range(of: "\(name)=\"", options: []),
      start.lowerBound == tag.startIndex || tag[tag.index(before: start.lowerBound)] == " "
    else { return nil }
    let value = tag[start.upperBound...].prefix { $0 != "\"" }
    guard value.contains("&") else { return String(value) }
    return value.replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
      .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&amp;", with: "&")
  }

  private static func escape(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return out
  }
}

/// Why a load run cannot go on.
struct LoadError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
