package import HeqiPorts

/// How often and when a call is tried again: only `retryable` errors, with growing pauses.
package struct RetryPolicy: Equatable, Sendable {
  /// Tries in all, the first included.
  package let triesMax: Int
  package let firstPause: Duration
  package let pauseMax: Duration

  package static let none = RetryPolicy(triesMax: 1, firstPause: .zero, pauseMax: .zero)

  package init(triesMax: Int, firstPause: Duration, pauseMax: Duration) {
    self.triesMax = max(1, triesMax)
    self.firstPause = firstPause
    self.pauseMax = pauseMax
  }

  /// Pause after this many failed tries (1…): doubled each time up to `pauseMax`.
  package func pause(afterTries tries: Int) -> Duration {
    var pause = firstPause
    for _ in 1..<max(1, min(tries, 20)) where pause < pauseMax { pause = pause * 2 }
    return min(pause, pauseMax)
  }

  /// Runs `call` until it succeeds, refuses, or the tries are used up; then throws its last error.
  package func run<Answer: Sendable>(
    sleep: (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    _ call: () async throws(ProviderError) -> Answer
  ) async throws(ProviderError) -> Answer {
    var tries = 0
    while true {
      do {
        return try await call()
      } catch {
        tries += 1
        guard error.kind == .retryable, tries < triesMax else { throw error }
        // Cancelled while waiting: the last failure is the answer.
        guard (try? await sleep(pause(afterTries: tries))) != nil else { throw error }
      }
    }
  }
}
