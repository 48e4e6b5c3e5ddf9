import HeqiDomain
package import Hummingbird
import Logging

/// Draws the page a person sees for a problem; HeqiWeb supplies it.
package protocol ProblemPage: Sendable {
  func html(for problem: Problem, context: HeqiRequestContext) -> String
  /// Where a browser goes to sign in and come back to `path`.
  func signInLocation(returningTo path: String) -> String
}

/// Turns every thrown error into an answer: problem details for programs, a page for people, never a bare code.
/// What it does not know becomes a 500 whose cause is in the log under the request id.
package struct ErrorMiddleware: RouterMiddleware {
  private let page: any ProblemPage
  private let mapping: @Sendable (any Error) -> Problem?
  private let count: @Sendable (Problem) -> Void

  /// `mapping` knows the features' errors; `count` is called once per problem, for metrics.
  package init(
    page: any ProblemPage, mapping: @escaping @Sendable (any Error) -> Problem? = Problem.of,
    count: @escaping @Sendable (Problem) -> Void = { _ in }
  ) {
    self.page = page
    self.mapping = mapping
    self.count = count
  }

  package func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let problem = problem(of: error, context: context)
      count(problem)
      return try answer(problem, request: request, context: context)
    }
  }

  private func problem(of error: any Error, context: HeqiRequestContext) -> Problem {
    if let problem = error as? Problem { return problem }
    if let convertible = error as? any ProblemConvertible { return convertible.problem }
    if let problem = mapping(error) { return problem }
    if let http = error as? any HTTPResponseError { return .general(http.status) }
    // The type says where to look; the description might hold values, so it stays out of the log.
    context.logger.error("request failed", metadata: ["error.type": "\(type(of: error))", "request.path": "\(context.endpointPath ?? "-")"])
    return .internalError
  }

  private func answer(_ problem: Problem, request: Request, context: HeqiRequestContext) throws -> Response {
    var response: Response
    if context.facts.wantsJSON {
      let document = ProblemDocument(problem, language: context.language, requestID: context.facts.requestID)
      response = try document.response(problem: problem, request: request, context: context)
    } else if problem == .signInRequired, [.get, .head].contains(request.method) {
      response = .redirect(to: page.signInLocation(returningTo: request.uri.string))
    } else {
      response = Response(
        status: problem.status, headers: [.contentType: "text/html; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: page.html(for: problem, context: context))))
    }
    if let seconds = problem.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
    return response
  }
}
