package import HeqiApplication
import HeqiDomain
package import HeqiPorts
package import HeqiSQL
import HeqiStorage
package import Logging
import ServiceLifecycle

/// Completes contracts that everybody has signed, adds proof that could not be had at once, and prolongs it in time.
package struct ContractJobs: Service {
  /// How long one job may take before another worker tries it, and how long a contract waits when a worker died (drill 34).
  /// Jobs are safe to run twice.
  private static let lease = Duration.seconds(30)
  private let engine: any SQLEngine
  private let clock: any WallClock
  private let random: any RandomSource
  private let complete: CompleteContract
  private let renew: RenewSignatures
  private let interval: Duration
  private let logger: Logger

  package init(
    engine: any SQLEngine, clock: any WallClock, random: any RandomSource, complete: CompleteContract,
    renew: RenewSignatures,
    interval: Duration = .milliseconds(250), logger: Logger
  ) {
    self.engine = engine
    self.clock = clock
    self.random = random
    self.complete = complete
    self.renew = renew
    self.interval = interval
    self.logger = logger
  }

  package func run() async throws {
    await runUntilShutdown(pause: interval) {
      do {
        return try await runOnce() > 0
      } catch {
        if !(error is CancellationError) {
          logger.error("contract jobs could not be claimed", metadata: ["error.type": "\(type(of: error))"])
        }
        return false
      }
    }
  }

  /// Handles what is ready now; returns how many jobs were tried.
  package func runOnce() async throws -> Int {
    let completions = try await OutboxStore().claim(
      CompletionJob.topic, limit: 8, lease: Self.lease, token: random.token(), at: clock.now, on: engine)
    await withDiscardingTaskGroup { group in
      for item in completions { group.addTask { await finish(item, CompletionJob(payload: item.payload)) } }
    }
    let renewals = try await JobQueue().claim(
      RenewalJob.queue, limit: 4, lease: Self.lease, token: random.token(), at: clock.now, on: engine)
    for item in renewals { await renewOne(item) }
    return completions.count + renewals.count
  }

  private func finish(_ item: LeaseItem, _ job: CompletionJob?) async {
    let now = clock.now
    do {
      guard let job else {
        _ = try await engine.write { try OutboxStore().bury(item, error: "unreadable payload", at: now, in: $0) }
        return
      }
      try await complete(job.contractID, tenantID: item.tenantID)
      _ = try await engine.write { try OutboxStore().complete(item, in: $0) }
    } catch {
      logger.error(
        "a contract could not be completed",
        metadata: [
          "contract.id": "\(job.map { $0.contractID.description } ?? "-")", "error": "\(describe(error))",
          "attempt": "\(item.attempts)",
        ])
      _ = try? await engine.write { try OutboxStore().retry(item, error: describe(error), at: now, in: $0) }
    }
  }

  private func renewOne(_ item: LeaseItem) async {
    let now = clock.now
    do {
      guard let job = RenewalJob(payload: item.payload) else {
        _ = try await engine.write { try JobQueue().bury(item, error: "unreadable payload", at: now, in: $0) }
        return
      }
      let outcome = try await renew(job.contractID, tenantID: item.tenantID)
      let id: ID<Job> = random.id(at: now)
      _ = try await engine.write { connection in
        guard try JobQueue().complete(item, in: connection), let next = outcome.nextLook else { return }
        try RenewalJob.enqueue(
          job.contractID, tenantID: item.tenantID, id: id, at: now, notBefore: next, in: connection)
      }
    } catch {
      logger.warning(
        "a time stamp could not be added", metadata: ["error": "\(describe(error))", "attempt": "\(item.attempts)"])
      _ = try? await engine.write { try JobQueue().retry(item, error: describe(error), at: now, in: $0) }
    }
  }

  /// Codes and types, never bound values.
  private func describe(_ error: any Error) -> String {
    (error as? ContractError)?.description ?? "\(type(of: error))"
  }
}
