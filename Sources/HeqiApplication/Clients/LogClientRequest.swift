package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage
import Synchronization

/// Notes how a client's requests were answered: each refusal at once, use by day in batches.
///
/// Shared state: counts not yet written; they are written at most every few seconds and at shutdown.
package final class LogClientRequest: Sendable {
  private struct Counts {
    var requests: [String: Int] = [:]
    var refusals: [String: Int] = [:]
    var clients: [String: ID<APIClient>] = [:]
    /// Lines of this minute that anybody could cause: refused signatures and rates.
    var cheapLines: [ID<APIClient>: Int] = [:]
    var minute: Int64 = 0
    var writtenAt = Instant(microseconds: 0)
  }

  private static let interval = Duration.seconds(5)
  /// Lines a minute for refused signatures and rates, each client's. More are counted and not written: whoever knows a
  /// client's id could fill its log.
  private static let cheapLinesMax = 60
  private static let cheapCodes: Set<String> = [
    String(ClientError.Code.signatureInvalid.rawValue), String(ClientError.Code.tooMany.rawValue),
  ]
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource
  private let counts = Mutex(Counts())

  package init(engine: any SQLEngine, clock: any WallClock, random: any RandomSource) {
    self.engine = engine
    self.clock = clock
    self.random = random
  }

  /// - Parameter route: template of the route, never the path.
  package func callAsFunction(
    _ client: ID<APIClient>, method: String, route: String, status: Int, code: String?, field: String?, address: String
  ) async {
    let now = clock.now
    let isRefused = status >= 400
    let due = counts.withLock { counts -> [(ID<APIClient>, String, Int, Int)]? in
      let day = ClientUsage.day(of: now)
      let key = "\(client) \(day)"
      counts.clients[key] = client
      counts.requests[key, default: 0] += 1
      if isRefused { counts.refusals[key, default: 0] += 1 }
      guard now.since(counts.writtenAt) >= Self.interval || now < counts.writtenAt else { return nil }
      return Self.drain(&counts, at: now)
    }
    if let due { await write(due, at: now) }
    guard isRefused, takesLine(client, code, at: now) else { return }
    let entry = RequestLogEntry(
      clientID: client, id: random.id(at: now), at: now, method: method, route: route, status: status, code: code, field: field,
      ip: address)
    _ = try? await engine.write { try RequestLogStore().append(entry, in: $0) }
  }

  /// Forgets refused requests that are older than they are kept.
  package func purge() async throws {
    let before = clock.now.adding(.seconds(-RequestLogStore.retention.components.seconds))
    try await engine.write { try RequestLogStore().purge(before: before, in: $0) }
  }

  private func takesLine(_ client: ID<APIClient>, _ code: String?, at now: Instant) -> Bool {
    guard let code, Self.cheapCodes.contains(code) else { return true }
    return counts.withLock { counts in
      let minute = now.seconds / 60
      if counts.minute != minute {
        counts.cheapLines = [:]
        counts.minute = minute
      }
      let taken = (counts.cheapLines[client] ?? 0) + 1
      counts.cheapLines[client] = taken
      return taken <= Self.cheapLinesMax
    }
  }

  /// Writes what is counted; called every few seconds and at shutdown.
  package func flush() async {
    let now = clock.now
    await write(counts.withLock { Self.drain(&$0, at: now) }, at: now)
  }

  private static func drain(_ counts: inout Counts, at now: Instant) -> [(ID<APIClient>, String, Int, Int)] {
    let due = counts.clients.map { key, client in
      (client, String(key.suffix(10)), counts.requests[key] ?? 0, counts.refusals[key] ?? 0)
    }
    counts = Counts(cheapLines: counts.cheapLines, minute: counts.minute, writtenAt: now)
    return due
  }

  private func write(_ due: [(ID<APIClient>, String, Int, Int)], at now: Instant) async {
    guard !due.isEmpty else { return }
    _ = try? await engine.write { connection in
      for (client, day, requests, refusals) in due {
        try RequestLogStore().count(client, day: day, requests: requests, refusals: refusals, in: connection)
        try ClientStore().touch(client, at: now, in: connection)
      }
      try NonceStore().purge(at: now, in: connection)
    }
  }
}
