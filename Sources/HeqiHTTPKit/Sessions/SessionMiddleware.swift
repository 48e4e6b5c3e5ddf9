import HeqiDomain
package import Hummingbird

/// Puts the signed-in session of the request's cookie into the context; forgets cookies that name none.
package struct SessionMiddleware: RouterMiddleware {
  private let lookup: any SessionLookup

  package init(lookup: any SessionLookup) { self.lookup = lookup }

  package func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    guard let token = SessionCookie.token(of: request) else { return try await next(request, context) }
    var context = context
    context.session = try await lookup.session(token: token, scene: context.scene)
    var response = try await answer(request, context, next)
    if context.session == nil, !SessionCookie.isSet(by: response) {
      response.setCookie(SessionCookie.cleared(isSecure: context.facts.isSecure))
    }
    return response
  }

  /// Who has left a company in the middle of a task learns why nothing is found any more (F-058).
  private func answer(
    _ request: Request, _ context: HeqiRequestContext,
    _ next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      guard let company = context.session?.endedCompany, let problem = Problem.of(error),
        [403, 404].contains(problem.status.code)
      else { throw error }
      throw Problem.companyEnded(company, problem.status)
    }
  }
}

/// The session cookie: HttpOnly, SameSite=Lax, Secure behind TLS.
package enum SessionCookie {
  package static let name = "heqi_session"

  /// The token of a request; `nil` unless it looks like one (32…128 characters).
  package static func token(of request: Request) -> String? {
    guard let value = request.cookies[name]?.value, (32...128).contains(value.utf8.count) else { return nil }
    return value
  }

  /// The cookie of a new session; `lifetime` in whole seconds.
  package static func make(_ token: String, lifetime: Duration, isSecure: Bool) -> Cookie {
    Cookie(
      name: name, value: token, maxAge: Int(lifetime.components.seconds), path: "/", secure: isSecure, httpOnly: true,
      sameSite: .lax)
  }

  /// The cookie that removes it.
  package static func cleared(isSecure: Bool) -> Cookie {
    Cookie(name: name, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
  }

  static func isSet(by response: Response) -> Bool {
    response.headers[values: .setCookie].contains { $0.hasPrefix("\(name)=") }
  }
}
