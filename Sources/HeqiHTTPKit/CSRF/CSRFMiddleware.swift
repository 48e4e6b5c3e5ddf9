package import Hummingbird

/// Refuses changes that another site started (quality.md drill 30): the browser must say the request is our own
/// (`Sec-Fetch-Site`, else `Origin`), and it must carry the token bound to the session (or to the device before
/// sign-in). The API is left out: it has no cookies, its requests are signed.
package struct CSRFMiddleware: RouterMiddleware {
  /// Name of the form field.
  package static let field = "csrf"
  /// Upper limit of a url-encoded form, in bytes.
  static let formBytesMax = 256 * 1024

  private let signer: CookieSigner
  private let exemptPrefix: String

  package init(signer: CookieSigner, exemptPrefix: String = "/api/") {
    self.signer = signer
    self.exemptPrefix = exemptPrefix
  }

  package func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.csrfToken = token(for: context)
    if request.uri.path.hasPrefix(exemptPrefix) || [.get, .head, .options].contains(request.method) {
      return try await next(request, context)
    }
    guard Self.isOwnOrigin(request) else { throw Problem.foreignOrigin }
    var request = request
    if let sent = request.headers[.init("x-csrf-token")!] {
      guard ConstantTime.equal(sent, context.csrfToken) else { throw Problem.staleForm }
      context.csrfProved = true
    } else if !Self.isMultipart(request) {
      let bytes = try await request.collectBody(upTo: Self.formBytesMax)
      let form = Form(urlEncoded: Array(buffer: bytes))
      guard let sent = form.text(Self.field), ConstantTime.equal(sent, context.csrfToken) else { throw Problem.staleForm }
      context.csrfProved = true
    }
    // A multipart form shows its token in its first part; `MultipartForm` reads nothing further without it.
    return try await next(request, context)
  }

  private func token(for context: HeqiRequestContext) -> String {
    let subject = context.session.map { "session:\($0.id)" } ?? "device:\(context.facts.deviceID)"
    return signer.tag(subject, purpose: "csrf")
  }

  static func isMultipart(_ request: Request) -> Bool {
    (request.headers[.contentType] ?? "").lowercased().hasPrefix("multipart/form-data")
  }

  /// Fetch metadata when the browser sends it, else the origin's host against ours; a request with neither is not
  /// from a browser of the last ten years and is refused.
  static func isOwnOrigin(_ request: Request) -> Bool {
    if let site = request.headers[.init("sec-fetch-site")!] { return site == "same-origin" || site == "none" }
    guard let origin = request.headers[.origin] ?? request.headers[.init("referer")!], let host = host(of: origin) else {
      return false
    }
    return host == (request.head.authority ?? request.headers[.init("host")!] ?? "").lowercased()
  }

  private static func host(of url: String) -> String? {
    guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
    return url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
  }
}
