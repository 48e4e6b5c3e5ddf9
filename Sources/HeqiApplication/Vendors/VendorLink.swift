package import HeqiDomain
import HeqiPorts
import Synchronization

/// One vendor of a chain: its breaker and what became of its calls, on this node.
///
/// Shared state: breaker and counters, guarded by a mutex.
package final class VendorLink: Sendable {
  /// What became of calls since the start.
  package struct Counts: Equatable, Sendable {
    package var answered = 0
    package var refused = 0
    package var failed = 0
    /// Not asked, since the breaker was open.
    package var spared = 0

    package init() {}
  }

  package let port: VendorPort
  package let name: String
  private struct Memory {
    var breaker: VendorBreaker
    var counts = Counts()
  }
  private let memory: Mutex<Memory>

  package init(_ port: VendorPort, _ name: String, breaker: VendorBreaker = VendorBreaker()) {
    self.port = port
    self.name = name
    memory = Mutex(Memory(breaker: breaker))
  }

  package var state: VendorBreaker.State { memory.withLock { $0.breaker.state } }
  package var counts: Counts { memory.withLock { $0.counts } }
  package func admits(at now: Instant) -> Bool { memory.withLock { $0.breaker.admits(at: now) } }

  /// The vendor's answer. Throws its error, or `retryable` without a call while the breaker is open.
  func call<Answer: Sendable>(
    _ clock: any WallClock, _ body: () async throws(ProviderError) -> Answer
  ) async throws(ProviderError) -> Answer {
    let isAdmitted = memory.withLock { memory in
      let isAdmitted = memory.breaker.take(.ask, at: clock.now)
      if !isAdmitted { memory.counts.spared += 1 }
      return isAdmitted
    }
    guard isAdmitted else { throw ProviderError(.retryable, provider: name, message: "\(name) rests after failures") }
    do {
      let answer = try await body()
      memory.withLock { memory in
        memory.breaker.take(.answer, at: clock.now)
        memory.counts.answered += 1
      }
      return answer
    } catch {
      memory.withLock { memory in
        // A refusal says nothing against the vendor's health.
        memory.breaker.take(error.kind == .retryable ? .failure : .answer, at: clock.now)
        if error.kind == .retryable { memory.counts.failed += 1 } else { memory.counts.refused += 1 }
      }
      throw error
    }
  }
}
