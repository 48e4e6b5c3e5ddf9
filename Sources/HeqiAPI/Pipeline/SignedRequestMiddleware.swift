import HeqiApplication
import HeqiDomain
import HeqiHTTPKit
import Hummingbird
import Logging
import NIOCore

/// Checks who calls, in this order: headers, client, time and address; then the body is read and its signature checked; then
/// the client's own rate (M-028). Every answer tells a rate, refusals too. Refused signatures count against their address:
/// beyond a number they are answered 429. Whoever signs well is never held up by others behind the same address.
struct SignedRequestMiddleware: RouterMiddleware {
  /// Bodies of everything but files, bytes.
  static let bodyBytesMax = 1_048_576
  /// Uploaded files, bytes.
  static let fileBytesMax = ContractLimits.fileBytesMax
  /// A file to verify, in Base64, bytes.
  static let verifyBytesMax = 16 * 1_048_576
  /// Refused signatures of one address in a minute.
  static let refusalsMax = 6_000

  let authenticate: AuthenticateClient
  let log: LogClientRequest
  let errors: ErrorMiddleware
  let clients: MinuteCounts<ID<APIClient>>
  let refusals: MinuteCounts<String>

  func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    let address = context.facts.address
    var budget = refusals.take(0, by: address, limit: Self.refusalsMax)
    var response: Response
    do {
      let (client, body) = try await admitted(request, context)
      budget = clients.take(by: client.id, limit: client.settings.requestsPerMinute)
      try await check(budget, client, request, context)
      var context = context
      context.apiCall = APICall(client: client, body: try await body.bytes)
      response = try await errors.handle(request, context: context, next: next)
    } catch {
      var refusal = error
      if (error as? ClientError)?.code == .signatureInvalid {
        budget = refusals.take(by: address, limit: Self.refusalsMax)
        do { try budget.check() } catch { refusal = error }
      }
      response = try await errors.handle(request, context: context) { [refusal] _, _ in throw refusal }
    }
    budget.write(to: &response.headers)
    return response
  }

  private func admitted(_ request: Request, _ context: HeqiRequestContext) async throws -> (APIClient, SignedBody) {
    do {
      let admission = try await authenticate.admit(Self.signature(of: request), address: context.facts.address)
      let body = try await SignedBody.read(request, limit: Self.bodyLimit(request.uri.path))
      let signed = AuthenticateClient.Signed(
        method: request.method.rawValue, path: request.uri.path, query: Self.query(of: request), bodyHash: body.hash)
      return (try await authenticate(admission, signed), body)
    } catch let refusal as SignatureRefusal {
      // Whoever watches and the client's own log learn the reason; the caller is not told which part was wrong.
      context.logger.warning(
        "api request signature refused",
        metadata: ["client.address": "\(context.facts.address)", "reason": "\(refusal.reason.rawValue)"])
      let error = ClientError(.signatureInvalid)
      if let client = refusal.client { await note(error, reason: refusal.reason.rawValue, client, request, context) }
      throw error
    }
  }

  private static func bodyLimit(_ path: String) -> Int {
    switch path {
    case APIRoutes.filePath: fileBytesMax
    case APIRoutes.verifyPath: verifyBytesMax
    default: bodyBytesMax
    }
  }

  private func check(
    _ budget: RateBudget, _ client: APIClient, _ request: Request, _ context: HeqiRequestContext
  ) async throws {
    do {
      try budget.check()
    } catch {
      await note(error, reason: budget.policy.rawValue, client.id, request, context)
      throw error
    }
  }

  private func note(
    _ error: ClientError, reason: String, _ client: ID<APIClient>, _ request: Request, _ context: HeqiRequestContext
  ) async {
    await log(
      client, method: request.method.rawValue, route: context.endpointPath ?? "-", status: Problem(error).status.code,
      code: String(error.code.rawValue), field: reason, address: context.facts.address)
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
}
