import HeqiDomain
import HeqiPorts
import Hummingbird
import Synchronization

/// How much may still be asked in this minute, told by `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
struct RateBudget: Sendable {
  enum Policy: String, Sendable {
    /// Signed requests of one client.
    case client
    /// Requests of one address that were refused before anybody was known by them.
    case address
  }

  static let windowSeconds = 60
  let policy: Policy
  let limit: Int
  let used: Int
  let resetSeconds: Int

  var left: Int { max(0, limit - used) }

  /// Throws `ClientError` `.tooMany` with the wait when more than the limit was taken.
  func check() throws(ClientError) {
    guard used <= limit else { throw ClientError(.tooMany, retryAfterSeconds: resetSeconds) }
  }

  func write(to headers: inout HTTPFields) {
    headers[.init("ratelimit-policy")!] = "\"\(policy.rawValue)\";q=\(limit);w=\(Self.windowSeconds)"
    headers[.init("ratelimit")!] = "\"\(policy.rawValue)\";r=\(left);t=\(resetSeconds)"
  }
}

/// Counts by the minute on this node.
///
/// Shared state: the counts of the running minute; older minutes are dropped when a new one begins.
final class MinuteCounts<Key: Hashable & Sendable>: Sendable {
  private struct Minute {
    var number: Int64 = 0
    var used: [Key: Int] = [:]
  }

  private let policy: RateBudget.Policy
  private let clock: any WallClock
  private let minute = Mutex(Minute())

  init(_ policy: RateBudget.Policy, clock: any WallClock) {
    self.policy = policy
    self.clock = clock
  }

  /// Counts `count` more, 0 to look only.
  func take(_ count: Int = 1, by key: Key, limit: Int) -> RateBudget {
    let seconds = clock.now.seconds
    let number = seconds / Int64(RateBudget.windowSeconds)
    let used = minute.withLock { minute -> Int in
      if minute.number != number { minute = Minute(number: number) }
      let used = (minute.used[key] ?? 0) + count
      if count > 0 { minute.used[key] = used }
      return used
    }
    let reset = RateBudget.windowSeconds - Int(seconds % Int64(RateBudget.windowSeconds))
    return RateBudget(policy: policy, limit: limit, used: used, resetSeconds: reset)
  }
}
