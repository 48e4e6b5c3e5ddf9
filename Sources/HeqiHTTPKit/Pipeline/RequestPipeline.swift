package import HeqiPorts
package import Hummingbird

/// The middleware every page and API request passes, in its one right order. Routes added to the router before this
/// call (health, metrics) skip it.
package struct RequestPipeline: Sendable {
  private let page: any ProblemPage
  private let sessions: any SessionLookup
  private let signer: CookieSigner
  private let addresses: ClientAddress
  private let clock: any WallClock
  private let random: any RandomSource
  private let mapping: @Sendable (any Error) -> Problem?
  private let count: @Sendable (Problem) -> Void
  private let reads: RequestRate
  private let changes: RequestRate

  /// `cookieKey` has at least 32 bytes; `mapping` knows features' errors; `count` feeds the error metric.
  package init(
    page: any ProblemPage, sessions: any SessionLookup, cookieKey: [UInt8], trustedProxies: [AddressBlock], clock: any WallClock,
    random: any RandomSource, mapping: @escaping @Sendable (any Error) -> Problem? = Problem.of,
    count: @escaping @Sendable (Problem) -> Void = { _ in }, reads: RequestRate = RequestRate(burst: 300, perSecond: 60),
    changes: RequestRate = RequestRate(burst: 60, perSecond: 5)
  ) {
    self.page = page
    self.sessions = sessions
    signer = CookieSigner(key: cookieKey)
    addresses = ClientAddress(trustedProxies: trustedProxies)
    self.clock = clock
    self.random = random
    self.mapping = mapping
    self.count = count
    self.reads = reads
    self.changes = changes
  }

  /// Adds the middleware; call it before adding routes.
  package func add(to router: Router<HeqiRequestContext>) {
    router.add(middleware: RequestFactsMiddleware(addresses: addresses, signer: signer, random: random))
    router.add(middleware: SecurityHeadersMiddleware())
    router.add(middleware: ErrorMiddleware(page: page, mapping: mapping, count: count))
    router.add(middleware: RateLimitMiddleware(reads: reads, changes: changes, clock: clock))
    router.add(middleware: SessionMiddleware(lookup: sessions))
    router.add(middleware: CSRFMiddleware(signer: signer))
  }
}
