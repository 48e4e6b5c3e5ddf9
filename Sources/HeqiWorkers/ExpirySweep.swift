package import HeqiApplication
package import Logging
import ServiceLifecycle

/// Ends contracts whose deadline has passed (row 22), about every half minute.
package struct ExpirySweep: Service {
  private let expire: ExpireContracts
  private let interval: Duration
  private let logger: Logger

  package init(expire: ExpireContracts, interval: Duration = .seconds(30), logger: Logger) {
    self.expire = expire
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await runUntilShutdown(pause: interval) {
      do {
        return try await expire() >= 100
      } catch {
        logger.error("expired contracts could not be ended", metadata: ["error.type": "\(type(of: error))"])
        return false
      }
    }
  }
}
