import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Row 22: ends live contracts whose deadline has passed (F-072, B-06).
package struct ExpireContracts: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// Ends up to `limit` contracts, each in its own transaction; returns how many.
  package func callAsFunction(limit: Int = 100) async throws -> Int {
    let now = ledger.clock.now
    let due = try await ledger.engine.read { connection in
      try ContractStore.due(at: now, limit: limit, in: connection).map { DueContract(tenantID: $0.tenantID, id: $0.id) }
    }
    var count = 0
    var failure: (any Error)?
    for contract in due {
      do {
        _ = try await ledger.performAsSystem(contract.id, tenantID: contract.tenantID) { _ in .expire }
        count += 1
      } catch let error as ContractError
        where error.code == .deadlineNotReached || error.code == .everyoneSigned || error.code == .notAllowedInStage
      {
        // Somebody signed or ended it between the list and now.
      } catch {
        // One contract that cannot be ended must not keep the others alive.
        failure = error
      }
    }
    if count == 0, let failure { throw failure }
    return count
  }

  private struct DueContract: Sendable {
    let tenantID: String
    let id: ID<Contract>
  }
}
