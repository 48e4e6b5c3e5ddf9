package import HeqiApplication
package import Logging
import ServiceLifecycle

/// Ends seals and grants whose term is over (E-10), about every minute.
package struct SealSweep: Service {
  private let expire: ExpireSeals
  private let interval: Duration
  private let logger: Logger

  package init(expire: ExpireSeals, interval: Duration = .seconds(60), logger: Logger) {
    self.expire = expire
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await runUntilShutdown(pause: interval) {
      do {
        return try await expire() >= 100
      } catch {
        logger.error("ended seals could not be closed", metadata: ["error.type": "\(type(of: error))"])
        return false
      }
    }
  }
}
