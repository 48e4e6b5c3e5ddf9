package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Asks for a time stamp later, where no authority answered while the signer waited (house decision 3).
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

  /// Queued once per contract; more signatures without a stamp wait for the same job.
  func enqueue(_ ledger: ContractLedger, _ contract: Contract, in connection: any SQLConnection) throws {
    let now = ledger.clock.now
    try JobQueue().enqueue(
      ledger.random.id(at: now), queue: Self.queue, tenantID: contract.tenantID, payload: payload,
      dedupKey: contract.id.description, availableAt: now.adding(.seconds(60)), attemptsMax: 60, at: now, in: connection
    )
  }
}
