import HeqiDomain
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
  /// Never: to the dead-letter list at once.
  case never(reason: String)
}

/// Serves topics of the outbox: claims by lease, hands on, completes, retries with backoff, buries (drills 7, 34).
///
/// Delivery is at least once: a handler must be safe to run twice.
package struct OutboxRelay: Service {
  /// One topic and who serves it.
  package struct Topic: Sendable {
    package let name: String
    /// Messages under way at once.
    package let width: Int
    /// Must be longer than one delivery takes.
    package let lease: Duration
    package let handle: @Sendable (LeaseItem) async -> RelayOutcome

    package init(
      _ name: String, width: Int = 8, lease: Duration = .seconds(60),
      handle: @escaping @Sendable (LeaseItem) async -> RelayOutcome
    ) {
      self.name = name
      self.width = width
      self.lease = lease
      self.handle = handle
    }
  }

  private let engine: any SQLEngine
  private let topics: [Topic]
  private let clock: any WallClock
  private let random: any RandomSource
  private let logger: Logger
  private let pause: Duration
  private let store = OutboxStore()

  /// - Parameter pause: between looks at an empty topic; a look is one indexed read.
  package init(
    engine: any SQLEngine, topics: [Topic], clock: any WallClock, random: any RandomSource, logger: Logger,
    pause: Duration = .milliseconds(250)
  ) {
    self.engine = engine
    self.topics = topics
    self.clock = clock
    self.random = random
    self.logger = logger
    self.pause = pause
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        for topic in topics { group.addTask { await serve(topic) } }
      }
    }
  }

  private func serve(_ topic: Topic) async {
    while !Task.isCancelled {
      let count = (try? await serveOnce(topic)) ?? 0
      if count == 0 { try? await Task.sleep(for: pause) }
    }
  }

  /// Serves what is ready now in one topic, or in all; returns how many. For tests and `kill -9` drills.
  @discardableResult
  package func serveReady(_ name: String? = nil) async throws -> Int {
    var served = 0
    for topic in topics where name == nil || topic.name == name {
      while case let count = try await serveOnce(topic), count > 0 { served += count }
    }
    return served
  }

  private func serveOnce(_ topic: Topic) async throws -> Int {
    let items: [LeaseItem]
    do {
      items = try await store.claim(
        topic.name, limit: topic.width, lease: topic.lease, token: random.token(byteCount: 16), at: clock.now, on: engine)
    } catch {
      if !(error is CancellationError) {
        logger.error("the outbox could not be read", metadata: ["topic": "\(topic.name)", "error.type": "\(type(of: error))"])
      }
      throw error
    }
    await withTaskGroup(of: Void.self) { group in
      for item in items { group.addTask { await deliver(item, topic) } }
    }
    return items.count
  }

  private func deliver(_ item: LeaseItem, _ topic: Topic) async {
    let outcome = await topic.handle(item)
    let now = clock.now
    let store = store
    do {
      try await engine.write { connection in
        switch outcome {
        case .done: try store.complete(item, in: connection)
        case .again(let delay, let reason): try store.retry(item, error: reason, delay: delay, at: now, in: connection)
        case .never(let reason): try store.bury(item, error: reason, at: now, in: connection)
        }
      }
    } catch {
      // The lease runs out and the item comes again.
      logger.warning("an outbox item stays leased", metadata: ["topic": "\(topic.name)", "item.id": "\(item.id)"])
    }
    report(outcome, item, topic)
  }

  private func report(_ outcome: RelayOutcome, _ item: LeaseItem, _ topic: Topic) {
    var metadata: Logger.Metadata = ["topic": "\(topic.name)", "item.id": "\(item.id)", "attempt": "\(item.attempts)"]
    switch outcome {
    case .done: logger.debug("outbox item served", metadata: metadata)
    case .again(_, let reason):
      metadata["reason"] = "\(reason)"
      logger.warning("outbox item failed", metadata: metadata)
    case .never(let reason):
      metadata["reason"] = "\(reason)"
      logger.error("outbox item buried", metadata: metadata)
    }
  }
}
