package import HeqiApplication
import HeqiDomain
package import Logging
import ServiceLifecycle

/// Archives signed contracts, and every ten minutes looks for those that have no rows (M-033).
package struct ArchiveSweep: Service {
  private static let compensationEvery = Duration.seconds(600)
  private let archive: ArchiveContracts
  private let pause: Duration
  private let logger: Logger

  package init(archive: ArchiveContracts, pause: Duration = .seconds(1), logger: Logger) {
    self.archive = archive
    self.pause = pause
    self.logger = logger
  }

  package func run() async throws {
    var lastLook: ContinuousClock.Instant?
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      let now = ContinuousClock.now
      if lastLook.map({ now - $0 >= Self.compensationEvery }) ?? true {
        await compensate()
        lastLook = now
      }
      if await runOnce() == 0 { await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) } }
    }
  }

  /// Attempts what is due now; how many.
  @discardableResult
  package func runOnce() async -> Int {
    do {
      let outcomes = try await archive()
      for outcome in outcomes { report(outcome) }
      return outcomes.count
    } catch {
      if !(error is CancellationError) {
        logger.error("contracts could not be archived", metadata: ["error.type": "\(type(of: error))"])
      }
      return 0
    }
  }

  private func compensate() async {
    do {
      let count = try await archive.compensate()
      if count > 0 { logger.warning("signed contracts had no archive rows; they have now", metadata: ["count": "\(count)"]) }
    } catch {
      logger.error("contracts without archive rows could not be found", metadata: ["error.type": "\(type(of: error))"])
    }
  }

  private func report(_ outcome: ArchiveContracts.Outcome) {
    var metadata: Logger.Metadata = [
      "archive.id": "\(outcome.archive.archiveID)", "attempt": "\(outcome.archive.attempts)",
    ]
    if let reason = outcome.reason { metadata["reason"] = "\(reason)" }
    switch outcome.archive.state {
    case .archived: logger.info("contract archived", metadata: metadata)
    case .pending: logger.debug("archiving is tried again", metadata: metadata)
    case .failed:
      metadata["code"] = "\(ClientError.Code.archiveFailed.rawValue)"
      logger.error("archiving was given up; the contract stays signed, archive it again", metadata: metadata)
    }
  }
}
