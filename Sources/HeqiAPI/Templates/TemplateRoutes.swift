import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import HeqiStorage
import Hummingbird
import NIOCore

/// Templates of business systems (M-010, J-010, J-011, J-019).
struct TemplateRoutes: Sendable {
  let manage: ManageTemplates
  let preview: PreviewTemplate

  private func id(_ context: HeqiRequestContext) throws -> String {
    guard let id = context.parameters.get("id"), TemplateVersion.isID(id) else { throw ClientError(.notFound) }
    return id
  }

  @Sendable func create(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateWrite)
    let (version, isDuplicate) = try await manage.create(
      TemplateRequest(body: call.body), client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(TemplateAnswer.version(version, isDuplicate: isDuplicate))
  }

  @Sendable func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateRead)
    let query = try TemplateListQuery { request.query($0) }
    let found = try await manage.list(query.filter, after: query.after, limit: query.limit, client: call.client)
    let next = found.count == query.limit ? found.last.map { JSONValue.string($0.templateID) } : nil
    return JSONAnswer.ok(.members(["items": .array(found.map { TemplateAnswer.version($0) }), "next": next]))
  }

  @Sendable func get(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateRead)
    let (version, content) = try await manage.find(id(context), version: request.query("version"), client: call.client)
    return JSONAnswer.ok(TemplateAnswer.version(version, content: content))
  }

  @Sendable func versions(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateRead)
    let query = try TemplateListQuery { request.query($0) }
    let before = try query.ordinal
    let found = try await manage.versions(of: id(context), before: before, limit: query.limit, client: call.client)
    let next = found.count == query.limit ? found.last.map { JSONValue.string(String($0.ordinal)) } : nil
    return JSONAnswer.ok(.members(["items": .array(found.map { TemplateAnswer.version($0) }), "next": next]))
  }

  @Sendable func activate(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateWrite)
    let object = try RequestObject(body: call.body)
    let version = try await manage.activate(
      id(context), version: object.text("version", max: TemplateLimits.versionCharactersMax),
      isActive: object.flag("active") ?? true, client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(TemplateAnswer.version(version))
  }

  @Sendable func approve(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateApprove)
    let object = try RequestObject(body: call.body)
    guard let isApproved = try object.flag("approved") else { throw object.missing("approved") }
    let reason = try object.optionalText("reason", max: 512)
    guard isApproved || reason != nil else { throw object.missing("reason") }
    let version = try await manage.decide(
      id(context), version: object.text("version", max: TemplateLimits.versionCharactersMax), isApproved: isApproved,
      reason: reason ?? "", client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(TemplateAnswer.version(version))
  }

  @Sendable func preview(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateRead)
    let object = try RequestObject(body: call.body)
    let made = try await preview(
      id(context), version: object.optionalText("version", max: TemplateLimits.versionCharactersMax),
      TemplateRequest.variables(object), as: object.choice("format") ?? .pdf,
      page: object.integer("page", in: 1...TemplateLimits.pagesMax) ?? 1,
      width: object.integer("width", in: PreviewTemplate.widthRange) ?? 1_000, client: call.client)
    return Self.answer(made)
  }

  private static func answer(_ preview: TemplatePreview) -> Response {
    func body(_ bytes: [UInt8], _ type: String) -> Response {
      Response(status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
    switch preview {
    case .pdf(let bytes): return body(bytes, "application/pdf")
    case .html(let text): return body(Array(text.utf8), "text/html; charset=utf-8")
    case .images(let images, let count):
      let items = images.map { image in
        JSONValue.members(["page": .int(image.page), "contentType": .string("image/png"), "data": .string(Base64.encode(image.bytes))])
      }
      return JSONAnswer.ok(.members(["pages": .int(count), "images": .array(items)]))
    }
  }
}

/// `GET /api/v1/template`: category, active, limit, after.
struct TemplateListQuery: Sendable {
  let filter: TemplateStore.Filter
  let after: String?
  let limit: Int

  /// - Parameter text: the query's value of a name, decoded.
  init(_ text: (String) -> String?) throws(ClientError) {
    let category = text("category").flatMap { $0.isEmpty ? nil : $0 }
    switch text("active") {
    case nil where category == nil, "false" where category == nil: filter = .newest
    case "true", nil: filter = category.map { .activeOfCategory($0) } ?? .active
    default: throw .parameter("active", "active 应为 true 或 false；按 category 查询只列出已启用的版本。", "active must be true or false; with category only active versions are listed.")
    }
    after = text("after").flatMap { $0.isEmpty ? nil : $0 }
    if let number = text("limit") {
      guard let limit = Int(number), (1...ManageTemplates.pageMax).contains(limit) else {
        throw .parameter("limit", "limit 应为 1 到 100 的整数。", "limit must be an integer from 1 to 100.")
      }
      self.limit = limit
    } else {
      limit = 20
    }
  }

  /// `after` of a list of versions. Throws `ClientError` `.parameter`.
  var ordinal: Int? {
    get throws(ClientError) {
      guard let after else { return nil }
      guard let number = Int(after), number > 0 else { throw .parameter("after", "after 不是有效的游标。", "after is no cursor.") }
      return number
    }
  }
}
