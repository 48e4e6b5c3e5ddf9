package import HeqiDomain
import HeqiPorts
package import HeqiSQL
package import HeqiStorage

/// Looks later at what proof a contract's file lacks: a time stamp where no authority answered while the signer waited
/// (house decision 3), validation data, or a new archive time stamp before the old one ends.
package struct RenewalJob: Equatable, Sendable {
  package static let queue = "contract.renew"

  package let contractID: ID<Contract>

  package init(contractID: ID<Contract>) { self.contractID = contractID }

  /// `{"contract":"<id>"}`
  package var payload: String { CompletionJob(contractID: contractID).payload }

  /// Reads `payload`; nil for anything else.
  package init?(payload: String) {
    guard let job = CompletionJob(payload: payload) else { return nil }
    contractID = job.contractID
  }

  /// Proof that is owed is never given up: an authority may be silent for weeks. Attempts are an hour apart by then.
  private static let attemptsMax = 1_000_000
  /// How long a job waits when nothing else is said: authorities that were silent a moment ago need one to come back.
  static let usualWait = Duration.seconds(60)

  /// Queued once per contract; more signatures without a stamp wait for the same job.
  /// - Parameter instant: not before; a minute from now when nil.
  func enqueue(
    _ ledger: ContractLedger, _ contract: Contract, notBefore instant: Instant? = nil, in connection: any SQLConnection
  ) throws {
    try Self.enqueue(
      contract.id, tenantID: contract.tenantID, id: ledger.random.id(at: ledger.clock.now), at: ledger.clock.now,
      notBefore: instant, in: connection)
  }

  /// The same for a worker that has finished its own job for the contract.
  package static func enqueue(
    _ contractID: ID<Contract>, tenantID: String, id: ID<Job>, at now: Instant, notBefore instant: Instant?,
    in connection: any SQLConnection
  ) throws {
    try JobQueue().enqueue(
      id, queue: queue, tenantID: tenantID, payload: RenewalJob(contractID: contractID).payload,
      dedupKey: contractID.description, availableAt: instant ?? now.adding(usualWait), attemptsMax: attemptsMax, at: now,
      in: connection)
  }
}
