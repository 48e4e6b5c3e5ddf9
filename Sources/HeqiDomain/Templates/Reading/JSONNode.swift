/// A JSON value (RFC 8259) that knows its line, so that a fault in a template can be found; numbers keep their digits.
struct JSONNode: Sendable {
  indirect enum Value: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([(key: String, value: JSONNode)])
  }

  let value: Value
  /// From 1.
  let line: Int

  init(_ value: Value, line: Int = 1) {
    self.value = value
    self.line = line
  }

  static func string(_ text: String) -> JSONNode { JSONNode(.string(text)) }
  static func number(_ digits: String) -> JSONNode { JSONNode(.number(digits)) }
  static func bool(_ flag: Bool) -> JSONNode { JSONNode(.bool(flag)) }
  static func array(_ items: [JSONNode]) -> JSONNode { JSONNode(.array(items)) }
  static func object(_ members: [(String, JSONNode)]) -> JSONNode {
    JSONNode(.object(members.map { (key: $0.0, value: $0.1) }))
  }

  /// A member that is there and not null.
  subscript(_ key: String) -> JSONNode? {
    guard case .object(let members) = value, let found = members.first(where: { $0.key == key })?.value else { return nil }
    if case .null = found.value { return nil }
    return found
  }

  var text: String? {
    if case .string(let text) = value { text } else { nil }
  }
  var keys: [String] {
    if case .object(let members) = value { members.map(\.key) } else { [] }
  }

  /// - Throws: `contentUnreadable` with the line.
  static func read(_ text: String) throws(TemplateError) -> JSONNode {
    var reader = JSONReader(bytes: Array(text.utf8))
    return try reader.document()
  }

  /// JSON text without white space.
  var written: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch value {
    case .null: out += "null"
    case .bool(let flag): out += flag ? "true" : "false"
    case .number(let digits): out += digits
    case .string(let text): Self.quote(text, to: &out)
    case .array(let items):
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += "," }
        item.write(to: &out)
      }
      out += "]"
    case .object(let members):
      out += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { out += "," }
        Self.quote(member.key, to: &out)
        out += ":"
        member.value.write(to: &out)
      }
      out += "}"
    }
  }

  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20: out += "\\u00" + Hex.encode([UInt8(scalar.value)])
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}

/// Strict RFC 8259: no comments, no trailing commas, no repeated members; depth limited before it recurses.
private struct JSONReader {
  let bytes: [UInt8]
  var at = 0
  var line = 1

  private func fault(_ chinese: String, _ english: String) -> TemplateError { .unreadable(line, chinese, english) }

  mutating func document() throws(TemplateError) -> JSONNode {
    let node = try value(depth: 0)
    space()
    guard at == bytes.count else { throw fault("JSON 之后还有内容。", "There is more after the JSON.") }
    return node
  }

  private mutating func space() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) {
      if bytes[at] == 0x0A { line += 1 }
      at += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) throws(TemplateError) -> JSONNode {
    guard depth <= TemplateLimits.depthMax else { throw fault("JSON 嵌套太深。", "The JSON is nested too deep.") }
    space()
    let start = line
    guard at < bytes.count else { throw fault("JSON 不完整。", "The JSON ends too soon.") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return JSONNode(.object(try object(depth)), line: start)
    case UInt8(ascii: "["): return JSONNode(.array(try array(depth)), line: start)
    case UInt8(ascii: "\""): return JSONNode(.string(try string()), line: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSONNode(.number(try number()), line: start)
    default:
      for (word, value) in [("true", JSONNode.Value.bool(true)), ("false", .bool(false)), ("null", .null)]
      where bytes[at...].starts(with: word.utf8) {
        at += word.utf8.count
        return JSONNode(value, line: start)
      }
      throw fault("这里不是 JSON 值。", "This is no JSON value.")
    }
  }

  private mutating func object(_ depth: Int) throws(TemplateError) -> [(key: String, value: JSONNode)] {
    at += 1
    var members: [(key: String, value: JSONNode)] = []
    var seen: Set<String> = []
    space()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      space()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fault("应为成员名。", "A member's name is expected.") }
      let key = try string()
      guard seen.insert(key).inserted else { throw fault("成员“\(key.prefix(64))”重复。", "The member “\(key.prefix(64))” occurs twice.") }
      space()
      guard take(UInt8(ascii: ":")) else { throw fault("应为冒号。", "A colon is expected.") }
      members.append((key: key, value: try value(depth: depth + 1)))
      space()
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else { throw fault("应为逗号或 }。", "A comma or } is expected.") }
    }
  }

  private mutating func array(_ depth: Int) throws(TemplateError) -> [JSONNode] {
    at += 1
    var items: [JSONNode] = []
    space()
    if take(UInt8(ascii: "]")) { return items }
    while true {
      items.append(try value(depth: depth + 1))
      space()
      if take(UInt8(ascii: "]")) { return items }
      guard take(UInt8(ascii: ",")) else { throw fault("应为逗号或 ]。", "A comma or ] is expected.") }
    }
  }

  private mutating func number() throws(TemplateError) -> String {
    let start = at
    func digits(_ at: inout Int) -> Int {
      let begin = at
      while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
      return at - begin
    }
    _ = take(UInt8(ascii: "-"))
    let first = at
    let whole = digits(&at)
    var isSound = whole > 0 && (whole == 1 || bytes[first] != 48)
    if take(UInt8(ascii: ".")) { isSound = isSound && digits(&at) > 0 }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      isSound = isSound && digits(&at) > 0
    }
    guard isSound else { throw fault("数字写法有误。", "The number is malformed.") }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func string() throws(TemplateError) -> String {
    at += 1
    var out: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(&out)
      case 0..<0x20: throw fault("字符串中有未转义的控制字符。", "A string holds a bare control character.")
      default: out.append(byte)
      }
    }
    throw fault("字符串没有结束。", "A string does not end.")
  }

  private mutating func escape(_ out: inout [UInt8]) throws(TemplateError) {
    guard at < bytes.count else { throw fault("字符串没有结束。", "A string does not end.") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "b"): out.append(8)
    case UInt8(ascii: "f"): out.append(12)
    case UInt8(ascii: "n"): out.append(10)
    case UInt8(ascii: "r"): out.append(13)
    case UInt8(ascii: "t"): out.append(9)
    case UInt8(ascii: "u"):
      var unit = UInt32(try hex())
      if (0xD800..<0xDC00).contains(unit), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") {
        at += 2
        let low = UInt32(try hex())
        if (0xDC00..<0xE000).contains(low) { unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00) } else { unit = 0xD800 }
      }
      guard let scalar = Unicode.Scalar(unit) else { throw fault("\\u 不是字符。", "A \\u escape is no character.") }
      out += Array(String(scalar).utf8)
    default: throw fault("转义写法有误。", "An escape is malformed.")
    }
  }

  private mutating func hex() throws(TemplateError) -> UInt16 {
    guard at + 4 <= bytes.count else { throw fault("\\u 不完整。", "A \\u escape is incomplete.") }
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Hex.value(of: bytes[at]) else { throw fault("\\u 不是十六进制。", "A \\u escape is not hexadecimal.") }
      unit = unit << 4 | UInt16(digit)
      at += 1
    }
    return unit
  }
}
