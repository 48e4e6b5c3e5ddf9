package import HeqiApplication
package import Logging
import ServiceLifecycle

/// Sequences new events into the transparency log about once a second (head age ≤ 2 s).
package struct LogWorker: Service {
  private let log: TransparencyLog
  private let interval: Duration
  private let logger: Logger

  package init(log: TransparencyLog, interval: Duration = .seconds(1), logger: Logger) {
    self.log = log
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var isFirst = true
      while !Task.isCancelled {
        do {
          while try await log.sequence(full: isFirst) > 0 {}
          isFirst = false
        } catch is LogRaceLost {
          // Another node sequenced; ours tries again at the next turn.
        } catch is CancellationError {
          return
        } catch {
          logger.error("events could not be sequenced", metadata: ["error.type": "\(type(of: error))"])
        }
        try? await Task.sleep(for: interval)
      }
    }
  }
}
