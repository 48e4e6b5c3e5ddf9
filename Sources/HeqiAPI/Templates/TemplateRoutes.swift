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
    let query = try TemplateListQuery(QueryReader(request))
    let found = try await manage.list(query.filter, after: query.after, limit: query.limit, client: call.client)
    let next = found.count == query.limit ? found.last.map { JSONValue.string($0.templateID) } : nil
    return JSONAnswer.ok(.members(["items": .array(found.map { TemplateAnswer.version($0) }), "next": next]))
  }

  @Sendable func get(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateRead)
    let (version, content) = try await manage.find(id(context), version: QueryReader(request).word("version", max: TemplateLimits.versionCharactersMax), client: call.client)
    return JSONAnswer.ok(TemplateAnswer.version(version, content: content))
  }

  @Sendable func versions(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateRead)
    let query = QueryReader(request)
    let (before, limit) = (try query.integer("after", in: 1...Int(Int32.max)), try query.limit())
    let found = try await manage.versions(of: id(context), before: before, limit: limit, client: call.client)
    let next = found.count == limit ? found.last.map { JSONValue.string(String($0.ordinal)) } : nil
    return JSONAnswer.ok(.members(["items": .array(found.map { TemplateAnswer.version($0) }), "next": next]))
  }

  @Sendable func activate(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateWrite)
    let request = try ActivationRequest(body: call.body)
    let version = try await manage.activate(
      id(context), version: request.version, isActive: request.isActive, client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(TemplateAnswer.version(version))
  }

  @Sendable func approve(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateApprove)
    let request = try DecisionRequest(body: call.body)
    let version = try await manage.decide(
      id(context), version: request.version, isApproved: request.isApproved, reason: request.reason, client: call.client, scene: call.scene(context.facts))
    return JSONAnswer.ok(TemplateAnswer.version(version))
  }

  @Sendable func preview(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let call = try context.requireClient(.templateRead)
    let request = try PreviewRequest(body: call.body)
    let made = try await preview(
      id(context), version: request.version, request.variables, as: request.format, page: request.page, width: request.width,
      client: call.client)
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

  private enum Active: String, CaseIterable {
    case active = "true"
    case any = "false"
  }

  init(_ query: QueryReader) throws(ClientError) {
    let category = try query.text("category", max: TemplateLimits.categoryCharactersMax)
    switch (try query.choice("active", Active.self), category) {
    case (nil, nil), (.any?, nil): filter = .newest
    case (.active?, nil): filter = .active
    case (.active?, let category?), (nil, let category?): filter = .activeOfCategory(category)
    case (.any?, _?):
      throw query.wrong("active", "为 false 时不能按 category 查询", "cannot be false with a category: only active versions are listed")
    }
    after = try query.word("after", max: TemplateLimits.idCharactersMax)
    limit = try query.limit()
  }
}
