import HeqiDomain
package import HeqiPorts
package import Hummingbird

/// Limits requests per client address (quality.md drill 33): one budget for reading, a smaller one for changes.
/// Finer limits (codes, sign-in) are the actions' own.
package struct RateLimitMiddleware: RouterMiddleware {
  private let reads: TokenBuckets
  private let changes: TokenBuckets
  private let clock: any WallClock

  /// Defaults: 300 reads at once and 60 a second; 60 changes at once and 5 a second.
  package init(
    reads: RequestRate = RequestRate(burst: 300, perSecond: 60), changes: RequestRate = RequestRate(burst: 60, perSecond: 5),
    clock: any WallClock
  ) {
    self.reads = TokenBuckets(limit: reads)
    self.changes = TokenBuckets(limit: changes)
    self.clock = clock
  }

  package func handle(
    _ request: Request, context: HeqiRequestContext, next: @concurrent (Request, HeqiRequestContext) async throws -> Response
  ) async throws -> Response {
    let address = context.facts.address
    if !address.isEmpty {
      let buckets = [.get, .head].contains(request.method) ? reads : changes
      let now = Double(clock.now.microseconds) / 1_000_000
      if let seconds = buckets.take(address, at: now) { throw Problem.tooMany(retryAfter: seconds) }
    }
    return try await next(request, context)
  }
}
