import HeqiDomain
import HeqiPorts
import HeqiProviders
import Synchronization
import Testing

@Suite("Retries, circuit breakers and deadlines")
struct ResilienceTests {
  @Test("pauses double up to their limit", arguments: [(1, 100), (2, 200), (3, 400), (4, 500), (20, 500)])
  func pauses(tries: Int, milliseconds: Int) {
    let policy = RetryPolicy(triesMax: 9, firstPause: .milliseconds(100), pauseMax: .milliseconds(500))
    #expect(policy.pause(afterTries: tries) == .milliseconds(milliseconds))
  }

  @Test("only retryable errors are tried again, and not for ever", arguments: [
    (ProviderError.Kind.retryable, 3), (.refused, 1), (.unavailable, 1),
  ])
  func retries(kind: ProviderError.Kind, calls: Int) async {
    let count = Mutex(0)
    let policy = RetryPolicy(triesMax: 3, firstPause: .zero, pauseMax: .zero)
    await #expect(throws: ProviderError.self) {
      try await policy.run(sleep: { _ in }) { () async throws(ProviderError) -> Int in
        count.withLock { $0 += 1 }
        throw ProviderError(kind, provider: "x", message: "")
      }
    }
    #expect(count.withLock { $0 } == calls)
  }

  @Test("a breaker opens after its failures, lets one through after a rest, and closes on success")
  func breaker() {
    let clock = StandingClock()
    let breaker = CircuitBreaker(failuresMax: 2, openFor: .seconds(30))
    breaker.recordFailure(at: clock.now)
    #expect(breaker.allows(at: clock.now))
    breaker.recordFailure(at: clock.now)
    #expect(!breaker.allows(at: clock.now) && breaker.isOpen(at: clock.now))
    clock.advance(.seconds(30))
    #expect(breaker.allows(at: clock.now))
    #expect(!breaker.allows(at: clock.now))
    breaker.recordSuccess()
    #expect(breaker.allows(at: clock.now) && !breaker.isOpen(at: clock.now))
  }

  @Test("a call that hangs ends at its deadline as retryable (drill 7)")
  func deadline() async throws {
    await #expect(throws: ProviderError(.retryable, provider: "x", message: "")) {
      try await Deadline.run(.milliseconds(20), provider: "x") { try await Task.sleep(for: .seconds(60)) }
    }
    #expect(try await Deadline.run(.seconds(60), provider: "x") { 7 } == 7)
  }
}
