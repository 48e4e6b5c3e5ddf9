/// Reads what stands between `{{` and `}}` in the text of a template – never in a value.
enum TemplateMarks {
  /// - Parameter line: of the first character.
  static func read(_ text: String, type: TemplateType, line: Int) throws(TemplateError) -> [TemplateInline] {
    guard text.contains("{{") else { return text.isEmpty ? [] : [.text(text, type)] }
    var out: [TemplateInline] = []
    var plain = ""
    var rest = text[...]
    var line = line
    while let open = rest.firstRange(of: "{{") {
      let before = rest[..<open.lowerBound]
      line += before.count { $0 == "\n" }
      if before.last == "\\" {
        plain += before.dropLast() + "{{"
        rest = rest[open.upperBound...]
        continue
      }
      plain += before
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}"), !rest[..<close.lowerBound].contains("{{") else {
        throw .unreadable(line, "{{ 没有对应的 }}；要原样显示请写 \\{{。", "A {{ has no }}; write \\{{ to print it.")
      }
      if !plain.isEmpty { out.append(.text(plain, type)) }
      plain = ""
      let mark = String(rest[..<close.lowerBound]).trimmingWhitespace
      out.append(try one(mark, type, line))
      rest = rest[close.upperBound...]
    }
    plain += rest
    if !plain.isEmpty { out.append(.text(plain, type)) }
    return out
  }

  private static func one(_ mark: String, _ type: TemplateType, _ line: Int) throws(TemplateError) -> TemplateInline {
    if let colon = mark.firstIndex(of: ":") {
      return .place(try place(mark[..<colon], String(mark[mark.index(after: colon)...]), line))
    }
    return .reference(try reference(mark, line), type)
  }

  /// `key`, `key.column`, `key|upper`.
  static func reference(_ mark: String, _ line: Int) throws(TemplateError) -> TemplateReference {
    let parts = mark.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmingWhitespace }
    let path = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    var form: TemplateReference.Form? = .plain
    if parts.count > 1 {
      switch parts[1] {
      case "upper", "大写": form = .upper
      case "boxes", "勾选": form = .boxes
      default: form = nil
      }
    }
    guard parts.count <= 2, let form, (1...2).contains(path.count), TemplateVariable.isKey(path[0]),
      path.count == 1 || path[1] == "#" || TemplateVariable.isKey(path[1])
    else {
      throw .unreadable(
        line, "{{\(mark.prefix(64))}} 不是变量。写法：{{key}}、{{key|upper}}、{{key|boxes}}、{{table.column}}。",
        "{{\(mark.prefix(64))}} is no variable. Write {{key}}, {{key|upper}}, {{key|boxes}} or {{table.column}}.")
    }
    return TemplateReference(key: path[0], column: path.count == 2 ? path[1] : nil, form: form, line: line)
  }

  /// `seal:PAYER`, `signature:PAYER#2`, `date:PAYER 120x20`.
  private static func place(_ word: Substring, _ rest: String, _ line: Int) throws(TemplateError) -> TemplatePlace {
    let parts = rest.trimmingWhitespace.split(separator: " ")
    let named = (parts.first ?? "").split(separator: "#", omittingEmptySubsequences: false)
    let party = String(named.first ?? "")
    guard let kind = SignPlace.Kind(rawValue: String(word).trimmingWhitespace), (1...2).contains(parts.count),
      (1...TemplateLimits.idCharactersMax).contains(party.count), named.count <= 2,
      let number = named.count == 2 ? Int(named[1]) : 1, (1...TemplateLimits.signersMax).contains(number)
    else {
      throw .unreadable(
        line, "签署位置写法：{{seal:PARTY}}、{{handwriting:PARTY}}、{{signature:PARTY}}、{{date:PARTY}} 或 {{text:PARTY}}，可加 #序号和“宽x高”（点）。",
        "A place to sign is written {{seal:PARTY}}, {{handwriting:PARTY}}, {{signature:PARTY}}, {{date:PARTY}} or {{text:PARTY}}, with #number and width x height in points if wanted.")
    }
    var size = kind.defaultSize
    if parts.count == 2 {
      let numbers = parts[1].split(separator: "x", omittingEmptySubsequences: false).map { Double($0) }
      guard numbers.count == 2, let width = numbers[0], let height = numbers[1], (10...400).contains(width),
        (10...400).contains(height)
      else { throw .unreadable(line, "签署位置的宽和高应在 10 到 400 点之间，如 119x119。", "Width and height of a place are 10 to 400 points, such as 119x119.") }
      size = (width, height)
    }
    return TemplatePlace(kind: kind, party: party, number: number, width: size.width, height: size.height, line: line)
  }

  /// `key`, `!key`, `key=text`, `key!=text`.
  static func condition(_ text: String, _ line: Int) throws(TemplateError) -> TemplateCondition {
    let text = text.trimmingWhitespace
    if text.hasPrefix("!") {
      return TemplateCondition(try reference(String(text.dropFirst()).trimmingWhitespace, line), .missing)
    }
    guard let equals = text.firstIndex(of: "=") else { return TemplateCondition(try reference(text, line), .given) }
    let value = String(text[text.index(after: equals)...]).trimmingWhitespace
    let before = text[..<equals]
    if before.last == "!" {
      return TemplateCondition(try reference(String(before.dropLast()).trimmingWhitespace, line), .unequal(value))
    }
    return TemplateCondition(try reference(String(before).trimmingWhitespace, line), .equal(value))
  }
}
