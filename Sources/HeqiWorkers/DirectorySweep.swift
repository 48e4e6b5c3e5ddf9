package import HeqiApplication
package import Logging
import ServiceLifecycle

/// Pulls companies' directories when 06:00 or 18:00 has passed, looking every minute (F-057).
package struct DirectorySweep: Service {
  private let pull: PullDirectory
  private let tenantID: String
  private let interval: Duration
  private let logger: Logger

  package init(pull: PullDirectory, tenantID: String, interval: Duration = .seconds(60), logger: Logger) {
    self.pull = pull
    self.tenantID = tenantID
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await pull.due(tenantID: tenantID)
        } catch is CancellationError {
          return
        } catch {
          logger.error("a directory could not be pulled", metadata: ["error.type": "\(type(of: error))"])
        }
        try? await Task.sleep(for: interval)
      }
    }
  }
}
