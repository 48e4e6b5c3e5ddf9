package import HeqiDomain
package import HeqiPorts
package import Hummingbird
import Logging

/// First middleware of all: gives the request its id, address, device and language.
package struct RequestFactsMiddleware: RouterMiddleware {
  private let addresses: ClientAddress
  private let signer: CookieSigner
  private let random: any RandomSource
  private let namesBrowsers: Bool

  /// `namesBrowsers`: gives a browser without a device cookie one; programs get none.
  package init(addresses: ClientAddress, signer: CookieSigner, random: any RandomSource, namesBrowsers: Bool = true) {
    self.addresses = addresses
    self.signer = signer
    self.random = random
    self.namesBrowsers = namesBrowsers
  }

  package func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    let known = request.cookies[DeviceCookie.name].flatMap { signer.open($0.value, purpose: DeviceCookie.purpose) }
    let device = known ?? random.token(byteCount: 16)
    let isForwarded = addresses.isTrusted(context.peerAddress ?? "")
    let scheme = request.headers[.init("x-forwarded-proto")!]
    context.facts = RequestFacts(
      requestID: random.token(byteCount: 12),
      address: addresses.resolve(
        peer: context.peerAddress, forwardedFor: request.headers[values: .init("x-forwarded-for")!].joined(separator: ",")),
      isSecure: request.head.scheme == "https" || (isForwarded && scheme == "https"),
      deviceID: device,
      language: LanguageCookie.language(of: request),
      userAgent: String((request.headers[.userAgent] ?? "").prefix(256)),
      wantsJSON: request.uri.path.hasPrefix("/api/") || (request.headers[.accept] ?? "").contains("application/json"))
    context.logger[metadataKey: "request.id"] = .string(context.facts.requestID)
    var response = try await next(request, context)
    response.headers[.init("x-request-id")!] = context.facts.requestID
    if known == nil, namesBrowsers {
      response.setCookie(DeviceCookie.make(signer.seal(device, purpose: DeviceCookie.purpose), isSecure: context.facts.isSecure))
    }
    return response
  }
}

/// The cookie that names a browser (B-12): random, signed, without any meaning of its own.
enum DeviceCookie {
  static let name = "heqi_device"
  static let purpose = "device"
  /// Two years, in seconds.
  static let maxAge = 63_072_000

  static func make(_ value: String, isSecure: Bool) -> Cookie {
    Cookie(name: name, value: value, maxAge: maxAge, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
  }
}

/// The cookie that keeps the chosen language.
package enum LanguageCookie {
  package static let name = "heqi_language"

  /// The chosen language, else the browser's, else Chinese.
  static func language(of request: Request) -> Language {
    request.cookies[name].flatMap { Language(rawValue: $0.value) }
      ?? Language(acceptLanguage: request.headers[.acceptLanguage])
  }

  package static func make(_ language: Language, isSecure: Bool) -> Cookie {
    Cookie(
      name: name, value: language.rawValue, maxAge: 31_536_000, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
  }
}
