import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird
import Logging
import NIOCore

/// Reads the body whole, checks the request's signature, and says in the context who calls (M-028).
struct SignedRequestMiddleware: RouterMiddleware {
  /// Bodies of everything but files, bytes.
  static let bodyBytesMax = 1_048_576
  /// Uploaded files, bytes.
  static let fileBytesMax = ContractLimits.fileBytesMax

  let authenticate: AuthenticateClient
  let rate: ClientRate

  func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    let (client, body) = try await admitted(request, context)
    let budget = try rate.take(client)
    var context = context
    context.apiCall = APICall(client: client, body: body)
    var response = try await next(request, context)
    budget.write(to: &response.headers)
    return response
  }

  private func admitted(_ request: Request, _ context: HeqiRequestContext) async throws -> (APIClient, [UInt8]) {
    do {
      guard let signature = Self.signature(of: request) else { throw ClientError(.signatureInvalid) }
      let body = try await Self.body(of: request)
      let client = try await authenticate(
        AuthenticateClient.Request(
          signature: signature, method: request.method.rawValue, path: request.uri.path, query: Self.query(of: request),
          body: body, address: context.facts.address)
      ) { blocks, address in blocks.contains { AddressBlock($0)?.contains(address) ?? false } }
      return (client, body)
    } catch let error as ClientError where error.code == .signatureInvalid {
      // One line for whoever watches; the caller is not told which part was wrong.
      context.logger.warning("api request signature refused", metadata: ["client.address": "\(context.facts.address)"])
      throw error
    }
  }

  private static func signature(of request: Request) -> RequestSignature? {
    /// A header that occurs once.
    func only(_ values: [String]) -> String? { values.count == 1 ? values[0] : nil }
    let headers = request.headers
    return RequestSignature(
      clientID: only(headers[values: .init("x-client-id")!]), timestamp: only(headers[values: .init("x-timestamp")!]),
      nonce: only(headers[values: .init("x-nonce")!]), signature: only(headers[values: .init("x-signature")!]))
  }

  /// The query exactly as sent.
  private static func query(of request: Request) -> String? {
    let target = request.uri.string
    guard let mark = target.firstIndex(of: "?") else { return nil }
    let rest = target[target.index(after: mark)...]
    return String(rest.prefix { $0 != "#" })
  }

  private static func body(of request: Request) async throws -> [UInt8] {
    let limit = request.uri.path == APIRoutes.filePath ? fileBytesMax : bodyBytesMax
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw ClientError(.tooLarge) }
    var bytes: [UInt8] = []
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= limit else { throw ClientError(.tooLarge) }
      bytes += buffer.readableBytesView
    }
    return bytes
  }
}
