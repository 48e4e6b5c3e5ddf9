import HeqiHTTPKit
import Hummingbird

/// Answers of the API that ask for no signature: its description, and refusals of addresses and methods that do not exist.
struct UnsignedMiddleware: RouterMiddleware {
  let errors: ErrorMiddleware
  let refusals: MinuteCounts<String>

  func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    var response = try await errors.handle(request, context: context, next: next)
    refusals.take(0, by: context.facts.address, limit: SignedRequestMiddleware.refusalsMax)
      .write(to: &response.headers)
    // RFC 9110 §9.3.2: an answer to HEAD has no content.
    return request.method == .head ? response.createHeadResponse() : response
  }
}
