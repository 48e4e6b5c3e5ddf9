import HeqiDomain
package import HeqiPorts
import Hummingbird
import Synchronization

/// How much a client may still ask in this minute, told by `RateLimit-*` headers.
struct RateBudget: Sendable {
  let limit: Int
  let left: Int
  let resetSeconds: Int

  func write(to headers: inout HTTPFields) {
    headers[.init("ratelimit-limit")!] = String(limit)
    headers[.init("ratelimit-remaining")!] = String(left)
    headers[.init("ratelimit-reset")!] = String(resetSeconds)
  }
}

/// Counts requests of each client by the minute on this node.
///
/// Shared state: the counts of the running minute; older minutes are dropped when a new one begins.
package final class ClientRate: Sendable {
  private struct Minute {
    var number: Int64 = 0
    var used: [ID<APIClient>: Int] = [:]
  }

  private let clock: any WallClock
  private let minute = Mutex(Minute())

  package init(clock: any WallClock) { self.clock = clock }

  /// Counts one request. Throws `ClientError` `.tooMany` with the wait.
  func take(_ client: APIClient) throws(ClientError) -> RateBudget {
    let seconds = clock.now.seconds
    let number = seconds / 60
    let reset = Int(60 - seconds % 60)
    let used = minute.withLock { minute -> Int in
      if minute.number != number { minute = Minute(number: number) }
      let used = (minute.used[client.id] ?? 0) + 1
      minute.used[client.id] = used
      return used
    }
    let limit = client.settings.requestsPerMinute
    guard used <= limit else { throw ClientError(.tooMany, retryAfterSeconds: reset) }
    return RateBudget(limit: limit, left: limit - used, resetSeconds: reset)
  }
}
