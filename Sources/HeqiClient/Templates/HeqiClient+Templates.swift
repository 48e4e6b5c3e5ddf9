extension HeqiClient {
  private static let root = "/api/v1/template"

  /// A new template, or a new version of one.
  public func createTemplate(_ draft: TemplateDraft) async throws(HeqiClientError) -> TemplateVersion {
    try await send(.post(Self.root, draft, key: nil))
  }

  /// The named version, else the active, else the newest.
  public func template(_ id: String, version: String? = nil) async throws(HeqiClientError) -> TemplateVersion {
    try await send(.get(path(id), [("version", version)]))
  }

  /// One page of templates: the newest version of each, or the active ones of a category.
  public func templates(category: String? = nil, after: String? = nil) async throws(HeqiClientError) -> Page<TemplateVersion> {
    try await send(.get(Self.root, [("category", category), ("after", after)]))
  }

  /// Puts a version into use, or takes the template out of use.
  public func activateTemplate(_ id: String, version: String, isActive: Bool = true) async throws(HeqiClientError) -> TemplateVersion {
    struct Activation: Encodable {
      let version: String
      let active: Bool
    }
    return try await send(.post("\(path(id))/activate", Activation(version: version, active: isActive), key: nil))
  }

  /// Approves a version, or rejects it with a reason; by another client than the one that made it.
  public func decideTemplate(
    _ id: String, version: String, isApproved: Bool, reason: String? = nil
  ) async throws(HeqiClientError) -> TemplateVersion {
    struct Decision: Encodable {
      let version: String
      let approved: Bool
      let reason: String?
    }
    return try await send(.post("\(path(id))/approve", Decision(version: version, approved: isApproved, reason: reason), key: nil))
  }

  /// The filled template as PDF; samples stand in for variables that are left out.
  public func previewTemplate(
    _ id: String, version: String? = nil, variables: [String: JSONValue] = [:]
  ) async throws(HeqiClientError) -> [UInt8] {
    struct Preview: Encodable {
      let format = "PDF"
      let version: String?
      let variables: [String: JSONValue]
    }
    return try await fetch(.post("\(path(id))/preview", Preview(version: version, variables: variables), key: nil))
  }

  private func path(_ id: String) -> String { "\(Self.root)/\(APIRequest.escaped(id))" }
}
