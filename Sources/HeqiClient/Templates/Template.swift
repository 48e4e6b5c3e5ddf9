public import FoundationEssentials

/// A template as it is written: text with `{{variables}}` and what each of them is (M-010).
public struct TemplateDraft: Encodable, Sendable {
  public enum Content: Sendable {
    /// The safe subset of HTML.
    case html(String)
    /// Blocks as JSON.
    case components(JSONValue)
  }

  /// Made when it is left out.
  public var templateID: String?
  /// The next number when it is left out.
  public var version: String?
  public var name: String
  public var category: String?
  public var content: Content
  /// At most 200, each as the guide to templates says.
  public var variableDefinitions: [JSONValue] = []
  public var signerConfig: JSONValue?
  public var isActive = false

  public init(name: String, content: Content) {
    self.name = name
    self.content = content
  }

  enum CodingKeys: String, CodingKey {
    case templateID = "templateId"
    case isActive = "active"
    case version, name, category, contentType, content, variableDefinitions, signerConfig
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(templateID, forKey: .templateID)
    try values.encodeIfPresent(version, forKey: .version)
    try values.encode(name, forKey: .name)
    try values.encodeIfPresent(category, forKey: .category)
    switch content {
    case .html(let text):
      try values.encode("HTML", forKey: .contentType)
      try values.encode(text, forKey: .content)
    case .components(let blocks):
      try values.encode("COMPONENT_JSON", forKey: .contentType)
      try values.encode(blocks, forKey: .content)
    }
    try values.encode(variableDefinitions, forKey: .variableDefinitions)
    try values.encodeIfPresent(signerConfig, forKey: .signerConfig)
    try values.encode(isActive, forKey: .isActive)
  }
}

/// One version of a template; it never changes.
public struct TemplateVersion: Decodable, Sendable {
  public let templateID: String
  public let version: String
  /// 1 for the first.
  public let ordinal: Int
  public let name: String
  public let category: String
  public let isActive: Bool
  public let approval: Approval
  public let variableDefinitions: [JSONValue]
  /// Of its content.
  public let digest: String
  public let createdAt: Date

  public struct Approval: Decodable, Sendable {
    /// `NOT_REQUIRED`, `PENDING`, `APPROVED` or `REJECTED`.
    public let status: String
    public let reason: String?
  }

  enum CodingKeys: String, CodingKey {
    case templateID = "templateId"
    case isActive = "active"
    case version, ordinal, name, category, approval, variableDefinitions, digest, createdAt
  }
}
