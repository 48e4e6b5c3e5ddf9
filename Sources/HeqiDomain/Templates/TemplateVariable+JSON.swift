/// Reads and writes `variableDefinitions[]`; every fault names its path.
extension TemplateVariable {
  /// - Throws: `definitionInvalid`.
  package static func read(_ json: String, at place: String = "variableDefinitions") throws(TemplateError) -> [TemplateVariable] {
    let node: JSONNode
    do throws(TemplateError) { node = try JSONNode.read(json) } catch { throw wrong(place, "不是有效的 JSON", "is no JSON") }
    return try read(node, at: place)
  }

  private static func wrong(_ place: String, _ chinese: String, _ english: String) -> TemplateError {
    TemplateError(.definitionInvalid, at: place, "\(place) \(chinese)。", "\(place) \(english).")
  }

  private static func read(_ node: JSONNode, at place: String, isColumn: Bool = false) throws(TemplateError) -> [TemplateVariable] {
    let max = isColumn ? TemplateLimits.columnsMax : TemplateLimits.variablesMax
    guard case .array(let items) = node.value, items.count <= max else {
      throw wrong(place, "应为最多 \(max) 项的数组", "must be an array of at most \(max) items")
    }
    var variables: [TemplateVariable] = []
    for (index, item) in items.enumerated() {
      let variable = try one(item, at: "\(place)[\(index)]", isColumn: isColumn)
      guard !variables.contains(where: { $0.key == variable.key }) else {
        throw wrong("\(place)[\(index)].key", "重复", "occurs twice")
      }
      variables.append(variable)
    }
    return variables
  }

  private static let members: Set = ["key", "name", "type", "required", "sample", "format", "options", "columns", "maxLength", "filledBy"]

  private static func one(_ node: JSONNode, at place: String, isColumn: Bool) throws(TemplateError) -> TemplateVariable {
    guard case .object = node.value else { throw wrong(place, "应为对象", "must be an object") }
    if let other = node.keys.first(where: { !members.contains($0) }) {
      throw wrong("\(place).\(other)", "不是变量定义的成员", "is no member of a definition")
    }
    guard let key = node["key"]?.text, isKey(key) else {
      throw wrong("\(place).key", "应以字母开头，只含字母、数字和下划线，最多 64 个字符", "begins with a letter and holds letters, digits and _, at most 64 characters")
    }
    if let name = node["name"], name.text == nil { throw wrong("\(place).name", "应为字符串", "must be a string") }
    let name = node["name"]?.text ?? key
    guard (1...TemplateLimits.nameCharactersMax).contains(name.count) else {
      throw wrong("\(place).name", "应为 1 到 128 个字符", "has 1 to 128 characters")
    }
    let kind = try kind(node, place, isColumn: isColumn)
    if let format = node["format"], format.text == nil { throw wrong("\(place).format", "应为字符串", "must be a string") }
    let format = node["format"]?.text
    if let format, !isFormat(format, of: kind) { throw wrong("\(place).format", "不是该类型的格式", "is no format of this type") }
    let variable = TemplateVariable(
      key: key, name: name, kind: kind, isRequired: try flag(node, "required", place) ?? true,
      sample: try node["sample"].map { node throws(TemplateError) in
        guard let input = TemplateInput(node) else { throw wrong("\(place).sample", "不是可用的值", "is no usable value") }
        return input
      }, format: format, options: try options(node, kind, place),
      columns: try columns(node, kind, place), charactersMax: try length(node, place),
      filledBy: try side(node, place, isColumn: isColumn))
    if let sample = variable.sample, kind != .image {
      do throws(TemplateError) {
        _ = try TemplateValues.check(sample, variable, at: "\(place).sample")
      } catch { throw TemplateError(.definitionInvalid, at: error.place, error.message.chinese, error.message.english) }
    }
    return variable
  }

  private static func kind(_ node: JSONNode, _ place: String, isColumn: Bool) throws(TemplateError) -> Kind {
    guard let type = node["type"] else { return .text }
    guard let kind = type.text.flatMap({ Kind(rawValue: $0.lowercased()) }), !isColumn || kind != .image && kind != .table else {
      let words = Kind.allCases.filter { !isColumn || $0 != .image && $0 != .table }.map(\.rawValue).joined(separator: " | ")
      throw wrong("\(place).type", "应为 \(words) 之一", "must be one of \(words)")
    }
    return kind
  }

  private static func isFormat(_ format: String, of kind: Kind) -> Bool {
    switch kind {
    case .number: NumberFormat(format) != nil
    case .money: NumberFormat(format).map { $0.decimals.upperBound <= 2 } ?? false
    case .date: DateFormat(format) != nil
    case .text, .choice, .image, .table: false
    }
  }

  private static func flag(_ node: JSONNode, _ name: String, _ place: String) throws(TemplateError) -> Bool? {
    switch node[name]?.value {
    case nil: nil
    case .bool(let flag): flag
    default: throw wrong("\(place).\(name)", "应为 true 或 false", "must be true or false")
    }
  }

  private static func side(_ node: JSONNode, _ place: String, isColumn: Bool) throws(TemplateError) -> ContractSide {
    guard let member = node["filledBy"] else { return .initiator }
    guard !isColumn, let side = member.text.flatMap(ContractSide.init(rawValue:)) else {
      throw wrong("\(place).filledBy", "应为 initiator 或 receiver", "must be initiator or receiver")
    }
    return side
  }

  private static func length(_ node: JSONNode, _ place: String) throws(TemplateError) -> Int {
    guard let length = node["maxLength"] else { return TemplateLimits.textCharactersUsual }
    guard case .number(let text) = length.value, let number = Int(text), (1...TemplateLimits.textCharactersMax).contains(number)
    else { throw wrong("\(place).maxLength", "应为 1 到 10000 的整数", "must be an integer from 1 to 10000") }
    return number
  }

  private static func options(_ node: JSONNode, _ kind: Kind, _ place: String) throws(TemplateError) -> [String] {
    let options = node["options"].flatMap { options -> [String]? in
      guard case .array(let items) = options.value else { return nil }
      let texts = items.compactMap { item in item.text.flatMap { (1...TemplateLimits.nameCharactersMax).contains($0.count) ? $0 : nil } }
      return texts.count == items.count ? texts : nil
    }
    guard kind == .choice else {
      if node["options"] != nil { throw wrong("\(place).options", "只用于 choice", "belongs to type choice only") }
      return []
    }
    guard let options, (1...TemplateLimits.choicesMax).contains(options.count), Set(options).count == options.count else {
      throw wrong("\(place).options", "应为 1 到 50 个互不相同的文字", "must hold 1 to 50 different texts")
    }
    return options
  }

  private static func columns(_ node: JSONNode, _ kind: Kind, _ place: String) throws(TemplateError) -> [TemplateVariable] {
    guard kind == .table else {
      if node["columns"] != nil { throw wrong("\(place).columns", "只用于 table", "belongs to type table only") }
      return []
    }
    guard let columns = node["columns"], case .array(let items) = columns.value, !items.isEmpty else {
      throw wrong("\(place).columns", "缺少列定义", "is missing")
    }
    return try read(columns, at: "\(place).columns", isColumn: true)
  }
}

extension TemplateVariable {
  /// The definitions as JSON text, for a column or an answer.
  package static func json(_ variables: [TemplateVariable]) -> String { JSONNode.array(variables.map(\.node)).written }

  private var node: JSONNode {
    var members: [(String, JSONNode)] = [
      ("key", .string(key)), ("name", .string(name)), ("type", .string(kind.rawValue)), ("required", .bool(isRequired)),
    ]
    if let sample { members.append(("sample", sample.node)) }
    if let format { members.append(("format", .string(format))) }
    if !options.isEmpty { members.append(("options", .array(options.map(JSONNode.string)))) }
    if !columns.isEmpty { members.append(("columns", .array(columns.map(\.node)))) }
    if charactersMax != TemplateLimits.textCharactersUsual { members.append(("maxLength", .number(String(charactersMax)))) }
    if filledBy == .receiver { members.append(("filledBy", .string(filledBy.rawValue))) }
    return .object(members)
  }
}

extension TemplateInput {
  /// nil for null and for arrays of anything but objects of plain values.
  init?(_ node: JSONNode) {
    switch node.value {
    case .string(let text): self = .text(text)
    case .number(let digits): self = .number(digits)
    case .bool(let flag): self = .flag(flag)
    case .null: return nil
    case .object: return nil
    case .array(let items):
      var rows: [[String: TemplateInput]] = []
      for item in items {
        guard case .object(let members) = item.value else { return nil }
        var row: [String: TemplateInput] = [:]
        for (key, value) in members {
          if case .null = value.value { continue }
          guard let input = TemplateInput(value), row.updateValue(input, forKey: key) == nil else { return nil }
          if case .rows = input { return nil }
        }
        rows.append(row)
      }
      self = .rows(rows)
    }
  }

  /// `variables{}` of a request. - Throws: `valueInvalid` naming the variable.
  package static func read(_ json: String) throws(TemplateError) -> [String: TemplateInput] {
    guard case .object(let members) = try JSONNode.read(json).value else {
      throw TemplateError(.valueInvalid, at: "variables", "variables 应为 JSON 对象。", "variables must be a JSON object.")
    }
    var inputs: [String: TemplateInput] = [:]
    for (key, node) in members {
      if case .null = node.value { continue }
      guard let input = TemplateInput(node), inputs.updateValue(input, forKey: key) == nil else {
        let place = "variables.\(key)"
        throw TemplateError(.valueInvalid, at: place, "\(place) 重复，或不是文字、数字、布尔值或对象数组。", "\(place) occurs twice, or is no text, number, flag or array of objects.")
      }
    }
    return inputs
  }

  fileprivate var node: JSONNode {
    switch self {
    case .text(let text): .string(text)
    case .number(let digits): .number(digits)
    case .flag(let flag): .bool(flag)
    case .rows(let rows): .array(rows.map { row in .object(row.sorted { $0.key < $1.key }.map { ($0.key, $0.value.node) }) })
    }
  }
}
