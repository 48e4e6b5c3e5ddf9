/// A checked value as it is written, and as conditions compare it.
package struct ShownValue: Equatable, Sendable {
  /// As it was sent: option, text, `2026-01-31`, `12.5`.
  package let raw: String
  package let text: String
  /// 大写, for money and dates.
  package let upper: String?
  /// `■甲 □乙`, for choices.
  package let boxes: String?

  package init(raw: String, text: String, upper: String? = nil, boxes: String? = nil) {
    self.raw = raw
    self.text = text
    self.upper = upper
    self.boxes = boxes
  }
}

package enum TemplateValue: Equatable, Sendable {
  case shown(ShownValue)
  case picture(TemplatePicture)
  case rows([[String: ShownValue]])
}

/// All values of one use of a template, checked against its definitions; what is optional and not given is not here.
package struct TemplateValues: Equatable, Sendable {
  package private(set) var values: [String: TemplateValue]

  package subscript(_ key: String) -> TemplateValue? { values[key] }

  /// Puts a picture that a worker packed anew in the place of the caller's.
  package mutating func replace(_ key: String, with picture: TemplatePicture) { values[key] = .picture(picture) }

  /// - Throws: `valueUnknown` for a value without variable, `valueMissing`, `valueInvalid`; each names the variable.
  package init(_ inputs: [String: TemplateInput], for variables: [TemplateVariable]) throws(TemplateError) {
    let known = Set(variables.map(\.key))
    let extra = inputs.keys.filter { !known.contains($0) }.sorted()
    if let first = extra.first {
      let names = extra.prefix(10).map { $0.prefix(TemplateLimits.idCharactersMax) }.joined(separator: ", ")
      throw TemplateError(.valueUnknown, at: "variables.\(first)", "模板没有这些变量：\(names)。", "The template has no such variables: \(names).")
    }
    let missing = variables.filter { $0.isRequired && Self.isBlank(inputs[$0.key]) }
    if let first = missing.first {
      let names = missing.prefix(10).map { "\($0.key)（\($0.name)）" }.joined(separator: "、")
      let keys = missing.prefix(10).map(\.key).joined(separator: ", ")
      throw TemplateError(.valueMissing, at: "variables.\(first.key)", "缺少变量：\(names)。", "Variables are missing: \(keys).")
    }
    var values: [String: TemplateValue] = [:]
    for variable in variables {
      guard let input = inputs[variable.key], !Self.isBlank(input) else { continue }
      values[variable.key] = try Self.check(input, variable, at: "variables.\(variable.key)")
    }
    self.values = values
  }

  private static func isBlank(_ input: TemplateInput?) -> Bool {
    switch input {
    case nil, .text("")?: true
    default: false
    }
  }
}

extension TemplateValues {
  /// Digits of a JSON number that survive every reader; longer ones are sent as text.
  private static let numberDigitsMax = 15

  static func check(_ input: TemplateInput, _ variable: TemplateVariable, at place: String) throws(TemplateError) -> TemplateValue {
    switch (variable.kind, input) {
    case (.image, .text(let text)):
      guard let picture = TemplatePicture(dataURI: text) else {
        throw wrong(place, "应为 PNG 或 JPEG 的 data URI，最大 256 KB", "must be a data URI of a PNG or JPEG of at most 256 KB")
      }
      return .picture(picture)
    case (.table, .rows(let rows)): return .rows(try table(rows, variable, place))
    case (.table, _): throw wrong(place, "应为对象数组", "must be an array of objects")
    case (.image, _): throw wrong(place, "应为图片的 data URI", "must be the data URI of a picture")
    default: return .shown(try shown(input, variable, place))
    }
  }

  private static func wrong(_ place: String, _ chinese: String, _ english: String) -> TemplateError {
    TemplateError(.valueInvalid, at: place, "变量 \(place) \(chinese)。", "\(place) \(english).")
  }

  private static func table(
    _ rows: [[String: TemplateInput]], _ variable: TemplateVariable, _ place: String
  ) throws(TemplateError) -> [[String: ShownValue]] {
    guard rows.count <= TemplateLimits.rowsMax else {
      throw wrong(place, "最多 \(TemplateLimits.rowsMax) 行", "has more than \(TemplateLimits.rowsMax) rows")
    }
    if variable.isRequired, rows.isEmpty { throw wrong(place, "至少一行", "needs a row at least") }
    var checked: [[String: ShownValue]] = []
    checked.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      let here = "\(place)[\(index)]"
      for key in row.keys.sorted() where !variable.columns.contains(where: { $0.key == key }) {
        throw TemplateError(.valueUnknown, at: "\(here).\(key.prefix(64))", "表格没有这一列：\(key.prefix(64))。", "The table has no column \(key.prefix(64)).")
      }
      var cells: [String: ShownValue] = [:]
      for column in variable.columns {
        guard let input = row[column.key], !isBlank(input) else {
          if column.isRequired {
            throw TemplateError(.valueMissing, at: "\(here).\(column.key)", "缺少 \(here).\(column.key)（\(column.name)）。", "\(here).\(column.key) is missing.")
          }
          continue
        }
        cells[column.key] = try shown(input, column, "\(here).\(column.key)")
      }
      checked.append(cells)
    }
    return checked
  }

  private static func shown(_ input: TemplateInput, _ variable: TemplateVariable, _ place: String) throws(TemplateError) -> ShownValue {
    switch variable.kind {
    case .text: return try text(input, variable, place)
    case .choice:
      guard case .text(let option) = input, variable.options.contains(option) else {
        let words = variable.options.joined(separator: " | ")
        throw wrong(place, "应为 \(words) 之一", "must be one of \(words)")
      }
      let boxes = variable.options.map { ($0 == option ? "■" : "□") + $0 }.joined(separator: "　")
      return ShownValue(raw: option, text: option, boxes: boxes)
    case .date:
      guard case .text(let text) = input, let day = CalendarDay(text), let format = DateFormat(variable.format ?? DateFormat.usual)
      else { throw wrong(place, "应为存在的日期 YYYY-MM-DD", "must be an existing day YYYY-MM-DD") }
      return ShownValue(
        raw: text, text: format.text(day), upper: ChineseCapitals.date(year: day.year, month: day.month, day: day.day))
    case .number, .money: return try number(input, variable, place)
    case .image, .table: throw wrong(place, "类型不符", "is of another type")
    }
  }

  private static func text(_ input: TemplateInput, _ variable: TemplateVariable, _ place: String) throws(TemplateError) -> ShownValue {
    let text: String
    switch input {
    case .text(let sent): text = sent
    case .number(let digits): text = digits
    case .flag(let flag): text = flag ? "true" : "false"
    case .rows: throw wrong(place, "应为文字", "must be a text")
    }
    guard text.count <= variable.charactersMax else {
      throw wrong(place, "最多 \(variable.charactersMax) 个字符", "has more than \(variable.charactersMax) characters")
    }
    guard text.unicodeScalars.allSatisfy(isPrintable) else {
      throw wrong(place, "含有控制字符或改变文字方向的字符", "holds control characters or characters that turn the direction of text")
    }
    return ShownValue(raw: text, text: text)
  }

  /// Line feeds and tabs are text; controls and the marks that reorder what a reader sees (UAX #9) are not.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A, 0x09: true
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069, 0xFFFC, 0xFEFF: false
    default: true
    }
  }

  private static func number(_ input: TemplateInput, _ variable: TemplateVariable, _ place: String) throws(TemplateError) -> ShownValue {
    let digits: String
    switch input {
    case .text(let text): digits = text
    case .number(let text):
      guard text.count(where: \.isNumber) <= numberDigitsMax else {
        throw wrong(place, "超过 15 位数字，请以字符串发送", "has more than 15 digits; send it as a string")
      }
      digits = text
    case .flag, .rows: throw wrong(place, "应为数字", "must be a number")
    }
    guard let number = DecimalText(digits) else { throw wrong(place, "应为十进制数字，如 1234.56", "must be a decimal number such as 1234.56") }
    let isMoney = variable.kind == .money
    guard let format = NumberFormat(variable.format ?? (isMoney ? NumberFormat.money : NumberFormat.number)),
      let text = format.text(number), !isMoney || number.fraction.count <= 2
    else { throw wrong(place, "小数位数太多", "has too many decimals") }
    let upper = isMoney ? ChineseCapitals.money(number) : nil
    if isMoney, upper == nil { throw wrong(place, "金额整数部分最多 16 位", "has more than 16 digits before the point") }
    return ShownValue(raw: number.plain, text: text, upper: upper)
  }
}
