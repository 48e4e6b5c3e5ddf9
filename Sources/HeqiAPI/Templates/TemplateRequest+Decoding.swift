import HeqiApplication
import HeqiDomain

/// Reads `POST /api/v1/template` (M-010, M-016): every fault names its field.
extension TemplateRequest {
  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    guard let kind = try object.choice("contentType", TemplateBody.Kind.self) else { throw object.missing("contentType") }
    let templateID = try object.optionalText("templateId", max: TemplateLimits.idCharactersMax)
    if let templateID, !TemplateVersion.isID(templateID) {
      throw object.wrong("templateId", "只能含字母、数字、.、_ 和 -，最多 64 个", "holds letters, digits, ., _ and -, at most 64")
    }
    let version = try object.optionalText("version", max: TemplateLimits.versionCharactersMax)
    if let version, !TemplateVersion.isID(version, max: TemplateLimits.versionCharactersMax) {
      throw object.wrong("version", "只能含字母、数字、.、_ 和 -，最多 32 个", "holds letters, digits, ., _ and -, at most 32")
    }
    self.init(
      templateID: templateID, version: version, name: try object.text("name", max: TemplateLimits.nameCharactersMax),
      category: try object.optionalText("category", max: TemplateLimits.categoryCharactersMax) ?? "GENERAL", kind: kind,
      content: try Self.content(object), variables: try Self.definitions(object), signers: try Self.signers(object),
      isActive: try object.flag("active") ?? false)
  }

  /// A string, or for components the JSON itself.
  private static func content(_ object: RequestObject) throws(ClientError) -> String {
    switch object["content"] {
    case nil: throw object.missing("content")
    case .string(let text)?:
      guard !text.isEmpty else { throw object.missing("content") }
      return text
    case .array?, .object?: return object.json("content")
    default: throw object.wrong("content", "应为字符串或 JSON", "must be a string or JSON")
    }
  }

  private static func definitions(_ object: RequestObject) throws(ClientError) -> [TemplateVariable] {
    guard object["variableDefinitions"] != nil else { return [] }
    do throws(TemplateError) {
      return try TemplateVariable.read(object.json("variableDefinitions"))
    } catch { throw ClientError(error) }
  }

  private static func signers(_ object: RequestObject) throws(ClientError) -> TemplateSigners {
    guard object["signerConfig"] != nil else { return TemplateSigners() }
    do throws(TemplateError) {
      return try TemplateSigners.read(object.json("signerConfig"))
    } catch { throw ClientError(error) }
  }

  /// `variables{}` of `initiate` and of previews.
  static func variables(_ object: RequestObject) throws(ClientError) -> [String: TemplateInput] {
    guard object["variables"] != nil else { return [:] }
    do throws(TemplateError) {
      return try TemplateInput.read(object.json("variables"))
    } catch { throw ClientError(error) }
  }
}

extension RequestObject {
  /// A member as JSON text, `null` where it is absent. Members are sorted, so that the same JSON gives the same text.
  func json(_ name: String) -> String { String(decoding: (self[name] ?? .null).sorted.bytes, as: UTF8.self) }
}

extension JSONValue {
  fileprivate var sorted: JSONValue {
    switch self {
    case .array(let values): .array(values.map(\.sorted))
    case .object(let members): .object(members.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value.sorted) })
    case .null, .bool, .integer, .number, .string: self
    }
  }
}
