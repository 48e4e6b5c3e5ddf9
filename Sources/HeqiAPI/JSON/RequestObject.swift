package import HeqiDomain

/// A JSON object of a request, read member by member; whatever is wrong is named by its path (40001).
package struct RequestObject: Sendable {
  private let members: [String: JSONValue]
  /// `signers[0]`; empty for the body itself.
  let path: String

  /// Reads a body. Throws `ClientError` `.parameter` naming `body`.
  package init(body: [UInt8]) throws(ClientError) {
    guard let value = JSONReader.read(body) else {
      throw .parameter(
        "body", "请求体不是有效的 JSON 对象（UTF-8，成员不重名，嵌套不超过 \(JSONReader.depthMax) 层）。",
        "The body is no JSON object in UTF-8 without repeated names, at most \(JSONReader.depthMax) brackets deep.")
    }
    try self.init(value, path: "")
  }

  package init(_ value: JSONValue, path: String) throws(ClientError) {
    guard case .object(let list) = value else {
      let name = path.isEmpty ? "body" : path
      throw .parameter(name, "\(name) 应为 JSON 对象。", "\(name) must be a JSON object.")
    }
    members = Dictionary(list.map { ($0.key, $0.value) }) { first, _ in first }
    self.path = path
  }

  package func field(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  package subscript(_ name: String) -> JSONValue? {
    switch members[name] {
    case nil, .null?: nil
    case let value?: value
    }
  }

  /// Names of all members, for maps such as `variables`.
  package var names: [String] { members.keys.sorted() }

  // MARK: text

  /// Text of 1…`max` characters without control characters but tab and line feed.
  package func text(_ name: String, max: Int) throws(ClientError) -> String {
    guard let text = try optionalText(name, max: max) else { throw missing(name) }
    return text
  }

  /// nil where it is absent, null or empty.
  package func optionalText(_ name: String, max: Int) throws(ClientError) -> String? {
    guard let value = self[name] else { return nil }
    guard case .string(let text) = value else { throw wrong(name, "应为字符串", "must be a string") }
    if text.isEmpty { return nil }
    guard text.unicodeScalars.count <= max else { throw wrong(name, "最多 \(max) 个字符", "has more than \(max) characters") }
    guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 || $0 == "\n" || $0 == "\t" }) else {
      throw wrong(name, "含有控制字符", "holds control characters")
    }
    return text
  }

  /// One word of a closed list.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _: Choice.Type = Choice.self
  ) throws(ClientError) -> Choice? where Choice.RawValue == String {
    guard let value = self[name] else { return nil }
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: " | ")
      throw wrong(name, "应为 \(words) 之一", "must be one of \(words)")
    }
    return choice
  }

  package func integer(_ name: String, in range: ClosedRange<Int>) throws(ClientError) -> Int? {
    guard let value = self[name] else { return nil }
    guard let int = Self.integer(value), range.contains(int) else {
      throw wrong(
        name, "应为 \(range.lowerBound) 到 \(range.upperBound) 之间的整数", "must be an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return int
  }

  /// `7.0` is an integer as well (RFC 8259 §6 knows one kind of number).
  private static func integer(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let number): Int(exactly: number)
    case .number(let number): Int(exactly: number)
    case .null, .bool, .string, .array, .object: nil
    }
  }

  package func number(_ name: String) throws(ClientError) -> Double? {
    switch self[name] {
    case nil: return nil
    case .integer(let number)?: return Double(number)
    case .number(let number)? where number.isFinite: return number
    default: throw wrong(name, "应为数字", "must be a number")
    }
  }

  package func flag(_ name: String) throws(ClientError) -> Bool? {
    switch self[name] {
    case nil: return nil
    case .bool(let flag)?: return flag
    default: throw wrong(name, "应为 true 或 false", "must be true or false")
    }
  }

  // MARK: nested

  package func object(_ name: String) throws(ClientError) -> RequestObject? {
    guard let value = self[name] else { return nil }
    return try RequestObject(value, path: field(name))
  }

  package func objects(_ name: String, max: Int) throws(ClientError) -> [RequestObject] {
    guard let value = self[name] else { return [] }
    guard case .array(let values) = value else { throw wrong(name, "应为数组", "must be an array") }
    guard values.count <= max else { throw wrong(name, "最多 \(max) 项", "has more than \(max) items") }
    var objects: [RequestObject] = []
    for (index, value) in values.enumerated() {
      objects.append(try RequestObject(value, path: "\(field(name))[\(index)]"))
    }
    return objects
  }

  /// A string or an array of strings (B-20).
  package func texts(_ name: String, max: Int, length: Int) throws(ClientError) -> [String] {
    switch self[name] {
    case nil: return []
    case .string(let text)?: return text.isEmpty ? [] : [text]
    case .array(let values)?:
      guard values.count <= max else { throw wrong(name, "最多 \(max) 项", "has more than \(max) items") }
      var texts: [String] = []
      for value in values {
        guard case .string(let text) = value, (1...length).contains(text.unicodeScalars.count) else {
          throw wrong(name, "每一项应为 1 到 \(length) 个字符的字符串", "must hold strings of 1 to \(length) characters")
        }
        texts.append(text)
      }
      return texts
    default: throw wrong(name, "应为字符串或字符串数组", "must be a string or an array of strings")
    }
  }

  // MARK: refusals

  package func missing(_ name: String) -> ClientError {
    .parameter(field(name), "缺少参数 \(field(name))。", "\(field(name)) is missing.")
  }

  package func wrong(_ name: String, _ chinese: String, _ english: String) -> ClientError {
    .parameter(field(name), "参数 \(field(name)) \(chinese)。", "\(field(name)) \(english).")
  }
}
