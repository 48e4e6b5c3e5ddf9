import Synchronization

/// How much a client may do: `burst` at once, then `perSecond` on average.
package struct RequestRate: Sendable, Equatable {
  package let burst: Double
  package let perSecond: Double

  package init(burst: Double, perSecond: Double) {
    self.burst = burst
    self.perSecond = perSecond
  }
}

/// Token buckets by key in bounded memory. Two generations of a table are kept: when the young one is full it becomes
/// the old one and the former old one is dropped, so a flood of addresses costs at most `2 × capacity` entries.
package final class TokenBuckets: Sendable {
  private struct Bucket {
    var tokens: Double
    /// Seconds on the clock given by the caller.
    var at: Double
  }
  private struct State {
    var young: [String: Bucket] = [:]
    var old: [String: Bucket] = [:]
  }

  private let limit: RequestRate
  private let capacity: Int
  private let state = Mutex(State())

  /// `capacity` is the number of keys per generation.
  package init(limit: RequestRate, capacity: Int = 32_768) {
    self.limit = limit
    self.capacity = max(1, capacity)
  }

  /// Takes one token at `now` (seconds on any steady clock). `nil` if it was there, else the whole seconds to wait.
  package func take(_ key: String, at now: Double) -> Int? {
    state.withLock { state in
      var bucket = state.young[key] ?? state.old[key] ?? Bucket(tokens: limit.burst, at: now)
      bucket.tokens = min(limit.burst, bucket.tokens + max(0, now - bucket.at) * limit.perSecond)
      bucket.at = now
      let isAllowed = bucket.tokens >= 1
      if isAllowed { bucket.tokens -= 1 }
      if state.young[key] == nil, state.young.count >= capacity {
        state.old = state.young
        state.young = [:]
      }
      state.young[key] = bucket
      if isAllowed { return nil }
      return max(1, Int(((1 - bucket.tokens) / max(limit.perSecond, 0.000_1)).rounded(.up)))
    }
  }

  /// Number of keys remembered; for tests and metrics.
  package var count: Int { state.withLock { $0.young.count + $0.old.count } }
}
