package import HeqiApplication
package import Logging
import ServiceLifecycle

/// Removes personal data whose time is over, about every hour (B-26).
package struct RetentionSweep: Service {
  private let purge: PurgeExpired
  private let tenantID: String
  private let interval: Duration
  private let logger: Logger

  package init(purge: PurgeExpired, tenantID: String, interval: Duration = .seconds(3600), logger: Logger) {
    self.purge = purge
    self.tenantID = tenantID
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await runUntilShutdown(pause: interval) {
      do {
        let count = try await purge(tenantID: tenantID)
        if count > 0 { logger.info("expired personal data removed", metadata: ["count": "\(count)"]) }
      } catch {
        logger.error("expired personal data could not be removed", metadata: ["error.type": "\(type(of: error))"])
      }
      return false
    }
  }
}
