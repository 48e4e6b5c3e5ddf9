import HeqiDomain
import HeqiHTTPKit

/// The open API for people, out of the same file as for programs.
struct DescriptionPage: PageModel {
  static let template = "description/api"
  let heading: String
  let lead: String
  let paragraphs: [String]
  let signing: [String]
  let groups: [Group]

  struct Group: Sendable {
    let anchor: String
    let name: String
    let operations: [Entry]
  }

  struct Entry: Sendable {
    let anchor: String
    let method: String
    let path: String
    let summary: String
    let note: String?
    let scope: String?
    let parameters: [Row]
    let hasParameters: Bool
    let body: [Row]
    let hasBody: Bool
    let bodyType: String?
    let samples: [Sample]
    let answer: [Row]
    let hasAnswer: Bool
    let statuses: [Status]
  }

  struct Row: Sendable {
    let name: String
    let type: String
    let limits: String
    let text: String
    let required: Bool
  }

  struct Sample: Sendable {
    let name: String
    let json: String
  }

  struct Status: Sendable {
    let code: String
    let text: String
  }

  func title(_ texts: LocaleTexts) -> String { texts("api.title") }
}

extension DescriptionPage {
  init(_ description: APIDescription, language: Language, texts: LocaleTexts) {
    let info = description.root["info"]
    func text(_ value: YAMLValue?, _ key: String) -> String? { APIDescription.text(value, key, in: language) }
    heading = text(info, "title") ?? ""
    lead = text(info, "summary") ?? ""
    paragraphs = Self.paragraphs(text(info, "description"))
    let schemes = description.root["components"]?["securitySchemes"]
    signing = (schemes?.members ?? []).flatMap { _, scheme -> [String] in
      let own = Self.paragraphs(text(scheme, "description"))
      return ["\(scheme["name"]?.text ?? ""): \(own.first ?? "")"] + own.dropFirst()
    }
    let operations = description.operations
    groups = (description.root["tags"]?.items ?? []).map { tag in
      let name = tag["name"]?.text ?? ""
      return Group(
        anchor: "tag-\(name)", name: text(tag, "description") ?? name,
        operations: operations.filter { $0.tag == name }.map { Self.entry($0, description, language) })
    }
  }

  private static func paragraphs(_ text: String?) -> [String] {
    (text ?? "").split(separator: "\n").map(String.init).filter { !$0.isEmpty }
  }

  private static func entry(_ operation: APIDescription.Operation, _ description: APIDescription, _ language: Language) -> Entry {
    let value = operation.value
    let parameters = (value["parameters"]?.items ?? []).compactMap { description.resolved($0) }.map { parameter in
      let schema = description.resolved(parameter["schema"]) ?? .null
      return Row(
        name: parameter["name"]?.text ?? "", type: "\(parameter["in"]?.text ?? ""), \(description.type(of: schema))",
        limits: description.limits(of: schema), text: parameter["description"]?.text ?? "",
        required: parameter["required"]?.flag ?? false)
    }
    let content = value["requestBody"]?["content"]?.members.first
    let body = description.members(of: content?.value["schema"]).map(row)
    let responses = (value["responses"]?.members ?? []).map { (code: $0.key, value: description.resolved($0.value) ?? .null) }
    let json = responses.first { $0.code == "200" }?.value["content"]?["application/json"]
    let answer = description.members(of: json?["schema"]).map(row)
    return Entry(
      anchor: operation.id, method: operation.method, path: operation.path,
      summary: APIDescription.text(value, "summary", in: language) ?? "",
      note: APIDescription.text(value, "description", in: language), scope: value["x-scope"]?.text, parameters: parameters,
      hasParameters: !parameters.isEmpty, body: body, hasBody: !body.isEmpty, bodyType: content?.key,
      samples: (content?.value["examples"]?.members ?? []).map { Sample(name: $0.key, json: ($0.value["value"] ?? .null).json()) },
      answer: answer, hasAnswer: !answer.isEmpty,
      statuses: responses.map { Status(code: $0.code, text: $0.value["description"]?.text ?? "") })
  }

  private static func row(_ member: APIDescription.Member) -> Row {
    Row(name: member.path, type: member.type, limits: member.limits, text: member.text, required: member.isRequired)
  }
}
