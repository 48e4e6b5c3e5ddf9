package import HeqiDomain

/// Something changed for an account: its lists and the pages of that contract should be asked for again.
package struct LiveUpdate: Equatable, Sendable {
  package let contractID: ID<Contract>

  package init(contractID: ID<Contract>) { self.contractID = contractID }
}

/// Wakes open pages of this process (server-sent events). A hint only: what is true stands in the database.
///
/// Shared state: the open streams by account.
package actor LiveUpdates {
  /// Streams of one account at most; the oldest ends when another opens.
  package static let streamsPerAccountMax = 8

  private var streams: [ID<Account>: [(number: UInt64, continuation: AsyncStream<LiveUpdate>.Continuation)]] = [:]
  private var lastNumber: UInt64 = 0

  package init() {}

  /// Updates of an account until the stream is dropped. Keeps the newest 16 while nobody reads.
  package func subscribe(_ account: ID<Account>) -> AsyncStream<LiveUpdate> {
    lastNumber += 1
    let number = lastNumber
    let (stream, continuation) = AsyncStream.makeStream(of: LiveUpdate.self, bufferingPolicy: .bufferingNewest(16))
    continuation.onTermination = { [weak self] _ in
      // The stream's end is told from any context; only the actor may touch its table.
      Task { await self?.remove(number, of: account) }
    }
    var open = streams[account] ?? []
    if open.count >= Self.streamsPerAccountMax { open.removeFirst().continuation.finish() }
    open.append((number, continuation))
    streams[account] = open
    return stream
  }

  /// Tells the accounts' open pages.
  package func publish(_ accounts: [ID<Account>], contract: ID<Contract>) {
    for account in accounts {
      for stream in streams[account] ?? [] { stream.continuation.yield(LiveUpdate(contractID: contract)) }
    }
  }

  /// Ends all streams, at shutdown.
  package func close() {
    for open in streams.values { for stream in open { stream.continuation.finish() } }
    streams = [:]
  }

  /// Open streams, for metrics.
  package var count: Int { streams.values.reduce(0) { $0 + $1.count } }

  private func remove(_ number: UInt64, of account: ID<Account>) {
    streams[account]?.removeAll { $0.number == number }
    if streams[account]?.isEmpty == true { streams[account] = nil }
  }
}
