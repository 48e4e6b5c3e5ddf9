import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Values of a query, read name by name; whatever is wrong is named (40001).
struct QueryReader: Sendable {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  init(_ request: Request) {
    guard let query = request.uri.query else {
      values = [:]
      return
    }
    values = Dictionary(Form(urlEncoded: Array(query.utf8)).fields.map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// Free text; nil where it is absent or empty.
  func text(_ name: String, max: Int) throws(ClientError) -> String? {
    guard let text = values[name], !text.isEmpty else { return nil }
    guard text.unicodeScalars.count <= max else { throw wrong(name, "最多 \(max) 个字符", "has more than \(max) characters") }
    guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 && $0 != "\u{FFFD}" }) else {
      throw wrong(name, "含有控制字符或不是 UTF-8", "holds control characters or is not UTF-8")
    }
    return text
  }

  /// One word of a closed list.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _: Choice.Type = Choice.self
  ) throws(ClientError) -> Choice? where Choice.RawValue == String {
    guard let text = values[name] else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: " | ")
      throw wrong(name, "应为 \(words) 之一", "must be one of \(words)")
    }
    return choice
  }

  func id<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws(ClientError) -> ID<Entity>? {
    guard let text = values[name] else { return nil }
    guard let id = ID<Entity>(text) else { throw wrong(name, "不是有效的编号", "is no id") }
    return id
  }

  func mobile(_ name: String) throws(ClientError) -> MobileNumber? {
    guard let text = values[name] else { return nil }
    guard let mobile = MobileNumber(text) else {
      throw wrong(name, "应为 11 位大陆手机号码", "must be a mainland mobile number of 11 digits")
    }
    return mobile
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(ClientError) -> Int? {
    guard let text = values[name] else { return nil }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text), range.contains(number) else {
      throw wrong(
        name, "应为 \(range.lowerBound) 到 \(range.upperBound) 之间的整数", "must be an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Items of a page: 1 to 100, 20 unless given.
  func limit() throws(ClientError) -> Int { try integer("limit", in: 1...100) ?? 20 }

  /// ISO 8601 in UTC.
  func time(_ name: String) throws(ClientError) -> Instant? {
    guard let text = values[name] else { return nil }
    guard let instant = ISOTime.read(text) else {
      throw wrong(name, "应为 ISO 8601 UTC 时间，例如 2026-01-31T08:00:00Z", "must be an ISO 8601 UTC time such as 2026-01-31T08:00:00Z")
    }
    return instant
  }

  /// An id that its caller made, such as that of a template.
  func word(_ name: String, max: Int) throws(ClientError) -> String? {
    guard let text = values[name] else { return nil }
    guard TemplateVersion.isID(text, max: max) else {
      throw wrong(name, "只能含字母、数字、.、_ 和 -，最多 \(max) 个", "holds letters, digits, ., _ and -, at most \(max)")
    }
    return text
  }

  func wrong(_ name: String, _ chinese: String, _ english: String) -> ClientError {
    .parameter(name, "参数 \(name) \(chinese)。", "\(name) \(english).")
  }
}
