import HeqiDomain
import HeqiHTTPKit
import Hummingbird

extension PageRenderer {
  /// A form's state after a refused contract action: at the field that `fields` names for its code, else above the form.
  /// What is not for the form's eyes (not found, not signed in, our own faults) is thrown on.
  func refusal(
    _ error: any Error, of state: FormState, at fields: [ContractError.Code: String], _ context: HeqiRequestContext
  ) throws -> (FormState, HTTPResponse.Status) {
    guard let problem = Problem.of(error), ![401, 404, 500].contains(problem.status.code) else { throw error }
    let field = (error as? ContractError).flatMap { fields[$0.code] } ?? (error as? SealError)?.field
    return (state.refused(problem.detail.text(in: context.language), field: field), problem.status)
  }
}
