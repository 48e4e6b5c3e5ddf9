package import HeqiApplication
package import Logging
import ServiceLifecycle

/// Writes what clients have used every few seconds and at shutdown, and forgets old lines of their logs.
package struct ClientUseSweep: Service {
  /// Rounds between two looks for old lines.
  private static let purgeRounds = 720
  private let log: LogClientRequest
  private let interval: Duration
  private let logger: Logger

  package init(log: LogClientRequest, interval: Duration = .seconds(5), logger: Logger) {
    self.log = log
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var round = 0
      while !Task.isCancelled {
        try? await Task.sleep(for: interval)
        guard !Task.isCancelled else { break }
        await log.flush()
        if round % Self.purgeRounds == 0 { await purge() }
        round += 1
      }
    }
    await log.flush()
  }

  private func purge() async {
    do { try await log.purge() } catch {
      logger.error("old request log lines could not be removed", metadata: ["error.type": "\(type(of: error))"])
    }
  }
}
