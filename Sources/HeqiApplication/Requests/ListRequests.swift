package import HeqiDomain
import HeqiSQL
import HeqiStorage

/// One line of the to-do list with its contract (F-091).
package struct RequestRow: Equatable, Sendable {
  package let request: ActionRequest
  package let contract: Contract
  package let party: ContractParty
  package let turn: ContractTurn
  /// 文件夹位置
  package let folder: ContractFolder?
}

/// What waits for the caller, or what is done, newest first.
package struct ListRequests: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// - Parameter last: the last request of the page before.
  package func callAsFunction(
    isDone: Bool = false, before last: ActionRequest? = nil, limit: Int = 20, caller: Caller
  ) async throws -> [RequestRow] {
    let store = try await ledger.store(caller.tenantID)
    return try await ledger.engine.read { connection in
      let requests = try RequestStore().list(
        of: caller.accountID, tenantID: caller.tenantID, isDone: isDone, before: last, limit: limit, in: connection)
      return try requests.compactMap { request in
        guard let contract = try store.find(request.contractID, seenBy: caller.accountID, in: connection),
          let party = contract.party(of: caller.accountID)
        else { return nil }
        return RequestRow(
          request: request, contract: contract, party: party, turn: contract.turn(for: party),
          folder: contract.folder(of: party))
      }
    }
  }

  /// How many wait, for the badge.
  package func count(caller: Caller) async throws -> Int {
    try await ledger.engine.read {
      try RequestStore().countOpen(of: caller.accountID, tenantID: caller.tenantID, in: $0)
    }
  }
}
