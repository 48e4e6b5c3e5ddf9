import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird

/// Notes every answer for the client that asked: also refusals, with their reason, without personal data.
struct RequestLogMiddleware: RouterMiddleware {
  let log: LogClientRequest

  func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    // A client that could not prove itself is not named: anybody may write anybody's id.
    do {
      let response = try await next(request, context)
      await note(request, context, status: response.status.code, nil)
      return response
    } catch {
      let problem = Problem.of(error)
      await note(request, context, status: problem?.status.code ?? 500, problem)
      throw error
    }
  }

  private func note(_ request: Request, _ context: HeqiRequestContext, status: Int, _ problem: Problem?) async {
    guard let client = context.apiCall?.client.id else { return }
    await log(
      client, method: request.method.rawValue, route: context.endpointPath ?? "-", status: status, code: problem?.code,
      field: problem?.field, address: context.facts.address)
  }
}
