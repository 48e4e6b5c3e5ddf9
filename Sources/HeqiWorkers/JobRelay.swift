import HeqiDomain
package import HeqiPorts
package import HeqiSQL
package import HeqiStorage
package import Logging
import ServiceLifecycle

/// Serves queues of jobs as `OutboxRelay` serves topics (drill 34).
package struct JobRelay: Service {
  /// One queue and who serves it.
  package struct Queue: Sendable {
    package let name: String
    /// Jobs under way at once.
    package let width: Int
    /// Must be longer than one job takes.
    package let lease: Duration
    package let handle: @Sendable (LeaseItem) async -> RelayOutcome

    package init(
      _ name: String, width: Int = 2, lease: Duration = .seconds(120),
      handle: @escaping @Sendable (LeaseItem) async -> RelayOutcome
    ) {
      self.name = name
      self.width = width
      self.lease = lease
      self.handle = handle
    }
  }

  private let engine: any SQLEngine
  private let queues: [Queue]
  private let clock: any WallClock
  private let random: any RandomSource
  private let logger: Logger
  private let pause: Duration
  private let store = JobQueue()

  /// - Parameter pause: between looks at an empty queue; a look is one indexed read.
  package init(
    engine: any SQLEngine, queues: [Queue], clock: any WallClock, random: any RandomSource, logger: Logger,
    pause: Duration = .seconds(1)
  ) {
    self.engine = engine
    self.queues = queues
    self.clock = clock
    self.random = random
    self.logger = logger
    self.pause = pause
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        for queue in queues {
          group.addTask {
            while !Task.isCancelled {
              let count = (try? await serveOnce(queue)) ?? 0
              if count == 0 { try? await Task.sleep(for: pause) }
            }
          }
        }
      }
    }
  }

  /// Serves what is ready now; returns how many.
  @discardableResult
  package func serveReady() async throws -> Int {
    var served = 0
    for queue in queues {
      while case let count = try await serveOnce(queue), count > 0 { served += count }
    }
    return served
  }

  private func serveOnce(_ queue: Queue) async throws -> Int {
    let items = try await store.claim(
      queue.name, limit: queue.width, lease: queue.lease, token: random.token(byteCount: 16), at: clock.now, on: engine)
    await withTaskGroup(of: Void.self) { group in
      for item in items { group.addTask { await finish(item, queue, await queue.handle(item)) } }
    }
    return items.count
  }

  private func finish(_ item: LeaseItem, _ queue: Queue, _ outcome: RelayOutcome) async {
    let now = clock.now
    let store = store
    var metadata: Logger.Metadata = ["queue": "\(queue.name)", "job.id": "\(item.id)", "attempt": "\(item.attempts)"]
    do {
      try await engine.write { connection in
        switch outcome {
        case .done: try store.complete(item, in: connection)
        case .again(let delay, let reason): try store.retry(item, error: reason, delay: delay, at: now, in: connection)
        case .never(let reason): try store.bury(item, error: reason, at: now, in: connection)
        }
      }
    } catch {
      logger.warning("a job stays leased", metadata: metadata)
    }
    switch outcome {
    case .done: logger.debug("job done", metadata: metadata)
    case .again(_, let reason):
      metadata["reason"] = "\(reason)"
      logger.warning("job failed", metadata: metadata)
    case .never(let reason):
      metadata["reason"] = "\(reason)"
      logger.error("job buried", metadata: metadata)
    }
  }
}
