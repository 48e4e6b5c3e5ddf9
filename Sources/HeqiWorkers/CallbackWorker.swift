package import HeqiApplication
import HeqiDomain
package import Logging
import ServiceLifecycle
import Synchronization

/// Delivers callbacks: many endpoints at once, few at once to each, so that a hanging one delays nobody else (M-033).
package struct CallbackWorker: Service {
  private let deliver: DeliverCallback
  private let width: Int
  private let pause: Duration
  private let logger: Logger
  private let underWay = UnderWay()

  /// - Parameter width: deliveries under way at once, over all endpoints.
  package init(deliver: DeliverCallback, width: Int = 256, pause: Duration = .milliseconds(250), logger: Logger) {
    self.deliver = deliver
    self.width = width
    self.pause = pause
    self.logger = logger
  }

  package func run() async throws {
    await withDiscardingTaskGroup { group in
      while !Task.isShuttingDownGracefully, !Task.isCancelled {
        let claimed = await claim()
        for delivery in claimed { group.addTask { await serve(delivery) } }
        if claimed.isEmpty { await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) } }
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
        for delivery in claimed { group.addTask { await serve(delivery) } }
      }
    }
    return count
  }

  private func claim() async -> [CallbackDelivery] {
    do {
      let claimed = try await deliver.claim(limit: width - underWay.count)
      underWay.add(claimed.count)
      return claimed
    } catch {
      if !(error is CancellationError) {
        logger.error("callbacks could not be read", metadata: ["error.type": "\(type(of: error))"])
      }
      return []
    }
  }

  private func serve(_ delivery: CallbackDelivery) async {
    defer { underWay.add(-1) }
    var metadata: Logger.Metadata = [
      "callback.id": "\(delivery.id)", "contract.id": "\(delivery.contractID)", "attempt": "\(delivery.attempts)",
      "endpoint": "\(delivery.address.endpoint)",
    ]
    do {
      switch try await deliver(delivery) {
      case .done: logger.debug("callback delivered", metadata: metadata)
      case .again(_, let reason):
        metadata["reason"] = "\(reason)"
        logger.warning("callback failed", metadata: metadata)
      case .dead(let reason, _):
        metadata["reason"] = "\(reason)"
        metadata["code"] = "\(ClientError.Code.callbackFailed.rawValue)"
        logger.error("callback given up; replay it from the delivery log", metadata: metadata)
      }
    } catch {
      metadata["error.type"] = "\(type(of: error))"
      logger.warning("a callback stays leased", metadata: metadata)
    }
  }
}

/// How many deliveries are under way in this process.
private final class UnderWay: Sendable {
  private let number = Mutex(0)
  var count: Int { number.withLock { $0 } }
  func add(_ change: Int) { number.withLock { $0 += change } }
}
