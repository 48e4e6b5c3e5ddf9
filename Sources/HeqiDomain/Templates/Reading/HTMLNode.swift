/// An element or a piece of text of the small HTML that templates may hold.
struct HTMLNode: Sendable {
  indirect enum Content: Sendable {
    case text(String)
    case element(String, [(name: String, value: String)], [HTMLNode])
  }
  let content: Content
  /// From 1.
  let line: Int

  var name: String? {
    if case .element(let name, _, _) = content { name } else { nil }
  }
  var children: [HTMLNode] {
    if case .element(_, _, let children) = content { children } else { [] }
  }

  /// Reads a fragment or document: every element closed, every attribute quoted, no character reference unknown.
  /// - Throws: `contentUnreadable` with the line and the remedy.
  static func read(_ text: String) throws(TemplateError) -> [HTMLNode] {
    var reader = HTMLTreeReader(bytes: Array(text.utf8))
    return try reader.document()
  }
}

/// Not a browser: what is not well formed is refused with its line instead of being guessed at.
private struct HTMLTreeReader {
  private static let void: Set = ["br", "hr", "img", "col", "meta"]
  let bytes: [UInt8]
  var at = 0
  var line = 1

  private func fault(_ chinese: String, _ english: String) -> TemplateError { .unreadable(line, chinese, english) }

  mutating func document() throws(TemplateError) -> [HTMLNode] {
    space()
    if bytes[at...].prefix(9).map({ $0 | 0x20 }).elementsEqual("<!doctype".utf8.map { $0 | 0x20 }) {
      guard skip(to: ">") else { throw fault("DOCTYPE 没有结束。", "The DOCTYPE does not end.") }
    }
    let nodes = try children(of: nil, depth: 0)
    return nodes
  }

  private mutating func space() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D, 0x0C].contains(bytes[at]) { step() }
  }

  private mutating func step() {
    if bytes[at] == 0x0A { line += 1 }
    at += 1
  }

  private func isNext(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[at...].starts(with: $0) }
  }

  private mutating func skip(to end: StaticString) -> Bool {
    while at < bytes.count {
      if isNext(end) {
        at += end.utf8CodeUnitCount
        return true
      }
      step()
    }
    return false
  }

  private mutating func children(of parent: String?, depth: Int) throws(TemplateError) -> [HTMLNode] {
    guard depth <= TemplateLimits.depthMax else { throw fault("元素嵌套太深。", "Elements are nested too deep.") }
    var nodes: [HTMLNode] = []
    while at < bytes.count {
      if isNext("<!--") {
        guard skip(to: "-->") else { throw fault("注释没有结束。", "A comment does not end.") }
      } else if isNext("</") {
        let start = line
        at += 2
        let name = self.name()
        space()
        guard at < bytes.count, bytes[at] == UInt8(ascii: ">") else { throw fault("结束标签写法有误。", "An end tag is malformed.") }
        at += 1
        guard name == parent else {
          let wanted = parent.map { "</\($0)>" } ?? "–"
          throw .unreadable(start, "标签不配对：</\(name.prefix(16))>，应为 \(wanted)。", "Tags do not match: </\(name.prefix(16))> where \(wanted) is expected.")
        }
        return nodes
      } else if bytes[at] == UInt8(ascii: "<") {
        nodes.append(try element(depth))
      } else {
        let start = line
        let text = try self.text(until: UInt8(ascii: "<"))
        nodes.append(HTMLNode(content: .text(text), line: start))
      }
    }
    if let parent { throw fault("<\(parent)> 没有结束标签。", "<\(parent)> has no end tag.") }
    return nodes
  }

  private mutating func element(_ depth: Int) throws(TemplateError) -> HTMLNode {
    let start = line
    at += 1
    let name = self.name()
    guard !name.isEmpty else { throw fault("“<”之后应为标签名；要显示“<”请写 &lt;。", "A name follows “<”; write &lt; to print it.") }
    var attributes: [(name: String, value: String)] = []
    var isClosed = Self.void.contains(name)
    while true {
      space()
      guard at < bytes.count else { throw fault("标签没有结束。", "A tag does not end.") }
      if bytes[at] == UInt8(ascii: ">") {
        at += 1
        break
      }
      if isNext("/>") {
        isClosed = true
        at += 2
        break
      }
      let attribute = self.name()
      guard !attribute.isEmpty, !attributes.contains(where: { $0.name == attribute }) else {
        throw fault("属性写法有误或重复。", "An attribute is malformed or occurs twice.")
      }
      space()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else {
        throw fault("属性 \(attribute.prefix(32)) 没有值。", "The attribute \(attribute.prefix(32)) has no value.")
      }
      at += 1
      space()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else {
        throw fault("属性值应加引号。", "The value of an attribute is quoted.")
      }
      let quote = bytes[at]
      at += 1
      attributes.append((name: attribute, value: try text(until: quote)))
      guard at < bytes.count else { throw fault("属性值没有结束。", "The value of an attribute does not end.") }
      at += 1
    }
    var children: [HTMLNode] = []
    if !isClosed {
      if name == "style" || name == "title" {
        let inner = line
        let begin = at
        while at < bytes.count, !isNext("</") { step() }
        children = [HTMLNode(content: .text(String(decoding: bytes[begin..<at], as: UTF8.self)), line: inner)]
      }
      children += try self.children(of: name, depth: depth + 1)
    }
    return HTMLNode(content: .element(name, attributes, children), line: start)
  }

  /// Lower-case letters, digits and `-`.
  private mutating func name() -> String {
    let begin = at
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        at += 1
      default: return String(decoding: bytes[begin..<at], as: UTF8.self).lowercased()
      }
    }
    return String(decoding: bytes[begin..<at], as: UTF8.self).lowercased()
  }

  private static let references: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "middot": "·", "hellip": "…", "mdash": "—",
    "ndash": "–", "ldquo": "“", "rdquo": "”", "lsquo": "‘", "rsquo": "’", "yen": "¥", "copy": "©", "reg": "®", "times": "×",
    "emsp": "\u{2003}", "ensp": "\u{2002}", "sect": "§",
  ]

  private mutating func text(until end: UInt8) throws(TemplateError) -> String {
    var out: [UInt8] = []
    while at < bytes.count, bytes[at] != end {
      guard bytes[at] == UInt8(ascii: "&") else {
        out.append(bytes[at])
        step()
        continue
      }
      let begin = at + 1
      var stop = begin
      while stop < bytes.count, stop - begin < 10, bytes[stop] != UInt8(ascii: ";") { stop += 1 }
      guard stop < bytes.count, bytes[stop] == UInt8(ascii: ";"),
        let text = Self.character(String(decoding: bytes[begin..<stop], as: UTF8.self))
      else { throw fault("字符引用未知或不完整；要显示“&”请写 &amp;。", "A character reference is unknown or incomplete; write &amp; to print “&”.") }
      out += Array(text.utf8)
      at = stop + 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func character(_ name: String) -> String? {
    if let known = references[name] { return known }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let number, number >= 32 || number == 10, let scalar = Unicode.Scalar(number) else { return nil }
    return String(scalar)
  }
}
