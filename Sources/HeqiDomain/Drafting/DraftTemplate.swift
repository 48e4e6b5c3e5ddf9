/// A template from which people draw up the text of a contract together (F-051 to F-055). Business systems have templates
/// of their own, `TemplateVersion`; both are filled by the same engine.
package struct DraftTemplate: Equatable, Sendable {
  package enum Owner: Hashable, Sendable {
    /// 通用系统模板: comes with the platform, for everybody, changed by nobody.
    case system
    case person(ID<Account>)
    case organization(ID<Organization>)

    /// Stable text in the `owner_key` column.
    package var key: String {
      switch self {
      case .system: "system"
      case .person(let id): "person:\(id)"
      case .organization(let id): "company:\(id)"
      }
    }
  }

  package static let nameCharactersMax = 60
  package static let groupCharactersMax = 20
  package static let textCharactersMax = 60_000
  package static let parametersMax = 100
  /// Templates of one owner.
  package static let countMax = 500

  /// In addresses: a word for the platform's own, an id for the others.
  package let key: String
  package let owner: Owner
  package let name: String
  /// 分组; empty for none.
  package let group: String
  /// In the notation of `DraftText`.
  package let text: String
  /// In the order in which they stand in the text.
  package let parameters: [TemplateVariable]
  /// From 1; what a contract was drawn up from is kept with the contract.
  package let version: Int
  package let updatedAt: Instant?

  package init(
    key: String, owner: Owner, name: String, group: String, text: String, parameters: [TemplateVariable],
    version: Int = 1, updatedAt: Instant? = nil
  ) {
    self.key = key
    self.owner = owner
    self.name = name
    self.group = group
    self.text = text
    self.parameters = parameters
    self.version = version
    self.updatedAt = updatedAt
  }

  /// Kinds of parameters that a form on a page can ask for.
  package static let kinds: [TemplateVariable.Kind] = [.text, .number, .money, .date, .choice]

  /// Parameters for the marks in `text`: known ones keep what was said of them, new ones are texts of the initiator.
  package static func parameters(of text: String, known: [TemplateVariable]) -> [TemplateVariable] {
    let settled = Dictionary(known.map { ($0.key, $0) }) { first, _ in first }
    return DraftText.keys(in: text).map { settled[$0] ?? TemplateVariable(key: $0, name: $0) }
  }

  /// Throws `TemplateError` with the place `name`, `group`, `content` or `variableDefinitions`.
  package func check() throws(TemplateError) {
    guard (1...Self.nameCharactersMax).contains(name.count) else {
      throw TemplateError(.definitionInvalid, at: "name", "名称须为 1 至 60 个字。", "The name has 1 to 60 characters.")
    }
    guard group.count <= Self.groupCharactersMax else {
      throw TemplateError(.definitionInvalid, at: "group", "分组最多 20 个字。", "A group has at most 20 characters.")
    }
    guard !text.trimmingWhitespace.isEmpty, text.count <= Self.textCharactersMax else {
      throw TemplateError(
        .tooLarge, at: "content", "正文不能为空，最多 60,000 个字。", "The text must not be empty and has at most 60,000 characters.")
    }
    guard parameters.count <= Self.parametersMax else {
      throw TemplateError(
        .tooLarge, at: "content", "最多 100 个参数。", "There can be at most 100 parameters.")
    }
    for parameter in parameters {
      guard TemplateVariable.isKey(parameter.key), Self.kinds.contains(parameter.kind) else {
        throw TemplateError(
          .definitionInvalid, at: "content",
          "参数名“\(parameter.key.prefix(40))”须以文字开头，只含文字、数字和下划线。",
          "The parameter “\(parameter.key.prefix(40))” must begin with a letter and hold letters, digits and _ only.")
      }
      guard parameter.kind != .choice || parameter.options.count > 1 else {
        throw TemplateError(
          .definitionInvalid, at: "content", "选择参数“\(parameter.name)”至少需要两个选项。",
          "The choice “\(parameter.name)” needs at least two options.")
      }
    }
    _ = try DraftForm(name: name, text: text, parameters: parameters, values: [:]).body()
  }
}
