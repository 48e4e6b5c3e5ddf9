import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// How a submitted form goes: act, or show it again with what to correct.
extension PageRenderer {
  /// Runs `act`; a refusal shows the form again with status 4xx, at its field when the field is one of `fields`.
  /// Values of `keeping` are shown again; passwords and codes are not kept.
  func submit<Model: PageModel>(
    _ request: Request, _ context: HeqiRequestContext, keeping: [String], fields: Set<String>,
    show: (FormFields) async throws -> Model, act: (Form) async throws -> Response
  ) async throws -> Response {
    let form = try await request.form()
    do {
      return try await act(form)
    } catch {
      let (state, status) = try refusal(error, of: FormState(form, keeping: keeping), fields: fields, context)
      return try await page(show(FormFields(state)), request, context, status: status)
    }
  }

  /// The form's state after a refusal, and the status to answer with; errors that are no refusals are thrown on.
  func refusal(
    _ error: any Error, of state: FormState, fields: Set<String>, _ context: HeqiRequestContext
  ) throws -> (FormState, HTTPResponse.Status) {
    guard let problem = Problem.of(error),
      [403, 409, 413, 422, 429].contains(problem.status.code) || problem.code == "form.bad" || problem.field.map(fields.contains) == true
    else { throw error }
    let text = problem.detail.text(in: context.language)
    return (state.refused(text, field: problem.field.flatMap { fields.contains($0) ? $0 : nil }), problem.status)
  }
}

/// A small JSON answer for the pages' own scripts.
func jsonResponse(
  _ value: some Encodable, _ request: Request, _ context: HeqiRequestContext, status: HTTPResponse.Status = .ok
) throws -> Response {
  var response = try context.responseEncoder.encode(value, from: request, context: context)
  response.status = status
  return response
}

extension PageRenderer {
  /// What a refused form shows again: faults of the form itself, or a refusal of the action at its field.
  func corrected(
    _ error: any Error, _ form: Form, keeping: [String], at fields: [ContractError.Code: String], _ context: HeqiRequestContext
  ) throws -> (FormState, HTTPResponse.Status) {
    let state = FormState(form, keeping: keeping)
    guard let typed = error as? FormCorrections else { return try refusal(error, of: state, at: fields, context) }
    return (FormState(values: state.values, errors: typed.errors, message: typed.message), .unprocessableContent)
  }
}
