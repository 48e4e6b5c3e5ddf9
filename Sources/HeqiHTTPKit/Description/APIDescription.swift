package import HeqiDomain

/// `openapi.yaml`: its bytes as they are served, and what is read out of it for people.
package struct APIDescription: Sendable {
  package let bytes: [UInt8]
  package let root: YAMLValue

  /// Throws `YAMLError`.
  package init(_ bytes: [UInt8]) throws(YAMLError) {
    self.bytes = bytes
    root = try YAMLReader.read(String(decoding: bytes, as: UTF8.self))
  }

  /// One method of one address.
  package struct Operation: Sendable {
    package let method: String
    /// As the file has it, such as `/api/v1/contract/{id}`.
    package let path: String
    package let value: YAMLValue

    package var id: String { value["operationId"]?.text ?? "\(method) \(path)" }
    package var tag: String { value["tags"]?.items.first?.text ?? "" }
    package var isSigned: Bool { value["security"]?.items.isEmpty != true }
  }

  /// All of them in the file's order.
  package var operations: [Operation] {
    (root["paths"]?.members ?? []).flatMap { path, methods in
      methods.members.map { Operation(method: $0.key.uppercased(), path: path, value: $0.value) }
    }
  }

  /// What a `$ref` stands for; the value itself where it is none.
  package func resolved(_ value: YAMLValue?) -> YAMLValue? {
    guard let value, let reference = value["$ref"]?.text else { return value }
    return reference.dropFirst(2).split(separator: "/").reduce(root as YAMLValue?) { $0?[String($1)] }
  }

  /// A text in the reader's language; the file's own where there is no Chinese one.
  package static func text(_ value: YAMLValue?, _ key: String, in language: Language) -> String? {
    (language == .chinese ? value?["x-\(key)-zh"]?.text : nil) ?? value?[key]?.text
  }

  /// One member of a body, written as a path such as `signers[].partyId`.
  package struct Member: Sendable, Equatable {
    package let path: String
    package let type: String
    package let isRequired: Bool
    package let limits: String
    package let text: String
  }

  private static let depthMax = 6

  /// The members of a schema and of those within it.
  package func members(of schema: YAMLValue?, path: String = "", depth: Int = 0) -> [Member] {
    guard depth < Self.depthMax, let schema = resolved(schema) else { return [] }
    if let choices = schema["oneOf"] ?? schema["anyOf"], schema["properties"] == nil {
      return choices.items.flatMap { members(of: $0, path: path, depth: depth + 1) }
    }
    if let items = schema["items"] { return members(of: items, path: path + "[]", depth: depth + 1) }
    let required = Set((schema["required"]?.items ?? []).compactMap(\.text))
    return (schema["properties"]?.members ?? []).flatMap { name, value -> [Member] in
      let place = path.isEmpty ? name : "\(path).\(name)"
      let inner = resolved(value) ?? .null
      let own = Member(
        path: place, type: type(of: inner), isRequired: required.contains(name), limits: limits(of: inner),
        text: value["description"]?.text ?? inner["description"]?.text ?? "")
      return [own] + members(of: inner, path: place, depth: depth + 1)
    }
  }

  /// `string | null`, `SignField[]`, `TSA | BLOCKCHAIN`.
  package func type(of schema: YAMLValue) -> String {
    let schema = resolved(schema) ?? .null
    if let words = schema["enum"] { return words.items.map { $0.text ?? $0.json() }.joined(separator: " | ") }
    if let choices = schema["anyOf"] ?? schema["oneOf"] { return choices.items.map { type(of: $0) }.joined(separator: " | ") }
    if let items = schema["items"] { return type(of: items) + "[]" }
    guard let type = schema["type"] else { return "object" }
    return type.text ?? type.items.compactMap(\.text).joined(separator: " | ")
  }

  /// `1–64 characters`-like bounds without words, so that they need no language: `1…64`, `≤ 300`, `^sha256:…`.
  package func limits(of schema: YAMLValue) -> String {
    func range(_ low: YAMLValue?, _ high: YAMLValue?) -> String? {
      switch (low?.integer, high?.integer) {
      case (let low?, let high?): "\(low)…\(high)"
      case (nil, let high?): "≤ \(high)"
      case (let low?, nil): "≥ \(low)"
      case (nil, nil): nil
      }
    }
    let parts = [
      range(schema["minLength"], schema["maxLength"]), range(schema["minimum"], schema["maximum"]),
      range(schema["minItems"], schema["maxItems"]), schema["default"].map { "= \($0.text ?? $0.json())" },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
