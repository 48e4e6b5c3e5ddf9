import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Templates to draw texts up from: look, write, copy, delete, download (F-052 to F-055).
struct DraftTemplateRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.templates)) { request, context in
      let caller = try context.requireCaller()
      let templates = try await actions.draftTemplates.list(caller: caller)
      return try await renderer.page(
        DraftTemplatesPage(templates, caller: caller, texts: renderer.texts(context)), request, context)
    }
    router.get("/templates/new") { request, context in
      let source = try await copied(request, context)
      return try await renderer.page(edit(nil, DraftTemplateForm(copying: source), FormFields(), context), request, context)
    }
    router.post("/templates/new") { request, context in try await save(nil, request, context) }
    router.get("/templates/{key}") { request, context in
      let (caller, template) = (try context.requireCaller(), try await find(context))
      return try await renderer.page(
        DraftTemplatePage(template, caller: caller, texts: renderer.texts(context)), request, context)
    }
    router.get("/templates/{key}/edit") { request, context in
      let template = try await find(context)
      guard template.owner != .system else { return Response.redirect(to: Links.template(template.key)) }
      return try await renderer.page(
        edit(template.key, DraftTemplateForm(template), FormFields(), context), request, context)
    }
    router.post("/templates/{key}/edit") { request, context in
      try await save(context.parameters.require("key"), request, context)
    }
    router.post("/templates/{key}/delete") { _, context -> Response in
      try await actions.draftTemplates.delete(context.parameters.require("key"), caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.templates, "templateDeleted"))
    }
    router.get("/templates/{key}/blank.pdf") { _, context -> Response in
      .file(try await actions.draftTemplates.blank(context.parameters.require("key"), caller: context.requireCaller()))
    }
  }

  private func find(_ context: HeqiRequestContext) async throws -> DraftTemplate {
    try await actions.draftTemplates.find(context.parameters.require("key"), caller: context.requireCaller())
  }

  private func copied(_ request: Request, _ context: HeqiRequestContext) async throws -> DraftTemplate? {
    let caller = try context.requireCaller()
    guard let key = request.query("from") else { return nil }
    return try await actions.draftTemplates.find(key, caller: caller)
  }

  private func edit(
    _ key: String?, _ typed: DraftTemplateForm, _ fields: FormFields, _ context: HeqiRequestContext
  ) -> DraftTemplateEditPage {
    DraftTemplateEditPage(key, typed, form: fields, texts: renderer.texts(context))
  }

  /// New marks in the text are shown with what they are before the template is kept.
  private func save(_ key: String?, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    let typed = DraftTemplateForm(try await request.form())
    if typed.hasNewParameters {
      let found = FormFields(FormState(message: renderer.texts(context)("templates.found")))
      return try await renderer.page(edit(key, typed, found, context), request, context)
    }
    do {
      let saved = try await actions.draftTemplates.save(key, typed.input, caller: caller)
      return .redirect(to: Links.noticing(Links.template(saved.key), "templateSaved"))
    } catch let error as TemplateError {
      let message = renderer.texts(context)(error.message)
      let field = ["name": "name", "group": "group"][error.place] ?? "text"
      let state = FormState(errors: [field: message], message: message)
      return try await renderer.page(
        edit(key, typed, FormFields(state), context), request, context, status: .unprocessableContent)
    } catch {
      let (state, status) = try renderer.refusal(error, of: FormState(), at: [:], context)
      return try await renderer.page(edit(key, typed, FormFields(state), context), request, context, status: status)
    }
  }
}
