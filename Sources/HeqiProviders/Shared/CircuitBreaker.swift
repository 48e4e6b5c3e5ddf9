package import HeqiDomain
import Synchronization

/// Stops asking a party that keeps failing, so that callers fail at once instead of waiting (drill 7).
///
/// Shared state: the counters, guarded by a mutex.
package final class CircuitBreaker: Sendable {
  /// Failures in a row that open it.
  package let failuresMax: Int
  /// How long it stays open before one call may try.
  package let openFor: Duration

  private struct State {
    var failures = 0
    var openUntil: Instant?
  }
  private let state = Mutex(State())

  package init(failuresMax: Int = 5, openFor: Duration = .seconds(30)) {
    self.failuresMax = max(1, failuresMax)
    self.openFor = openFor
  }

  /// True when a call may be made at `now`. While open, one caller per `openFor` gets through to try.
  package func allows(at now: Instant) -> Bool {
    state.withLock { state in
      guard let until = state.openUntil else { return true }
      guard now >= until else { return false }
      state.openUntil = now.adding(openFor)
      return true
    }
  }

  /// A call succeeded: closed again.
  package func recordSuccess() { state.withLock { $0 = State() } }

  /// A call failed for the party's reasons.
  package func recordFailure(at now: Instant) {
    state.withLock { state in
      state.failures += 1
      if state.failures >= failuresMax { state.openUntil = now.adding(openFor) }
    }
  }

  /// For health pages.
  package func isOpen(at now: Instant) -> Bool { state.withLock { $0.openUntil.map { now < $0 } ?? false } }
}
