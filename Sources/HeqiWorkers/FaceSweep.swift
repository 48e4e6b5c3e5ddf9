package import HeqiApplication
package import Logging
import ServiceLifecycle

/// Asks vendors after face checks that were begun, and ends those whose time is over, about every twenty seconds (M-018).
package struct FaceSweep: Service {
  private let faces: FaceDesk
  private let reviews: FaceReviewDesk
  private let interval: Duration
  private let logger: Logger

  package init(faces: FaceDesk, reviews: FaceReviewDesk, interval: Duration = .seconds(20), logger: Logger) {
    self.faces = faces
    self.reviews = reviews
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await runUntilShutdown(pause: interval) {
      do {
        let count = try await faces.sweep()
        _ = try await reviews.sweep()
        if count > 0 { logger.info("face checks ended", metadata: ["count": "\(count)"]) }
      } catch {
        logger.error("face checks could not be looked after", metadata: ["error.type": "\(type(of: error))"])
      }
      return false
    }
  }
}
