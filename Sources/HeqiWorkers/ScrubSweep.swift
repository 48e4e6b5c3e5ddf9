package import HeqiDomain
package import HeqiPorts
package import HeqiStorage
package import Logging
import ServiceLifecycle

/// Reads every stored file back each night, mends what one good copy allows, and collects files that nothing refers to
/// (F-082, drill 12).
package struct ScrubSweep: Service {
  /// Hour of the day, Asia/Shanghai, when least is going on.
  package static let hour = 3
  private let blobs: BlobStore
  private let clock: any WallClock
  private let step: Duration
  private let logger: Logger

  /// - Parameter step: how often it looks at the clock, which may be moved.
  package init(blobs: BlobStore, clock: any WallClock, step: Duration = .seconds(60), logger: Logger) {
    self.blobs = blobs
    self.clock = clock
    self.step = step
    self.logger = logger
  }

  /// The first night hour after `instant`.
  package static func next(after instant: Instant) -> Instant {
    let offset: Int64 = 8 * 3600, day: Int64 = 86_400
    let local = instant.seconds + offset
    let today = local - local % day + Int64(hour) * 3600
    return Instant(seconds: (today > local ? today : today + day) - offset)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var due = Self.next(after: clock.now)
      while !Task.isCancelled {
        try? await Task.sleep(for: step)
        guard !Task.isCancelled, clock.now >= due else { continue }
        due = Self.next(after: clock.now)
        await runOnce()
      }
    }
  }

  /// One pass. A loss is an error that a human must act on; the rest is told in numbers.
  @discardableResult
  package func runOnce() async -> BlobScrubReport? {
    do {
      let report = try await blobs.scrub()
      let orphans = try await blobs.collectOrphans(at: clock.now)
      let metadata: Logger.Metadata = [
        "checked": "\(report.checkedCount)", "repaired": "\(report.repaired.count)", "lost": "\(report.lost.count)",
        "orphans": "\(orphans)",
      ]
      if report.lost.isEmpty {
        logger.notice("stored files were read back", metadata: metadata)
      } else {
        logger.error("stored files have no good copy; restore them from a backup", metadata: metadata)
      }
      return report
    } catch is CancellationError {
      return nil
    } catch {
      logger.error("stored files could not be read back", metadata: ["error.type": "\(type(of: error))"])
      return nil
    }
  }
}
