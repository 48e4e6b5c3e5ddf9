package import HeqiApplication
import HeqiDomain
package import HeqiHTTPKit
package import Hummingbird

/// Business types: list, editor with the preview of the next number, one type, stop and resume (F-060 to F-062).
package struct BusinessTypeRoutes: Sendable {
  private let renderer: PageRenderer
  private let types: BusinessTypeActions

  package init(renderer: PageRenderer, types: BusinessTypeActions) {
    self.renderer = renderer
    self.types = types
  }

  package func add(to router: Router<HeqiRequestContext>) {
    router.get(RouterPath(stringLiteral: Links.businessTypes), use: list)
    router.get(RouterPath(stringLiteral: Links.newBusinessType)) { try await open(nil, $0, $1) }
    router.post(RouterPath(stringLiteral: Links.newBusinessType)) { try await submit(nil, $0, $1) }
    router.get("/business-types/{id}", use: show)
    router.get("/business-types/{id}/edit") { try await open(typeID($1), $0, $1) }
    router.post("/business-types/{id}/edit") { try await submit(typeID($1), $0, $1) }
    router.post("/business-types/{id}/status", use: change)
  }

  @Sendable private func list(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let caller = try context.requireCaller()
    guard caller.mode.standing != nil else { return .redirect(to: "\(Links.mode)?next=\(Links.businessTypes)") }
    let (all, mayCreate) = try await types.read.list(caller: caller)
    return try await renderer.page(
      BusinessTypesPage(all, mayCreate: mayCreate, texts: renderer.texts(context)), request, context)
  }

  private func typeID(_ context: HeqiRequestContext) throws -> ID<BusinessType> {
    guard let id = ID<BusinessType>(try context.parameters.require("id")) else { throw BusinessTypeError.unknown }
    return id
  }

  // MARK: editor

  private func editPage(
    _ id: ID<BusinessType>?, _ typed: BusinessTypeForm?, _ form: FormFields, _ context: HeqiRequestContext
  ) async throws -> BusinessTypeEditPage {
    let caller = try context.requireCaller()
    let (choices, type) = try await types.read.choices(id, caller: caller)
    let typed = typed ?? BusinessTypeForm(type?.rules)
    let preview =
      typed.isNumbered ? try? await types.read.preview(typed.pattern, reset: typed.reset, code: typed.code, caller: caller) : nil
    return BusinessTypeEditPage(typed, choices, type: type, preview: preview, form: form, texts: renderer.texts(context))
  }

  private func open(_ id: ID<BusinessType>?, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.page(editPage(id, nil, FormFields(), context), request, context)
  }

  private func submit(_ id: ID<BusinessType>?, _ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let form = try await request.form()
    let typed = BusinessTypeForm(form)
    do {
      if form.text("action") == "preview" {
        let caller = try context.requireCaller()
        _ = try await types.read.preview(typed.pattern, reset: typed.reset, code: typed.code, caller: caller)
      }
      if form.text("action") != "save" {
        return try await renderer.page(editPage(id, typed, FormFields(), context), request, context)
      }
      let saved = try await types.save(
        id, typed.rules(), revision: Int64(form.trimmed("revision")) ?? 0, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.businessType(saved.id), "typeSaved"))
    } catch {
      let (state, status) = try renderer.refusal(
        error, of: FormState(form, keeping: BusinessTypeForm.kept), fields: BusinessTypeForm.fields, context)
      return try await renderer.page(editPage(id, typed, FormFields(state), context), request, context, status: status)
    }
  }

  // MARK: one type

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> BusinessTypePage {
    BusinessTypePage(
      try await types.read(typeID(context), caller: context.requireCaller()), form: form, texts: renderer.texts(context))
  }

  @Sendable private func show(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    try await renderer.page(page(FormFields(), context), request, context)
  }

  @Sendable private func change(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let id = try typeID(context)
    return try await renderer.submit(request, context, keeping: [], fields: []) {
      try await page($0, context)
    } act: { form in
      guard let command = form.text("command").flatMap(BusinessType.Command.init(rawValue:)) else {
        throw BusinessTypeError.unknown
      }
      _ = try await types.change(command, id, caller: context.requireCaller())
      return .redirect(to: Links.noticing(Links.businessType(id), "type-\(command.rawValue)"))
    }
  }
}
