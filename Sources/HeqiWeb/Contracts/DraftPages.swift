import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Shows a step of a draft to the one who may edit it; everybody else goes to the contract's own page.
struct DraftPages: Sendable {
  let renderer: PageRenderer
  let actions: ContractActions

  func show<Model: PageModel>(
    _ request: Request, _ context: HeqiRequestContext, status: HTTPResponse.Status = .ok,
    _ model: (Draft, LocaleTexts) async throws -> Model
  ) async throws -> Response {
    guard let draft = try await find(context) else { return .redirect(to: Links.contract(try context.contractID())) }
    return try await renderer.page(model(draft, renderer.texts(context)), request, context, status: status)
  }

  /// nil where the contract is no draft of the caller. Throws where it must not be seen.
  func find(_ context: HeqiRequestContext) async throws -> Draft? {
    try await actions.view.draft(context.contractID(), caller: context.requireCaller()).flatMap(Draft.init)
  }

  /// Does what a submitted step asks, or shows the step again with what to correct.
  func submit<Model: PageModel>(
    _ request: Request, _ context: HeqiRequestContext, keeping: [String] = [], at fields: [ContractError.Code: String] = [:],
    act: (Form, Draft) async throws -> Response, show model: (Form, Draft, FormFields) async throws -> Model
  ) async throws -> Response {
    let form = try await request.form()
    guard let draft = try await find(context) else { return .redirect(to: Links.contract(try context.contractID())) }
    do {
      return try await act(form, draft)
    } catch {
      let (state, status): (FormState, HTTPResponse.Status)
      if let typed = error as? FormCorrections {
        (state, status) = (FormState(values: FormState(form, keeping: keeping).values, errors: typed.errors, message: typed.message), .unprocessableContent)
      } else {
        (state, status) = try renderer.refusal(error, of: FormState(form, keeping: keeping), at: fields, context)
      }
      return try await renderer.page(model(form, draft, FormFields(state)), request, context, status: status)
    }
  }
}

/// What a person has to correct, by field; found before any action is asked.
struct FormCorrections: Error {
  var errors: [String: String] = [:]
  var message: String?
}
