import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Drawing a text up from a template: the initiator's parameters before it is sent, the receiver's before it is agreed to
/// (F-031, F-053, F-068).
struct ParameterRoutes: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func add(to router: Router<HeqiRequestContext>) {
    router.get("/templates/{key}/draft") { request, context in
      try await renderer.page(start(template(context), FormFields(), context), request, context)
    }
    router.post("/templates/{key}/draft", use: begin)
    router.get("/contracts/{id}/drafting/parameters") { request, context in
      try await renderer.page(page(FormFields(), context), request, context)
    }
    router.post("/contracts/{id}/drafting/parameters", use: fill)
  }

  private func template(_ context: HeqiRequestContext) async throws -> DraftTemplate {
    try await actions.draftTemplates.find(context.parameters.require("key"), caller: context.requireCaller())
  }

  private func start(
    _ template: DraftTemplate, _ fields: FormFields, _ context: HeqiRequestContext
  ) throws -> ParametersPage {
    ParametersPage(template, caller: try context.requireCaller(), form: fields, texts: renderer.texts(context))
  }

  @Sendable private func begin(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let template = try await template(context)
    let sent = try await request.form()
    let fields = ParameterForm(DraftForm(of: template), side: .initiator)
    do {
      let contract = try await actions.draftFromTemplate.start(
        template.key, fields.typed(sent), caller: context.requireCaller())
      return .redirect(to: Links.draft(contract.id, .receivers))
    } catch {
      let (state, status) = try refusal(error, sent, fields, context)
      return try await renderer.page(start(template, FormFields(state), context), request, context, status: status)
    }
  }

  private func page(_ form: FormFields, _ context: HeqiRequestContext) async throws -> ParametersPage {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    let view = try await actions.view(id, isLogged: false, caller: caller)
    guard let (found, side) = try await actions.draftFromTemplate.form(id, caller: caller) else {
      throw ContractError(.notAllowedInStage)
    }
    return ParametersPage(view, found, side, form: form, texts: renderer.texts(context))
  }

  @Sendable private func fill(_ request: Request, _ context: HeqiRequestContext) async throws -> Response {
    let (id, caller) = (try context.contractID(), try context.requireCaller())
    guard let (found, side) = try await actions.draftFromTemplate.form(id, caller: caller) else {
      throw ContractError(.notAllowedInStage)
    }
    let sent = try await request.form()
    let fields = ParameterForm(found, side: side)
    do {
      let contract = try await actions.draftFromTemplate.fill(id, fields.typed(sent), caller: caller)
      switch (side, contract.stage.name) {
      case (.receiver, _): return .redirect(to: Links.noticing(Links.drafting(id), "parametersFilled"))
      case (.initiator, .draftAwaitingConfirmation):
        return .redirect(to: Links.noticing(Links.contract(id), "draftingStarted"))
      case (.initiator, _): return .redirect(to: Links.draft(id))
      }
    } catch {
      let (state, status) = try refusal(error, sent, fields, context)
      return try await renderer.page(page(FormFields(state), context), request, context, status: status)
    }
  }

  private func refusal(
    _ error: any Error, _ sent: Form, _ fields: ParameterForm, _ context: HeqiRequestContext
  ) throws -> (FormState, HTTPResponse.Status) {
    let typed = FormState(sent, keeping: fields.parameters.indices.map { "p\($0)" })
    guard let error = error as? TemplateError else { return try renderer.refusal(error, of: typed, at: [:], context) }
    let wrong = fields.corrections(error, renderer.texts(context))
    let message = wrong.message ?? wrong.errors.first?.value
    return (FormState(values: typed.values, errors: wrong.errors, message: message), .unprocessableContent)
  }
}

extension DraftForm {
  init(of template: DraftTemplate) {
    self.init(name: template.name, text: template.text, parameters: template.parameters, values: [:])
  }
}

extension ParametersPage {
  /// The first look at a template's parameters; the caller's own name stands where a party's name is asked first.
  init(_ template: DraftTemplate, caller: Caller, form: FormFields, texts: LocaleTexts) {
    let draft = DraftForm(of: template)
    back = Links.templates
    backLabel = texts("templates.title")
    heading = texts("parameters.heading", ["name": template.name])
    text = texts("parameters.text")
    action = Links.draftFrom(template.key)
    self.form = form
    var values: [String: String] = [:]
    if template.owner == .system, let first = draft.parameters(of: .initiator).first { values[first.key] = caller.partyName }
    rows = ParameterForm(draft, side: .initiator).rows(values: values, form, texts)
    hasRows = !rows.isEmpty
    others = Self.others(draft, than: .initiator, texts)
    label = texts("parameters.create")
  }

  init(_ view: ContractView, _ draft: DraftForm, _ side: ContractSide, form: FormFields, texts: LocaleTexts) {
    let contract = view.contract
    back = side == .receiver ? Links.drafting(contract.id) : Links.contract(contract.id)
    backLabel = contract.round.title
    heading = texts("parameters.heading", ["name": draft.name])
    text = texts(side == .receiver ? "parameters.textReceiver" : "parameters.text")
    action = Links.parameters(contract.id)
    self.form = form
    rows = ParameterForm(draft, side: side).rows(values: draft.values, form, texts)
    hasRows = !rows.isEmpty
    others = Self.others(draft, than: side, texts)
    label = texts(
      side == .receiver
        ? "parameters.saveReceiver" : contract.stage.isDrafting ? "drafting.reviseLabel" : "parameters.save")
  }

  /// What the other side fills in.
  private static func others(_ draft: DraftForm, than side: ContractSide, _ texts: LocaleTexts) -> String? {
    let names = draft.parameters(of: side == .initiator ? .receiver : .initiator).map(\.name)
    guard side == .initiator, !names.isEmpty else { return nil }
    return texts("parameters.others", ["names": names.joined(separator: texts("list.comma"))])
  }
}
