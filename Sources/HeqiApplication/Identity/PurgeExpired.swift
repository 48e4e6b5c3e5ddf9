import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Removes what has served its time: live images, codes, try counters, old sessions (B-26; data minimisation).
package struct PurgeExpired: Sendable {
  /// Ended sessions are kept this long for questions; events keep what the law asks for.
  static let sessionsKept = Duration.seconds(30 * 86_400)
  static let codesKept = Duration.seconds(86_400)

  private let ledger: PeopleLedger
  private let liveImages: PurgeLiveImages

  package init(ledger: PeopleLedger, liveImages: PurgeLiveImages) {
    self.ledger = ledger
    self.liveImages = liveImages
  }

  /// How many rows and images went.
  @discardableResult
  package func callAsFunction(tenantID: String) async throws -> Int {
    let now = ledger.clock.now
    let vault = try await ledger.open(tenantID)
    var removed = 0
    while case let count = try await liveImages(tenantID: tenantID), count > 0 { removed += count }
    return try await removed
      + ledger.engine.write { connection in
        try OneTimeCodeStore(vault: vault).purge(before: now.adding(.zero - Self.codesKept), in: connection)
          + RateLimitStore().purge(before: now, in: connection)
          + LoginSessionStore(tenantID: tenantID).purge(before: now.adding(.zero - Self.sessionsKept), in: connection)
      }
  }
}
