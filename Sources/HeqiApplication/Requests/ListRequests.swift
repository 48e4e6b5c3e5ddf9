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
        of: caller.accountID, for: caller.mode.standing?.organizationID, tenantID: caller.tenantID, isDone: isDone, before: last, limit: limit, in: connection)
      return try requests.compactMap { request in
        guard let contract = try store.find(request.contractID, seenBy: caller, in: connection),
          let party = contract.party(for: caller)
        else { return nil }
        return RequestRow(
          request: request, contract: contract, party: party, turn: contract.turn(for: party, caller: caller),
          folder: contract.folder(of: party))
      }
    }
  }

  /// How many wait, for the badge.
  package func count(caller: Caller) async throws -> Int {
    try await ledger.engine.read {
      try RequestStore().countOpen(
        of: caller.accountID, for: caller.mode.standing?.organizationID, tenantID: caller.tenantID, in: $0)
    }
  }

  /// What waits for the caller in their other modes, most first: a hint to switch.
  package func elsewhere(caller: Caller) async throws -> [(organization: Organization?, count: Int)] {
    let here = caller.mode.standing?.organizationID
    return try await ledger.engine.read { connection in
      let counts = try RequestStore().countOpenByMode(of: caller.accountID, tenantID: caller.tenantID, in: connection)
      let organizations = OrganizationStore(tenantID: caller.tenantID)
      return try counts.filter { $0.key != here }.sorted { ($0.value, "\(String(describing: $1.key))") > ($1.value, "\(String(describing: $0.key))") }
        .compactMap { id, count in
          guard let id else { return (nil, count) }
          return try organizations.find(id, in: connection).map { ($0, count) }
        }
    }
  }
}
