package import Hummingbird

/// Headers that every answer carries: no inline script or style, no framing, no sniffing (quality.md drill 30).
package struct SecurityHeadersMiddleware: RouterMiddleware {
  /// The policy of every page; `blob:` serves previews of files that have not left the browser.
  package static let contentSecurityPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "font-src 'self'",
    "connect-src 'self'", "media-src 'self' blob:", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
  ].joined(separator: "; ")

  package init() {}

  package func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.init("content-security-policy")!] = Self.contentSecurityPolicy
    response.headers[.init("x-content-type-options")!] = "nosniff"
    response.headers[.init("x-frame-options")!] = "DENY"
    response.headers[.init("referrer-policy")!] = "same-origin"
    response.headers[.init("permissions-policy")!] = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
    response.headers[.init("cross-origin-opener-policy")!] = "same-origin"
    response.headers[.init("cross-origin-resource-policy")!] = "same-origin"
    if context.facts.isSecure {
      response.headers[.init("strict-transport-security")!] = "max-age=31536000; includeSubDomains"
    }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}
