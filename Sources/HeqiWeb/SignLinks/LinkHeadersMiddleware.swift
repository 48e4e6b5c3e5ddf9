import HeqiHTTPKit
import HTTPTypes
import Hummingbird

/// The token stands in the address, so pages behind links never tell it to others, and search engines stay out. Inner
/// headers (`LinkPolicy`) say who may frame the page and where its forms may lead.
struct LinkHeadersMiddleware: RouterMiddleware {

  func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.init("referrer-policy")!] = "no-referrer"
    response.headers[.init("x-robots-tag")!] = "noindex"
    let ancestors = response.headers[LinkPolicy.ancestorsHeader]
    let target = response.headers[LinkPolicy.targetHeader]
    let scripts = response.headers[LinkPolicy.scriptsHeader]
    let image = response.headers[LinkPolicy.imageHeader]
    guard ancestors != nil || target != nil || scripts != nil || image != nil else { return response }
    response.headers[LinkPolicy.ancestorsHeader] = nil
    response.headers[LinkPolicy.targetHeader] = nil
    response.headers[LinkPolicy.scriptsHeader] = nil
    response.headers[LinkPolicy.imageHeader] = nil
    let name = HTTPField.Name("content-security-policy")!
    var policy = response.headers[name] ?? SecurityHeadersMiddleware.contentSecurityPolicy
    if let target { policy = policy.replacing("form-action 'self'", with: "form-action 'self' \(target)") }
    if let image { policy = policy.replacing("img-src 'self'", with: "img-src 'self' \(image)") }
    if let scripts { policy = policy.replacing("script-src 'self'", with: "script-src 'self' \(scripts)") }
    if let ancestors {
      policy = policy.replacing("frame-ancestors 'none'", with: "frame-ancestors \(ancestors)")
      response.headers[.init("x-frame-options")!] = nil
      response.headers[.init("cross-origin-resource-policy")!] = "cross-origin"
    }
    response.headers[name] = policy
    return response
  }
}
