/// A value of the part of YAML 1.2 that `openapi.yaml` keeps to: block and flow collections, plain and single-quoted text, and
/// literal blocks. Mappings keep their order.
package indirect enum YAMLValue: Sendable, Equatable {
  case null
  case flag(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([YAMLValue])
  case map([(key: String, value: YAMLValue)])

  package static func == (left: YAMLValue, right: YAMLValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.flag(let one), .flag(let other)): one == other
    case (.integer(let one), .integer(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.text(let one), .text(let other)): one == other
    case (.list(let one), .list(let other)): one == other
    case (.map(let one), .map(let other)): one.count == other.count && zip(one, other).allSatisfy { $0 == $1 }
    default: false
    }
  }

  package subscript(_ key: String) -> YAMLValue? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var integer: Int? { if case .integer(let number) = self { number } else { nil } }
  package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  package var items: [YAMLValue] { if case .list(let items) = self { items } else { [] } }
  package var members: [(key: String, value: YAMLValue)] { if case .map(let members) = self { members } else { [] } }

  /// A plain scalar by the core schema (YAML 1.2.2 §10.3.2).
  init(plain text: String) {
    switch text {
    case "", "~", "null": self = .null
    case "true": self = .flag(true)
    case "false": self = .flag(false)
    default:
      if let number = Int(text) {
        self = .integer(number)
      } else if text.utf8.contains(UInt8(ascii: ".")), text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 || $0 == 45 }),
        let number = Double(text)
      {
        self = .number(number)
      } else {
        self = .text(text)
      }
    }
  }

  /// The value as JSON on indented lines, for people to read and to copy.
  package func json(indent: Int = 0) -> String {
    let inner = String(repeating: "  ", count: indent + 1), outer = String(repeating: "  ", count: indent)
    switch self {
    case .null: return "null"
    case .flag(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .number(let number): return String(number)
    case .text(let text): return Self.quoted(text)
    case .list(let items):
      if items.isEmpty { return "[]" }
      return "[\n" + items.map { inner + $0.json(indent: indent + 1) }.joined(separator: ",\n") + "\n\(outer)]"
    case .map(let members):
      if members.isEmpty { return "{}" }
      return "{\n" + members.map { "\(inner)\(Self.quoted($0.key)): \($0.value.json(indent: indent + 1))" }.joined(separator: ",\n")
        + "\n\(outer)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.reduce(into: "") { out, scalar in
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}

/// What stands in a file that this reader does not know; line from 1.
package struct YAMLError: Error, Equatable, CustomStringConvertible {
  package let line: Int
  package let reason: String
  package var description: String { "line \(line): \(reason)" }
}
