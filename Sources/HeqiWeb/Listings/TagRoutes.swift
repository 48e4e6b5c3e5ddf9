import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Tags, tagging of several contracts at once, and saved views (T-014, F-077).
struct TagRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.tags)) { request, context in
      try await renderer.page(tagsPage(FormFields(), context), request, context)
    }
    router.post(RouterPath(stringLiteral: Links.tags), use: create)
    router.post("/contracts/tags/{id}", use: change)
    router.post("/contracts/tags/{id}/delete", use: delete)
    router.post(RouterPath(stringLiteral: Links.tagging), use: mark)
    router.post(RouterPath(stringLiteral: Links.views), use: save)
    router.post("/contracts/views/{id}/delete", use: deleteView)
  }

  private func tagsPage(_ form: FormFields, _ context: HeqiRequestContext) async throws -> TagsPage {
    TagsPage(try await actions.tags.list(caller: context.requireCaller()), form: form, texts: renderer.texts(context))
  }

  @Sendable private func create(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    return try await renderer.submit(request, context, keeping: ["name", "color"], fields: ["name"]) {
      try await tagsPage($0, context)
    } act: { form in
      let color = TagColor(rawValue: form.trimmed("color")) ?? .cinnabar
      _ = try await actions.tags.create(name: form.trimmed("name"), color: color, caller: caller)
      return .redirect(to: Links.noticing(Links.tags, "tagCreated"))
    }
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let id: ID<ContractTag> = try context.entity()
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await tagsPage($0, context)
    } act: { form in
      let color = TagColor(rawValue: form.trimmed("color")) ?? .cinnabar
      try await actions.tags.change(id, name: form.trimmed("name"), color: color, caller: caller)
      return .redirect(to: Links.noticing(Links.tags, "tagChanged"))
    }
  }

  @Sendable private func delete(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await actions.tags.delete(context.entity(), caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.tags, "tagDeleted"))
  }

  @Sendable private func mark(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    let back = Links.returnPath(form.text("back")) ?? Links.contracts
    guard let tag = ID<ContractTag>(form.trimmed("tag")) else { throw ListingError(.tagUnknown) }
    let chosen = form.all("contract").compactMap { ID<Contract>($0) }
    guard !chosen.isEmpty else { return .redirect(to: Links.noticing(back, "nothingChosen")) }
    let isOn = form.text("action") != "remove"
    try await actions.tags.mark(chosen, with: tag, isOn: isOn, caller: context.requireCaller())
    return .redirect(to: Links.noticing(back, isOn ? "tagged" : "untagged"))
  }

  @Sendable private func save(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    // Only what the list page itself could have written is kept.
    let filters = ListFilters(Form(urlEncoded: Array((form.text("query") ?? "").utf8)))
    try await actions.views.save(name: form.trimmed("name"), query: filters.fullText, caller: context.requireCaller())
    return .redirect(to: Links.noticing("\(Links.contracts)?\(filters.fullText)", "viewSaved"))
  }

  @Sendable private func deleteView(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await actions.views.delete(context.entity(), caller: context.requireCaller())
    return .redirect(to: Links.noticing(Links.contracts, "viewDeleted"))
  }
}

extension HeqiRequestContext {
  /// The identifier that the address names; anything else is a page that does not exist.
  func entity<Entity>(_: Entity.Type = Entity.self) throws -> ID<Entity> {
    guard let id = ID<Entity>(try parameters.require("id")) else { throw Problem.notFound }
    return id
  }
}
