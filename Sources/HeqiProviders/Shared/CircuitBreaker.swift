package import HeqiDomain
import Synchronization

/// Stops asking a party that keeps failing, so that callers fail at once instead of waiting (drill 7): `VendorBreaker` for
/// parties that stand in no chain.
///
/// Shared state: the breaker, guarded by a mutex.
package final class CircuitBreaker: Sendable {
  private let breaker: Mutex<VendorBreaker>

  /// - Parameters:
  ///   - failuresMax: failures in a row that open it.
  ///   - openFor: how long it stays open before one call may try.
  package init(failuresMax: Int = 5, openFor: Duration = .seconds(30)) {
    breaker = Mutex(VendorBreaker(failuresMax: failuresMax, openFor: openFor))
  }

  /// True when a call may be made at `now`. While open, one caller per `openFor` gets through to try.
  package func allows(at now: Instant) -> Bool { breaker.withLock { $0.take(.ask, at: now) } }

  /// A call succeeded: closed again, whatever the time.
  package func recordSuccess() { breaker.withLock { _ = $0.take(.answer, at: Instant(seconds: 0)) } }

  /// A call failed for the party's reasons.
  package func recordFailure(at now: Instant) { breaker.withLock { _ = $0.take(.failure, at: now) } }

  /// For health pages.
  package func isOpen(at now: Instant) -> Bool { breaker.withLock { !$0.admits(at: now) } }
}
