package import HeqiApplication
import HeqiDomain
package import Logging
import ServiceLifecycle
import Synchronization

/// Delivers callbacks: many endpoints at once, few at once to each, so that a hanging one delays nobody else (M-033).
/// A delivery that waits for its endpoint's place lies in the database and holds nothing here.
package struct CallbackWorker: Service {
  /// How long ended attempts are gathered before one transaction notes them.
  private static let gathering = Duration.milliseconds(5)
  private static let settleTries = 5

  private let deliver: DeliverCallback
  private let bulkheads: CallbackBulkheads
  private let pause: Duration
  private let shortPause: Duration
  private let logger: Logger
  private let ended = Ended()

  /// - Parameters:
  ///   - pause: between looks when nothing moves.
  ///   - shortPause: between looks while deliveries go out; each look also pays for itself with twice its own time.
  package init(
    deliver: DeliverCallback, bulkheads: CallbackBulkheads = CallbackBulkheads(), pause: Duration = .milliseconds(250),
    shortPause: Duration = .milliseconds(20), logger: Logger
  ) {
    self.deliver = deliver
    self.bulkheads = bulkheads
    self.pause = pause
    self.shortPause = shortPause
    self.logger = logger
  }

  package func run() async throws {
    await withDiscardingTaskGroup { group in
      while !Task.isShuttingDownGracefully, !Task.isCancelled {
        let start = ContinuousClock.now
        let claimed = await claim()
        let took = ContinuousClock.now - start
        for task in claimed { group.addTask { await serve(task) } }
        let isMoving = !claimed.isEmpty || ended.takeMovement()
        let wait = isMoving ? max(shortPause, took * 2) : pause
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: wait) }
      }
    }
  }

  /// Delivers what is due now and waits for it; returns how many attempts were made.
  @discardableResult
  package func serveReady() async -> Int {
    var count = 0
    while case let claimed = await claim(), !claimed.isEmpty {
      count += claimed.count
      await withDiscardingTaskGroup { group in
        for task in claimed { group.addTask { await serve(task) } }
      }
    }
    return count
  }

  private func claim() async -> [CallbackTask] {
    do {
      return try await deliver.claim(bulkheads)
    } catch {
      if !(error is CancellationError) {
        logger.error("callbacks could not be read", metadata: ["error.type": "\(type(of: error))"])
      }
      return []
    }
  }

  private func serve(_ task: CallbackTask) async {
    let result = await deliver.attempt(task)
    report(result)
    // The first one that ends settles for all that end meanwhile.
    await withCheckedContinuation { (noted: CheckedContinuation<Void, Never>) in
      guard ended.add(result, noted) else { return }
      Task {
        try? await Task.sleep(for: Self.gathering)
        await settle(ended.take())
      }
    }
  }

  private func settle(_ batch: [Ended.Entry]) async {
    let results = batch.map(\.result)
    var tries = 0
    while tries < Self.settleTries {
      do {
        try await deliver.settle(results)
        break
      } catch {
        tries += 1
        logger.warning(
          "callbacks stay leased for now",
          metadata: ["count": "\(results.count)", "try": "\(tries)", "error.type": "\(type(of: error))"])
        try? await Task.sleep(for: pause)
      }
    }
    for entry in batch {
      bulkheads.leave(entry.result.delivery.address.endpoint, succeeded: entry.result.verdict == .done)
      entry.noted.resume()
    }
  }

  private func report(_ result: CallbackResult) {
    let delivery = result.delivery
    var metadata: Logger.Metadata = [
      "callback.id": "\(delivery.id)", "subject.id": "\(delivery.subject.id)", "attempt": "\(delivery.attempts)",
      "endpoint": "\(delivery.address.endpoint)",
    ]
    switch result.verdict {
    case .done: logger.debug("callback delivered", metadata: metadata)
    case .again(_, let reason):
      metadata["reason"] = "\(reason)"
      logger.warning("callback failed", metadata: metadata)
    case .dead(let reason, _):
      metadata["reason"] = "\(reason)"
      metadata["code"] = "\(ClientError.Code.callbackFailed.rawValue)"
      logger.error("callback given up; replay it from the delivery log", metadata: metadata)
    }
  }
}

/// Attempts that ended and are not noted yet.
///
/// Shared state: their list, guarded by a mutex.
private final class Ended: Sendable {
  struct Entry: Sendable {
    let result: CallbackResult
    let noted: CheckedContinuation<Void, Never>
  }
  private struct State {
    var entries: [Entry] = []
    var hasMoved = false
  }
  private let state = Mutex(State())

  /// True when it is the first: then its owner settles.
  func add(_ result: CallbackResult, _ noted: CheckedContinuation<Void, Never>) -> Bool {
    state.withLock { state in
      state.entries.append(Entry(result: result, noted: noted))
      return state.entries.count == 1
    }
  }

  func take() -> [Entry] {
    state.withLock { state in
      defer { state.entries = [] }
      state.hasMoved = true
      return state.entries
    }
  }

  /// Whether something was settled since the last call.
  func takeMovement() -> Bool {
    state.withLock { state in
      defer { state.hasMoved = false }
      return state.hasMoved
    }
  }
}
