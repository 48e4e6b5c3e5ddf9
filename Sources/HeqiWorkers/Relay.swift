package import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage
package import Logging
import ServiceLifecycle

/// What became of one leased item.
package enum RelayOutcome: Sendable, Equatable {
  case done
  /// Again later; `nil` = by the usual backoff.
  case again(after: Duration?, reason: String)
  /// Nothing failed; it is not time yet. The attempt does not count.
  case later(Instant)
  /// Never: to the dead-letter list at once.
  case never(reason: String)
}

/// Serves topics of the outbox.
package typealias OutboxRelay = Relay<OutboxStore>
/// Serves queues of jobs.
package typealias JobRelay = Relay<JobQueue>

/// Serves channels of leased work: claims, hands on, completes, retries with backoff, buries (drills 7, 34).
///
/// Delivery is at least once: a handler must be safe to run twice. At shutdown nothing new is claimed, and what is under
/// way is finished.
package struct Relay<Store: LeaseStore>: Service {
  /// One topic or queue and who serves it.
  package struct Channel: Sendable {
    package let name: String
    /// Items under way at once.
    package let width: Int
    /// Must be longer than one item takes.
    package let lease: Duration
    package let handle: @Sendable (LeaseItem) async -> RelayOutcome

    fileprivate init(
      name: String, width: Int, lease: Duration, handle: @escaping @Sendable (LeaseItem) async -> RelayOutcome
    ) {
      self.name = name
      self.width = width
      self.lease = lease
      self.handle = handle
    }
  }

  private let engine: any SQLEngine
  private let channels: [Channel]
  private let clock: any WallClock
  private let random: any RandomSource
  private let logger: Logger
  private let pause: Duration
  private let store = Store()

  /// - Parameter pause: between looks at an empty channel; a look is one indexed read.
  init(
    engine: any SQLEngine, channels: [Channel], clock: any WallClock, random: any RandomSource, logger: Logger,
    pause: Duration
  ) {
    self.engine = engine
    self.channels = channels
    self.clock = clock
    self.random = random
    self.logger = logger
    self.pause = pause
  }

  package func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      for channel in channels {
        group.addTask {
          await runUntilShutdown(pause: pause) { (try? await serveOnce(channel)) ?? 0 > 0 }
        }
      }
    }
  }

  /// Serves what is ready now in one channel, or in all; returns how many.
  @discardableResult
  package func serveReady(_ name: String? = nil) async throws -> Int {
    var served = 0
    for channel in channels where name == nil || channel.name == name {
      while case let count = try await serveOnce(channel), count > 0 { served += count }
    }
    return served
  }

  private func serveOnce(_ channel: Channel) async throws -> Int {
    let items: [LeaseItem]
    do {
      items = try await store.claim(
        channel.name, limit: channel.width, lease: channel.lease, token: random.token(byteCount: 16), at: clock.now,
        on: engine)
    } catch {
      if !(error is CancellationError) {
        logger.error(
          "waiting work could not be read", metadata: ["channel": "\(channel.name)", "error.type": "\(type(of: error))"])
      }
      throw error
    }
    await withTaskGroup(of: Void.self) { group in
      for item in items { group.addTask { await settle(item, channel, await channel.handle(item)) } }
    }
    return items.count
  }

  private func settle(_ item: LeaseItem, _ channel: Channel, _ outcome: RelayOutcome) async {
    let now = clock.now
    let store = store
    do {
      try await engine.write { connection in
        switch outcome {
        case .done: try store.complete(item, in: connection)
        case .again(let delay, let reason): try store.retry(item, error: reason, delay: delay, at: now, in: connection)
        case .later(let time): try store.release(item, until: time, at: now, in: connection)
        case .never(let reason): try store.bury(item, error: reason, at: now, in: connection)
        }
      }
    } catch {
      // The lease runs out and the item comes again.
      logger.warning("an item stays leased", metadata: ["channel": "\(channel.name)", "item.id": "\(item.id)"])
    }
    report(outcome, item, channel)
  }

  private func report(_ outcome: RelayOutcome, _ item: LeaseItem, _ channel: Channel) {
    var metadata: Logger.Metadata = ["channel": "\(channel.name)", "item.id": "\(item.id)", "attempt": "\(item.attempts)"]
    switch outcome {
    case .done: logger.debug("item served", metadata: metadata)
    case .later: logger.debug("item waits", metadata: metadata)
    case .again(_, let reason):
      metadata["reason"] = "\(reason)"
      logger.warning("item failed", metadata: metadata)
    case .never(let reason):
      metadata["reason"] = "\(reason)"
      logger.error("item buried", metadata: metadata)
    }
  }
}

extension Relay where Store == OutboxStore {
  package typealias Topic = Channel

  package init(
    engine: any SQLEngine, topics: [Topic], clock: any WallClock, random: any RandomSource, logger: Logger,
    pause: Duration = .milliseconds(250)
  ) {
    self.init(engine: engine, channels: topics, clock: clock, random: random, logger: logger, pause: pause)
  }
}

extension Relay.Channel where Store == OutboxStore {
  /// A topic of messages.
  package init(
    _ name: String, width: Int = 8, lease: Duration = .seconds(60),
    handle: @escaping @Sendable (LeaseItem) async -> RelayOutcome
  ) {
    self.init(name: name, width: width, lease: lease, handle: handle)
  }
}

extension Relay where Store == JobQueue {
  package typealias Queue = Channel

  package init(
    engine: any SQLEngine, queues: [Queue], clock: any WallClock, random: any RandomSource, logger: Logger,
    pause: Duration = .seconds(1)
  ) {
    self.init(engine: engine, channels: queues, clock: clock, random: random, logger: logger, pause: pause)
  }
}

extension Relay.Channel where Store == JobQueue {
  /// A queue of jobs, which take longer than messages.
  package init(
    _ name: String, width: Int = 2, lease: Duration = .seconds(120),
    handle: @escaping @Sendable (LeaseItem) async -> RelayOutcome
  ) {
    self.init(name: name, width: width, lease: lease, handle: handle)
  }
}
