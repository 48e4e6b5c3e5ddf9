package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Row 13, 接收合同 (F-039).
package struct ReceiveContract: Sendable {
  private let ledger: ContractLedger

  package init(ledger: ContractLedger) { self.ledger = ledger }

  /// The contract after it; a repeated request gives the present state. Throws `ContractError`.
  package func callAsFunction(_ id: ID<Contract>, caller: Caller) async throws -> Contract {
    try await ledger.perform(id, for: caller, .receive) { _, _ in .receive }
  }

  /// The same for a company: its handler links a business type and may add approvers and copies (F-039, F-065).
  /// Throws `ContractError` `.businessTypeRefused`, `.approvalRefused`, `.companyModeNeeded`.
  package func callAsFunction(
    _ id: ID<Contract>, as type: ID<BusinessType>, additions: ApprovalAdditions = .none, caller: Caller
  ) async throws -> Contract {
    guard let standing = caller.mode.standing else { throw ContractError(.companyModeNeeded) }
    let vault = try await ledger.vault.open(tenantID: caller.tenantID, at: ledger.clock.now)
    let now = ledger.clock.now
    return try await ledger.perform(id, for: caller, .receive) { contract, party, connection in
      guard party.state == .awaitingReceipt else { return [.receive] }
      // Whoever receives is the handler from now on.
      let taking = party.with(PartyCompany(organizationID: standing.organizationID, handlerID: standing.membershipID))
      let bound = try CompanyRules(vault: vault).bind(
        type, taking, standing: standing, additions: additions, at: now, in: connection)
      return [.link(bound.company), .receive]
    }
  }
}
